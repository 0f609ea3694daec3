/* Loaded in the head, before anything is painted: the reader's choice of light or dark, and "scripts work". */
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");
  try {
    var choice = localStorage.getItem("theme");
    if (choice === "light" || choice === "dark") root.dataset.theme = choice;
  } catch (error) {
    /* storage refused: the system's choice stays */
  }
})();
