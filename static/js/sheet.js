// The plan beside the sheet: two tabs where there is no room for both, a divider that mouse and arrow keys move,
// and evidence that opens on the left without taking the focus away. Without this file both stand below one another.
(function () {
  "use strict";

  var LEAST = 30;
  var MOST = 70;
  var STEP = 5;
  var KEY = "review/share";
  var NARROW = window.matchMedia("(max-width: 899.98px)");

  var review = document.querySelector("[data-review]");
  if (!review) {
    return;
  }
  var panes = { plan: document.getElementById("pane-plan"), sheet: document.getElementById("pane-sheet") };
  var tabs = Array.from(review.querySelectorAll("[data-pane]"));
  var divider = review.querySelector("[data-divider]");

  // Tabs

  function show(name) {
    tabs.forEach(function (tab) {
      tab.setAttribute("aria-pressed", String(tab.dataset.pane === name));
    });
    Object.keys(panes).forEach(function (each) {
      panes[each].classList.toggle("is-away", each !== name);
    });
  }

  function open(hash) {
    var place = hash.length > 1 ? document.getElementById(hash.slice(1)) : null;
    if (place && panes.plan.contains(place)) {
      show("plan");
    } else if (place && panes.sheet.contains(place)) {
      show("sheet");
    }
    return place;
  }

  review.classList.add("has-tabs");
  review.querySelector(".review-tabs").hidden = false;
  tabs.forEach(function (tab) {
    tab.addEventListener("click", function () { show(tab.dataset.pane); });
  });
  show("sheet");

  // Evidence opens at its place; beside the sheet the focus stays where one writes.
  var told = document.createElement("p");
  told.className = "visually-hidden";
  told.setAttribute("role", "status");
  review.append(told);
  review.querySelectorAll("[data-evidence]").forEach(function (link) {
    link.addEventListener("click", function (event) {
      var place = open(link.hash);
      if (!place) {
        return;
      }
      event.preventDefault();
      place.scrollIntoView({ block: "start" });
      if (NARROW.matches) {
        place.setAttribute("tabindex", "-1");
        place.focus();
      } else {
        told.textContent = "左侧已打开：" + place.textContent;
      }
    });
  });
  var asked = open(window.location.hash);
  if (asked) {
    asked.scrollIntoView({ block: "center" });
    asked.focus();
  }

  // The divider

  function kept() {
    try {
      return Number(window.localStorage.getItem(KEY)) || 55;
    } catch (error) {
      return 55;
    }
  }

  function set(share) {
    var value = Math.round(Math.min(MOST, Math.max(LEAST, share)));
    review.style.setProperty("--share", value + "%");
    divider.setAttribute("aria-valuenow", String(value));
    try {
      window.localStorage.setItem(KEY, String(value));
    } catch (error) {
      // A private window: the next page begins in the middle again.
    }
  }

  function moved(event) {
    var box = review.getBoundingClientRect();
    set(100 * (event.clientX - box.left) / box.width);
  }

  divider.hidden = false;
  divider.tabIndex = 0;
  divider.setAttribute("role", "separator");
  divider.setAttribute("aria-orientation", "vertical");
  divider.setAttribute("aria-label", "调整两边的宽度，用左右方向键");
  divider.setAttribute("aria-valuemin", String(LEAST));
  divider.setAttribute("aria-valuemax", String(MOST));
  divider.setAttribute("aria-controls", "pane-plan pane-sheet");
  set(kept());
  divider.addEventListener("keydown", function (event) {
    var way = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
    if (way) {
      event.preventDefault();
      set(Number(divider.getAttribute("aria-valuenow")) + way);
    }
  });
  divider.addEventListener("pointerdown", function (event) {
    divider.setPointerCapture(event.pointerId);
    divider.addEventListener("pointermove", moved);
  });
  divider.addEventListener("pointerup", function () {
    divider.removeEventListener("pointermove", moved);
  });
})();
