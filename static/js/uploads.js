// Several attachments at once, one request a file, so that each says for itself how far it is and what is wrong.
// Without this file the form sends them all together, and the server still judges each alone.
(function () {
  "use strict";

  var LARGEST = 50 * 1024 * 1024;
  var AT_ONCE = 2;
  var form = document.querySelector("form[data-uploads]");
  var list = form.querySelector("[data-upload-list]");
  var chosen = form.querySelector("input[type=file]");
  var endings = chosen.accept.split(",");
  var waiting = [];
  var running = 0;
  var rows = [];

  function row(file, facts) {
    var item = document.createElement("li");
    var name = document.createElement("strong");
    var state = document.createElement("span");
    name.textContent = file.name;
    item.append(name, state);
    list.append(item);
    rows.push({ file: file, facts: facts, item: item, state: state, done: false });
    return rows[rows.length - 1];
  }

  function faultOf(file) {
    var ending = "." + file.name.split(".").pop().toLowerCase();
    if (file.size > LARGEST) {
      return "超过单个附件 50 MB 的上限，请压缩或拆分后再上传。";
    }
    return endings.indexOf(ending) < 0 ? "不是可以上传的类型（" + endings.join("、") + "），请换成其中一种。" : "";
  }

  function add(file, facts) {
    var one = row(file, facts);
    var fault = faultOf(file);
    if (fault) {
      failed(one, fault, false);
    } else {
      queue(one);
    }
  }

  function queue(one) {
    one.item.classList.remove("upload-failed");
    one.state.textContent = "排队";
    waiting.push(one);
    next();
  }

  function next() {
    while (running < AT_ONCE && waiting.length) {
      running += 1;
      send(waiting.shift());
    }
    if (!running) {
      refresh();
    }
  }

  function send(one) {
    var body = new FormData();
    one.facts.forEach(function (fact) { body.append(fact[0], fact[1]); });
    body.append("file", one.file);
    var request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("X-Autosave", "1");
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", form.elements.csrfmiddlewaretoken.value);
    request.upload.addEventListener("progress", function (event) {
      var percent = event.lengthComputable ? Math.floor((100 * event.loaded) / event.total) : 0;
      one.state.textContent = percent < 100 ? "上传 " + percent + "%" : "检查中";
    });
    request.addEventListener("load", function () { answered(one, request); });
    request.addEventListener("error", function () { failed(one, "网络中断，没有传完。", true); });
    request.addEventListener("loadend", function () {
      running -= 1;
      next();
    });
    request.send(body);
  }

  function answered(one, request) {
    var said = null;
    try {
      said = JSON.parse(request.responseText);
    } catch (error) {
      // A proxy's own page says nothing about the file.
    }
    if (request.status === 200 && said && said.kept) {
      one.state.textContent = ["已存"].concat(said.notes).join("；");
      one.done = !said.notes.length;
    } else if (request.status === 422 && said) {
      failed(one, said.reason, false);
      one.done = Boolean(said.failed);
    } else if (request.status === 401) {
      failed(one, "需要重新登录；登录后再试。", true);
    } else if (request.status === 413) {
      failed(one, "文件太大，服务器没有接收。", false);
    } else if (said && said.closed) {
      failed(one, said.closed, false);
    } else {
      failed(one, "服务器暂时没有接收。", true);
    }
  }

  function failed(one, reason, again) {
    one.item.classList.add("upload-failed");
    one.state.textContent = "失败：" + reason + " ";
    if (again) {
      one.state.append(pressable("重试", function () { queue(one); }));
    }
    one.state.append(pressable("不再提示", function () { one.item.remove(); }));
  }

  function pressable(label, act) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-small";
    button.textContent = label;
    button.addEventListener("click", act);
    return button;
  }

  // What the server now lists, kept and refused, says more than the rows here: those that it has are taken away.
  function refresh() {
    window.fetch(form.action, { credentials: "same-origin" }).then(function (answer) {
      return answer.ok ? answer.text() : "";
    }).then(function (text) {
      var fresh = text && new DOMParser().parseFromString(text, "text/html").querySelector(form.dataset.uploads);
      if (fresh) {
        document.querySelector(form.dataset.uploads).replaceWith(document.adoptNode(fresh));
        rows = rows.filter(function (one) {
          if (one.done) {
            one.item.remove();
          }
          return !one.done;
        });
      }
    }).catch(function () {
      // The rows still say what became of each file.
    });
  }

  form.addEventListener("submit", function (event) {
    if (!chosen.files.length) {
      return;
    }
    event.preventDefault();
    // A typed name means one file: of several each goes by its own.
    var left = chosen.files.length > 1 ? ["file", "csrfmiddlewaretoken", "title"] : ["file", "csrfmiddlewaretoken"];
    var facts = Array.from(new FormData(form)).filter(function (fact) { return left.indexOf(fact[0]) < 0; });
    Array.from(chosen.files).forEach(function (file) { add(file, facts); });
    form.reset();
  });
})();
