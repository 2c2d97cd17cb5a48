// The session's end: says so two minutes before, tells the other tabs, and never lets somebody send another's text.
// Without this file the session still ends, and the server still gives back what was typed.
(function () {
  "use strict";

  var own = document.querySelector("meta[name=session]");
  var channel = "BroadcastChannel" in window ? new window.BroadcastChannel("session") : null;
  // The machine's clock may be wrong: the server says how long is left, not when the end is.
  var ends = now() + Number(own.dataset.left);
  var band = null;
  var timer = 0;

  function now() {
    return Date.now() / 1000;
  }

  function tell(message) {
    if (channel) {
      channel.postMessage(message);
    }
  }

  function mark(form) {
    var field = form.querySelector("input[name=written_by]");
    if (!field) {
      field = document.createElement("input");
      field.type = "hidden";
      field.name = "written_by";
      field.value = own.dataset.user;
      form.append(field);
    }
  }

  function marked(event) {
    var form = event.target;
    if (form.method === "post" && form.closest("main") && form.querySelector("input[name=csrfmiddlewaretoken]")) {
      mark(form);
    }
  }

  function renew(token) {
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach(function (field) {
      field.value = token;
    });
    if (document.body.hasAttribute("hx-headers")) {
      document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
    }
  }

  function show(words, label, act) {
    if (!band) {
      band = document.createElement("div");
      band.className = "session-band";
      band.setAttribute("role", "alert");
      document.body.append(band);
    }
    band.replaceChildren();
    var text = document.createElement("p");
    text.textContent = words;
    band.append(text);
    if (act) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-primary";
      button.textContent = label;
      button.addEventListener("click", act);
      band.append(button);
    }
  }

  function hide() {
    if (band) {
      band.remove();
      band = null;
    }
  }

  function ask(background) {
    var headers = { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" };
    if (background) {
      headers["X-Background"] = "1";
    }
    return window.fetch(own.dataset.url, { headers: headers, credentials: "same-origin" }).then(function (answer) {
      return answer.ok ? answer.json() : null;
    });
  }

  function learn(state) {
    if (!state) {
      over();
    } else if (state.user !== own.dataset.user) {
      show("现在登录的是" + state.name + "，或者换了身份。这一页的内容属于原来的身份，不会以现在的身份提交。");
    } else {
      renew(state.csrf);
      ends = now() + state.left;
      hide();
      wait();
    }
  }

  function goOn() {
    ask(false).then(function (state) {
      learn(state);
      tell({ ends: ends, user: own.dataset.user });
    }).catch(function () {
      show("连不上服务器，没有延长登录。请检查网络后再试。", "再试一次", goOn);
    });
  }

  function over() {
    show("登录已到时。这一页上的文字还在，请重新登录后继续。", "在新窗口登录", function () {
      window.open(own.dataset.signIn, "_blank");
    });
  }

  function check() {
    var left = ends - now();
    if (left <= 0) {
      // Perhaps another tab has gone on since.
      ask(true).then(learn).catch(over);
    } else if (left <= Number(own.dataset.warn)) {
      show("您已很久没有操作，再过两分钟就会自动退出。", "继续", goOn);
      timer = window.setTimeout(check, left * 1000 + 500);
    } else {
      wait();
    }
  }

  function wait() {
    window.clearTimeout(timer);
    var left = ends - now() - Number(own.dataset.warn);
    timer = window.setTimeout(check, Math.max(left, 0) * 1000 + 200);
  }

  function heard(event) {
    if (event.data && event.data.signedIn) {
      ask(true).then(learn);
    } else if (event.data && event.data.user === own.dataset.user && event.data.ends > ends) {
      ends = event.data.ends;
      hide();
      wait();
    }
  }

  document.addEventListener("submit", marked, true);
  if (channel) {
    channel.addEventListener("message", heard);
  }
  if (document.querySelector("[data-signed-in]")) {
    tell({ signedIn: true });
  }
  tell({ ends: ends, user: own.dataset.user });
  wait();
})();
