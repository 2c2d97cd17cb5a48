// The form check by keyboard: 1, 2 and 3 set the result while its choices have the focus. Saving is autosave.js's.
// Without this file the arrow keys and the mouse do the same.
(function () {
  "use strict";

  document.addEventListener("keydown", function (event) {
    var field = event.target;
    if (field.type !== "radio" || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) {
      return;
    }
    var form = field.closest("form[data-check]");
    var choices = form ? form.querySelectorAll("input[type=radio][name=" + field.name + "]") : [];
    var chosen = choices[Number(event.key) - 1];
    if (!chosen) {
      return;
    }
    event.preventDefault();
    chosen.checked = true;
    chosen.focus();
    chosen.dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
