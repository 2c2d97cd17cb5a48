// Saves a part of the plan by itself while it is written, and keeps it on this machine until the server has it.
// Without this file the button of each part saves as before.
(function () {
  "use strict";

  var AFTER_INPUT = 1000;
  var AT_LATEST = 10000;
  var KEPT_EVERY = 300;
  var LONGEST_WAIT = 60000;
  // More than this a browser does not send any more while its page goes away.
  var MOST_AT_LEAVING = 60000;
  var KEPT_DAYS = 14;
  var OWN_FIELDS = ["csrfmiddlewaretoken", "base", "written_by", "tab", "seq"];

  var session = document.querySelector("meta[name=session]");
  var user = session ? session.dataset.user : "";
  var tab = String(Date.now()) + "-" + String(Math.random()).slice(2);
  keepWhatIsMerged();
  var parts = Array.prototype.map.call(document.querySelectorAll("form[data-autosave]"), begin);
  if (!parts.length) {
    return;
  }
  var line = document.createElement("div");
  line.className = "save-line";
  var words = document.createElement("p");
  var alarm = document.createElement("p");
  alarm.setAttribute("role", "alert");
  line.append(words, alarm);
  document.querySelector(".form-main").append(line);

  // What is said

  function say(tone, text, label, act) {
    var calm = tone === "saved" || tone === "saving";
    line.dataset.state = tone;
    words.textContent = calm ? text : "";
    if (!calm && alarm.dataset.said === text) {
      return;
    }
    alarm.dataset.said = calm ? "" : text;
    alarm.replaceChildren(calm ? "" : text);
    if (!calm && act) {
      alarm.append(" ", pressable(label, act));
    }
  }

  function pressable(label, act) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-small";
    button.textContent = label;
    button.addEventListener("click", act);
    return button;
  }

  function saysSaved(part, at) {
    say("saved", "已保存 " + at);
    var saved = part.form.querySelector(".saved");
    saved.textContent = "已保存 " + at;
    saved.classList.remove("soft");
  }

  // What is typed

  function begin(form) {
    var part = {
      form: form, key: "plan/" + (form.dataset.autosave || form.dataset.keeps) + "/" + user, seq: 0, tries: 0, timer: 0, keeping: 0, since: 0,
      sending: "", unsure: "", stopped: "", composing: false, kept: true, submitting: false,
    };
    part.saved = form.hasAttribute("data-unsaved") ? "" : snapshot(form);
    return part;
  }

  function fieldsOf(form) {
    return Array.from(new FormData(form)).filter(function (field) {
      return OWN_FIELDS.indexOf(field[0]) < 0 && typeof field[1] === "string";
    });
  }

  function snapshot(form) {
    return JSON.stringify(fieldsOf(form));
  }

  function put(form, fields) {
    Array.prototype.forEach.call(form.elements, function (field) {
      var values = fields.filter(function (each) { return each[0] === field.name; }).map(function (each) { return each[1]; });
      if (field.type === "checkbox" || field.type === "radio") {
        field.checked = values.indexOf(field.value) >= 0;
      } else if (values.length) {
        field.value = values[0];
        field.dispatchEvent(new Event("restored"));
      }
    });
  }

  // The same to a reader: what the server cleans away makes no other text.
  function reads(snap) {
    return JSON.stringify(JSON.parse(snap).filter(function (field) { return field[0] !== "format"; }).map(function (field) {
      return [field[0], field[1].replace(/<[^>]*>|&nbsp;|\s/g, "")];
    }));
  }

  // What is kept on this machine

  function keep(part) {
    if (!user) {
      return;
    }
    var draft = {
      base: part.form.elements.base.value, fields: fieldsOf(part.form), sent: part.sending || part.unsure, at: Date.now(),
    };
    try {
      window.localStorage.setItem(part.key, JSON.stringify(draft));
      part.kept = true;
    } catch (error) {
      part.kept = false;
    }
  }

  function drop(part) {
    window.clearTimeout(part.keeping);
    part.keeping = 0;
    try {
      window.localStorage.removeItem(part.key);
    } catch (error) {
      // Where nothing can be stored there is nothing to remove.
    }
  }

  function keptDraft(part) {
    try {
      return user ? JSON.parse(window.localStorage.getItem(part.key)) : null;
    } catch (error) {
      return null;
    }
  }

  function forgetOldOnes() {
    try {
      Object.keys(window.localStorage).forEach(function (name) {
        var draft = name.indexOf("plan/") === 0 ? JSON.parse(window.localStorage.getItem(name)) : null;
        if (draft && Date.now() - draft.at > KEPT_DAYS * 86400000) {
          window.localStorage.removeItem(name);
        }
      });
    } catch (error) {
      // A private window: nothing is kept there at all.
    }
  }

  // The page of two texts saves by its button alone: what is merged is kept until the next page has it.
  function keepWhatIsMerged() {
    var form = document.querySelector("form[data-keeps]");
    if (form) {
      var part = begin(form);
      form.addEventListener("submit", function () { keep(part); });
      form.querySelector("[data-drops]").addEventListener("click", function () { drop(part); });
    }
  }

  // What an earlier page of this person left behind

  function restore(part) {
    var draft = keptDraft(part);
    if (!draft || part.form.hasAttribute("data-unsaved")) {
      return;
    }
    var mine = JSON.stringify(draft.fields);
    if (reads(mine) === reads(part.saved)) {
      drop(part);
      return;
    }
    var when = new Date(draft.at).toTimeString().slice(0, 5);
    // An answer that was lost on its way: what stands there now is one's own.
    var current = draft.base === part.form.elements.base.value || (draft.sent && reads(draft.sent) === reads(part.saved));
    if (current) {
      var before = JSON.parse(part.saved);
      put(part.form, draft.fields);
      banner(part, "已恢复 " + when + " 没有保存的文字。", [["不要恢复", function () {
        put(part.form, before);
        send(part);
      }]]);
      typed(part);
    } else {
      banner(part, "本机留有 " + when + " 没有保存的文字；此后已有新的保存。", [
        ["对照两份文字", function () { compare(part, draft); }],
        ["丢弃本机的", function () { drop(part); }],
      ]);
    }
  }

  function banner(part, text, choices) {
    var note = document.createElement("div");
    note.className = "note note-warning";
    note.setAttribute("role", "status");
    var paragraph = document.createElement("p");
    paragraph.textContent = text;
    note.append(paragraph);
    choices.forEach(function (choice) {
      note.append(pressable(choice[0], function () {
        note.remove();
        choice[1]();
      }), " ");
    });
    part.form.before(note);
  }

  // The server's own page of two texts, asked for with the text as it was and the version that it grew from.
  function compare(part, draft) {
    var own = fieldNamed(part.form, "csrfmiddlewaretoken");
    var form = document.createElement("form");
    form.method = "post";
    form.action = part.form.action;
    draft.fields.concat([["base", draft.base], ["csrfmiddlewaretoken", own], ["written_by", user]]).forEach(function (field) {
      var input = document.createElement("input");
      input.type = "hidden";
      input.name = field[0];
      input.value = field[1];
      form.append(input);
    });
    document.body.append(form);
    form.submit();
  }

  function fieldNamed(form, name) {
    var field = form.elements.namedItem(name);
    return field ? field.value : "";
  }

  // Saving

  function typed(part) {
    if (!part.keeping) {
      part.keeping = window.setTimeout(function () {
        part.keeping = 0;
        keep(part);
      }, KEPT_EVERY);
    }
    if (part.composing || part.stopped) {
      return;
    }
    part.since = part.since || Date.now();
    window.clearTimeout(part.timer);
    part.timer = window.setTimeout(send, Math.min(AFTER_INPUT, Math.max(part.since + AT_LATEST - Date.now(), 0)), part);
  }

  function send(part, leaving) {
    window.clearTimeout(part.timer);
    if (part.sending || part.composing || part.stopped) {
      return;
    }
    // A save whose answer never came is sent again as it was: to the server it is the same one.
    var snap = part.unsure || snapshot(part.form);
    if (snap === part.saved) {
      settled(part);
      return;
    }
    part.since = 0;
    part.sending = snap;
    part.seq += 1;
    keep(part);
    say("saving", "正在保存");
    var asked = { method: "POST", body: bodyOf(part, snap), credentials: "same-origin", redirect: "manual", headers: {
      Accept: "application/json", "X-Autosave": "1", "X-Requested-With": "XMLHttpRequest",
      "X-CSRFToken": fieldNamed(part.form, "csrfmiddlewaretoken"),
    } };
    asked.keepalive = Boolean(leaving) && new Blob([snap]).size < MOST_AT_LEAVING;
    window.fetch(part.form.action, asked).then(function (answer) {
      var json = (answer.headers.get("Content-Type") || "").indexOf("application/json") === 0;
      return (json ? answer.json() : Promise.resolve(null)).then(function (said) {
        part.sending = "";
        answered(part, snap, answer, said);
      });
    }).catch(function () {
      part.sending = "";
      again(part, snap, "未保存：网络中断，文字已留在本机");
    }).then(function () {
      if (part.submitting && !part.sending) {
        part.submitting = false;
        part.form.requestSubmit();
      }
    });
  }

  function bodyOf(part, snap) {
    var body = new FormData();
    JSON.parse(snap).concat([
      ["base", part.form.elements.base.value], ["tab", tab], ["seq", String(part.seq)],
    ]).forEach(function (field) {
      body.append(field[0], field[1]);
    });
    if (user) {
      body.append("written_by", user);
    }
    return body;
  }

  function answered(part, snap, answer, said) {
    if (answer.ok && said) {
      acknowledged(part, snap, said);
    } else if (answer.status === 401 || answer.type === "opaqueredirect") {
      signedOut(part);
    } else if (answer.status === 403 && said && said.csrf) {
      renewed(part);
    } else if (answer.status === 403 && said && said.first) {
      refused(part, snap, said.why);
    } else if (answer.status === 409) {
      stop(part, said);
    } else if (answer.status === 422 && said && said.errors) {
      refused(part, snap, Object.values(said.errors)[0][0]);
    } else if (answer.status === 413) {
      refused(part, snap, "内容太大，请删减或拆成附件；文字已留在本机");
    } else {
      again(part, snap, "未保存：服务器暂时不能保存，文字已留在本机", Number(answer.headers.get("Retry-After")));
    }
  }

  // What was written while it was on its way may be what was missing.
  function refused(part, snap, why) {
    part.unsure = "";
    say("failed", "未保存：" + why);
    if (snapshot(part.form) !== snap) {
      typed(part);
    }
  }

  function acknowledged(part, snap, said) {
    part.unsure = "";
    part.tries = 0;
    part.saved = snap;
    part.form.elements.base.value = said.version;
    part.form.removeAttribute("data-unsaved");
    saysSaved(part, said.saved_at);
    lacking(part, said);
    if (snapshot(part.form) === snap) {
      settled(part);
    } else {
      typed(part);
    }
  }

  function settled(part) {
    part.since = 0;
    delete part.form.dataset.dirty;
    drop(part);
  }

  function lacking(part, said) {
    var here = part.form.querySelector("[data-missing]");
    if (here) {
      here.textContent = said.missing.join("；");
      here.hidden = !said.missing.length;
    }
    var all = document.querySelector("[data-missing-in-all]");
    if (all) {
      all.textContent = said.missing_in_all ? "还缺 " + said.missing_in_all + " 项" : "";
    }
  }

  function again(part, snap, text, after) {
    part.unsure = snap;
    part.tries += 1;
    keep(part);
    say("failed", part.kept ? text : "未保存，本机也存不下：请把文字复制出来另存");
    var wait = Math.min(1000 * Math.pow(2, part.tries), LONGEST_WAIT) * (0.8 + 0.4 * Math.random());
    window.clearTimeout(part.timer);
    part.timer = window.setTimeout(send, after > 0 ? after * 1000 : wait, part);
  }

  function stop(part, said) {
    keep(part);
    part.unsure = "";
    if (said && said.conflict) {
      part.stopped = "conflict";
      say("failed", "与" + said.conflict.by + "的修改冲突（" + said.conflict.at + " 保存）", "对照两份文字", function () {
        part.form.requestSubmit();
      });
    } else {
      part.stopped = "closed";
      say("failed", said && said.closed ? said.closed : "现在登录的是另一个人或另一个身份，没有保存；文字已留在本机");
    }
  }

  // Signing in again, in another window

  function signedOut(part) {
    part.stopped = "signed-out";
    keep(part);
    say("failed", "需要重新登录，文字已留在本机。", "在新窗口登录", function () {
      window.open(session ? session.dataset.signIn : "/accounts/login/", "_blank");
    });
  }

  function renewed(part) {
    part.stopped = "signed-out";
    look();
  }

  function look() {
    var waiting = parts.filter(function (part) { return part.stopped === "signed-out"; });
    if (!waiting.length || !session) {
      return;
    }
    var headers = { Accept: "application/json", "X-Background": "1", "X-Requested-With": "XMLHttpRequest" };
    window.fetch(session.dataset.url, { headers: headers, credentials: "same-origin" }).then(function (answer) {
      return answer.ok ? answer.json() : null;
    }).then(function (state) {
      if (!state) {
        waiting.forEach(signedOut);
      } else if (state.user !== user) {
        say("failed", "现在登录的是另一个人或另一个身份（" + state.name + "），没有保存；文字已留在本机");
      } else {
        document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach(function (field) {
          field.value = state.csrf;
        });
        waiting.forEach(function (part) {
          part.stopped = "";
          send(part);
        });
      }
    }).catch(function () {
      say("failed", "未保存：网络中断，文字已留在本机");
    });
  }

  // What happens on the page

  function partOf(event) {
    return parts.find(function (part) { return part.form.contains(event.target); });
  }

  function on(name, act) {
    document.addEventListener(name, function (event) {
      var part = partOf(event);
      if (part) {
        act(part, event);
      }
    });
  }

  function leaving() {
    parts.forEach(function (part) { send(part, true); });
  }

  on("input", typed);
  on("change", typed);
  on("focusout", function (part) { send(part); });
  on("compositionstart", function (part) {
    part.composing = true;
    window.clearTimeout(part.timer);
  });
  on("compositionend", function (part) {
    part.composing = false;
    typed(part);
  });
  parts.forEach(function (part) {
    part.form.addEventListener("submit", function (event) {
      window.clearTimeout(part.timer);
      if (part.sending) {
        // Two saves at once would be a conflict with oneself.
        event.preventDefault();
        part.submitting = true;
      } else if (part.unsure) {
        event.preventDefault();
        send(part);
      } else {
        keep(part);
      }
    });
  });
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden") {
      leaving();
    } else {
      look();
    }
  });
  window.addEventListener("pagehide", leaving);
  window.addEventListener("focus", look);
  window.addEventListener("online", function () {
    parts.forEach(function (part) { send(part); });
  });
  window.addEventListener("beforeunload", function (event) {
    if (parts.some(function (part) { return !part.kept && snapshot(part.form) !== part.saved; })) {
      event.preventDefault();
    }
  });
  if ("BroadcastChannel" in window) {
    new window.BroadcastChannel("session").addEventListener("message", look);
  }
  forgetOldOnes();
  parts.forEach(restore);
})();
