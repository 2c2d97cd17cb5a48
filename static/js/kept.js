// The page that gives typed text back: after signing in again in another window, its button works at the first press.
(function () {
  "use strict";

  var form = document.querySelector("form[data-kept]");
  var owner = form.querySelector("input[name=written_by]");
  var looked = false;

  function look() {
    var headers = { Accept: "application/json", "X-Background": "1" };
    return window.fetch(form.dataset.kept, { headers: headers, credentials: "same-origin" }).then(function (answer) {
      return answer.ok ? answer.json() : null;
    }).then(function (state) {
      // Another person's token is not taken: the server then asks whose text this is.
      if (state && owner && state.user === owner.value) {
        form.querySelector("input[name=csrfmiddlewaretoken]").value = state.csrf;
      }
    }).catch(function () {
      // Without a network there is nothing to renew; the browser says so itself.
    });
  }

  // Signing in has renewed the token: it is fetched before the text goes out.
  function send(event) {
    if (!looked) {
      event.preventDefault();
      look().then(function () {
        looked = true;
        form.requestSubmit();
        looked = false;
      });
    }
  }

  form.addEventListener("submit", send);
})();
