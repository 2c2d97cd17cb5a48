// Passkeys: says on the page what went wrong, where allauth's own script only tells the console.
(function () {
  "use strict";

  document.addEventListener("allauth.error", function (event) {
    var note = document.querySelector("[data-key-refused]");
    if (note) {
      event.preventDefault();
      note.hidden = false;
    }
  });
})();
