// What every page of the portal does by itself. Without this file everything still works, only less comfortably.
(function () {
  "use strict";

  var root = document.documentElement;

  function keep(name, value) {
    try {
      window.localStorage.setItem(name, value);
    } catch (error) {
      // Private windows may refuse storage: the choice then lasts for this page only.
    }
  }

  function kept(name) {
    try {
      return window.localStorage.getItem(name);
    } catch (error) {
      return null;
    }
  }

  function focusErrors() {
    var summary = document.querySelector("[data-focus-on-load]");
    if (summary) {
      summary.focus();
    }
  }

  // A link of the error summary may lead to a group of choices; the focus goes to its first one.
  function focusTarget(event) {
    var link = event.target.closest(".error-summary a, .missing a");
    if (!link || link.hash.length < 2 || link.pathname !== window.location.pathname) {
      return;
    }
    var target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    var field = target && (target.matches("input, select, textarea") ? target : target.querySelector("input, select, textarea"));
    if (field) {
      event.preventDefault();
      target.scrollIntoView({ block: "center" });
      field.focus();
    }
  }

  // One press, one request: a second press waits visibly. The server's key makes it harmless as well.
  function holdSubmit(event) {
    var form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-download")) {
      return;
    }
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    var button = event.submitter;
    if (button && button.classList.contains("btn")) {
      button.dataset.words = button.textContent;
      button.setAttribute("aria-disabled", "true");
      button.textContent = form.dataset.busy || "正在办理…";
    }
  }

  function releaseSubmits() {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
    });
    document.querySelectorAll("button[data-words]").forEach(function (button) {
      button.textContent = button.dataset.words;
      button.removeAttribute("aria-disabled");
      delete button.dataset.words;
    });
  }

  function markDirty(event) {
    var form = event.target.closest("form[data-saves]");
    if (form) {
      form.dataset.dirty = "yes";
    }
  }

  function toggleLargeText(button) {
    var large = root.classList.toggle("large-text");
    button.setAttribute("aria-pressed", String(large));
    document.cookie = "large_text=" + (large ? "1; max-age=31536000" : "; max-age=0") + "; path=/; samesite=lax";
  }

  // A page that is kept ready for everybody does not know the reader's choice.
  function applyLargeText() {
    if (/(^|; )large_text=1(;|$)/.test(document.cookie) && !root.classList.contains("large-text")) {
      root.classList.add("large-text");
      document.querySelectorAll("[data-large-text]").forEach(function (button) {
        button.setAttribute("aria-pressed", "true");
      });
    }
  }

  // Single keys work only while the list has the focus, and can be switched off (WCAG 2.1.4).
  function keysOn() {
    return kept("list-keys") !== "off";
  }

  function showKeys() {
    document.querySelectorAll("[data-list-keys]").forEach(function (button) {
      button.hidden = false;
      button.setAttribute("aria-pressed", String(keysOn()));
      button.textContent = keysOn() ? "关闭键盘快捷键" : "开启键盘快捷键";
    });
  }

  function stepTo(list, here, by) {
    var rows = Array.prototype.slice.call(list.querySelectorAll("[data-row]"));
    var at = rows.indexOf(here);
    var next = rows[at < 0 ? 0 : Math.min(Math.max(at + by, 0), rows.length - 1)];
    var link = next && next.querySelector("a[href]");
    if (link) {
      link.focus();
    }
  }

  function listKey(event) {
    var list = event.target.closest("[data-list]");
    if (!list || !keysOn() || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) {
      return;
    }
    if (event.target.matches("input:not([type=checkbox]), select, textarea")) {
      return;
    }
    var row = event.target.closest("[data-row]");
    if (event.key === "j" || event.key === "k") {
      event.preventDefault();
      stepTo(list, row, event.key === "j" ? 1 : -1);
    } else if (event.key === "x" && row && row.querySelector("input[type=checkbox]")) {
      event.preventDefault();
      row.querySelector("input[type=checkbox]").click();
    } else if (event.key === "Enter" && row && event.target.matches("input[type=checkbox]")) {
      event.preventDefault();
      row.querySelector("a[href]").click();
    }
  }

  function pressed(event) {
    var large = event.target.closest("[data-large-text]");
    var keys = event.target.closest("[data-list-keys]");
    if (large) {
      toggleLargeText(large);
    } else if (keys) {
      keep("list-keys", keysOn() ? "off" : "on");
      showKeys();
    }
    document.querySelectorAll("details.seat-menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) {
        menu.open = false;
      }
    });
    focusTarget(event);
  }

  function closeMenu(event) {
    var menu = event.key === "Escape" && document.querySelector("details.seat-menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  }

  document.addEventListener("submit", holdSubmit);
  document.addEventListener("input", markDirty);
  document.addEventListener("click", pressed);
  document.addEventListener("keydown", listKey);
  document.addEventListener("keydown", closeMenu);
  window.addEventListener("pageshow", releaseSubmits);
  applyLargeText();
  showKeys();
  focusErrors();
})();
