// The page that gives typed text back: after signing in again in another window, its button works at the first press.
(function () {
  "use strict";

  var form = document.querySelector("form[data-kept]");
  var owner = form.querySelector("input[name=written_by]");

  function look() {
    var headers = { Accept: "application/json", "X-Background": "1" };
    window.fetch(form.dataset.kept, { headers: headers, credentials: "same-origin" }).then(function (answer) {
      return answer.ok ? answer.json() : null;
    }).then(function (state) {
      // Another person's token is not taken: the server then asks whose text this is.
      if (state && owner && state.user === owner.value) {
        form.querySelector("input[name=csrfmiddlewaretoken]").value = state.csrf;
      }
    }).catch(function () {
      // Without a network there is nothing to renew; the next look may find one.
    });
  }

  if ("BroadcastChannel" in window) {
    new window.BroadcastChannel("session").addEventListener("message", look);
  }
  window.addEventListener("focus", look);
})();
