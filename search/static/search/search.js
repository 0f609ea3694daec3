/* Helps for the search: suggestions while typing in every search box, and results that change without a page load.
   Everything works without this file: the boxes are plain forms, the filters have a button. */
(function () {
  "use strict";

  /* Suggestions: an editable combobox with a list (ARIA APG), fed by the address in data-suggest */
  let number = 0;

  function combobox(input) {
    if (input.dataset.combobox) return;
    input.dataset.combobox = "on";
    const list = document.createElement("ul");
    list.className = "suggestions";
    list.id = "suggestions-" + ++number;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.labels && input.labels[0] ? input.labels[0].textContent.trim() : "");
    list.hidden = true;
    (input.closest(".search-box") || input.parentElement).append(list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);

    let at = -1;
    let timer = 0;
    let asking = null;

    function close() {
      list.hidden = true;
      list.replaceChildren();
      at = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }
    function mark(next) {
      const options = [...list.children];
      at = options.length ? (next + options.length) % options.length : -1;
      options.forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
      if (at >= 0) {
        input.setAttribute("aria-activedescendant", options[at].id);
        options[at].scrollIntoView({ block: "nearest" });
      }
    }
    function show(found) {
      list.replaceChildren(
        ...found.map((one, i) => {
          const option = document.createElement("li");
          option.className = "suggestions__item";
          option.id = list.id + "-" + i;
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
          option.dataset.url = one.url;
          const words = document.createElement("span");
          words.textContent = one.text;
          words.dir = "auto";
          const kind = document.createElement("span");
          kind.className = "suggestions__kind";
          kind.textContent = one.label;
          option.append(words, kind);
          return option;
        })
      );
      at = -1;
      list.hidden = !found.length;
      input.setAttribute("aria-expanded", String(Boolean(found.length)));
      input.removeAttribute("aria-activedescendant");
    }
    async function ask() {
      const words = input.value.trim();
      if (asking) asking.abort();
      if (words.length < 2) return close();
      asking = new AbortController();
      try {
        const url = input.dataset.suggest + "?q=" + encodeURIComponent(words);
        const answer = await fetch(url, { signal: asking.signal, headers: { Accept: "application/json" } });
        if (answer.ok && document.activeElement === input) show((await answer.json()).suggestions);
      } catch (error) {
        if (error.name !== "AbortError") close();
      }
    }

    input.addEventListener("input", () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, 150);
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (list.hidden) return;
        event.preventDefault();
        mark(event.key === "ArrowDown" ? at + 1 : at < 0 ? -1 : at - 1);
      } else if (event.key === "Enter" && at >= 0) {
        event.preventDefault();
        location.assign(list.children[at].dataset.url);
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      }
    });
    input.addEventListener("blur", () => window.setTimeout(close, 150));
    list.addEventListener("pointerdown", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) {
        event.preventDefault();
        location.assign(option.dataset.url);
      }
    });
  }
  document.querySelectorAll("input[data-suggest]").forEach(combobox);

  /* That a result was opened is counted with the words, without who, so that the staff see what people miss */
  document.addEventListener("click", (event) => {
    const form = document.getElementById("search-form");
    const link = event.target.closest && event.target.closest("#search-results .card__title a, #search-results .table th a, #map-list a");
    const words = form && form.elements.q ? form.elements.q.defaultValue : "";
    if (link && words && form.dataset.clicked && navigator.sendBeacon) {
      navigator.sendBeacon(form.dataset.clicked, new URLSearchParams({ q: words }));
    }
  });

  /* Results without a page load: what was open stays open, the count is said, the keyboard stays where it was */
  if (!window.htmx) return;
  let open = new Set();
  let scrolled = new Map();
  let focused = null;

  function names(part) {
    const summary = part.querySelector("summary > [id]");
    return summary ? summary.id : part.className;
  }
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== "search-results") return;
    /* a refused or unavailable search is a page of its own: let the browser show it */
    if (event.detail.xhr.status >= 400) {
      location.assign(event.detail.pathInfo.responsePath || event.detail.pathInfo.finalRequestPath);
      return;
    }
    const results = event.detail.target;
    open = new Set([...results.querySelectorAll("details[open]")].map(names));
    scrolled = new Map([...results.querySelectorAll(".facet")].map((part) => [names(part), listOf(part).scrollTop]));
    const active = document.activeElement;
    focused = active && active.name && results.contains(active) ? [active.name, active.value] : null;
  });
  function listOf(part) {
    return part.querySelector(".facet__list") || part;
  }
  document.addEventListener("htmx:afterSwap", () => {
    const results = document.getElementById("search-results");
    if (!results) return;
    results.querySelectorAll("details").forEach((part) => {
      part.open = open.has(names(part));
      if (part.matches(".facet")) listOf(part).scrollTop = scrolled.get(names(part)) || 0;
    });
    if (focused) {
      const again = [...results.querySelectorAll("input")].find((i) => i.name === focused[0] && i.value === focused[1]);
      if (again) again.focus({ preventScroll: true });
    }
    const said = document.getElementById("search-said");
    const count = results.querySelector("[data-say]");
    if (said && count) said.textContent = count.textContent.trim();
  });
})();
