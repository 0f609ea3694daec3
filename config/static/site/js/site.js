/* Small helps on top of pages that work without them: theme choice, menus, copy, share, print, filters on phones. */
(function () {
  "use strict";
  const root = document.documentElement;

  /* Theme: each button names its choice; "auto" follows the system again */
  function chosen() {
    return root.dataset.theme || "auto";
  }
  function showTheme() {
    document.querySelectorAll("[data-set-theme]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.setTheme === chosen()));
    });
  }
  function setTheme(choice) {
    if (choice === "auto") delete root.dataset.theme;
    else root.dataset.theme = choice;
    try {
      if (choice === "auto") localStorage.removeItem("theme");
      else localStorage.setItem("theme", choice);
    } catch (error) {
      /* the choice lasts for this page only */
    }
    showTheme();
    document.dispatchEvent(new CustomEvent("themechange"));
  }
  showTheme();

  /* Say what happened, in words, next to the button and to screen readers */
  function say(button, text) {
    let place = button.nextElementSibling;
    if (!place || !place.hasAttribute("data-said")) {
      place = document.createElement("span");
      place.className = "copied";
      place.setAttribute("data-said", "");
      place.setAttribute("role", "status");
      button.after(place);
    }
    place.textContent = text;
    window.setTimeout(() => (place.textContent = ""), 4000);
  }
  async function copy(button) {
    const source = button.dataset.copyFrom && document.getElementById(button.dataset.copyFrom);
    const text = source ? source.innerText.trim() : new URL(button.dataset.copy || location.href, location.href).href;
    try {
      await navigator.clipboard.writeText(text);
      say(button, button.dataset.done || "✓");
    } catch (error) {
      window.prompt(button.textContent.trim(), text);
    }
  }

  document.addEventListener("click", (event) => {
    const theme = event.target.closest("[data-set-theme]");
    if (theme) setTheme(theme.dataset.setTheme);
    const copied = event.target.closest("[data-copy], [data-copy-from]");
    if (copied) {
      event.preventDefault();
      copy(copied);
    }
    const share = event.target.closest("[data-share]");
    if (share) navigator.share({ title: document.title, url: share.dataset.share || location.href }).catch(() => {});
    if (event.target.closest("[data-print]")) window.print();
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const menu = event.target.closest && event.target.closest("details.menu[open]");
      if (menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    }
    /* "/" goes to the search box, as on many reference sites, unless the reader is typing */
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const box = document.querySelector("main input[type=search], input[type=search]");
      if (box) {
        event.preventDefault();
        box.focus();
      }
    }
  });
  if (!navigator.share) document.querySelectorAll("[data-share]").forEach((button) => (button.hidden = true));

  /* Filters are folded on a phone and open beside the results on a wide screen */
  const wide = window.matchMedia("(min-width: 62rem)");
  function fold() {
    document.querySelectorAll("details[data-open-wide]").forEach((part) => (part.open = wide.matches));
  }
  fold();
  wide.addEventListener("change", fold);
  window.addEventListener("beforeprint", () => {
    document.querySelectorAll("main details").forEach((part) => (part.open = true));
  });

  /* Mark the section being read in an outline */
  const links = new Map();
  document.querySelectorAll("[data-outline] a[href^='#']").forEach((link) => {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (target) links.set(target, link);
  });
  if (links.size && "IntersectionObserver" in window) {
    const observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) {
          if (!entry.isIntersecting) continue;
          links.forEach((link) => link.removeAttribute("aria-current"));
          links.get(entry.target).setAttribute("aria-current", "true");
        }
      },
      { rootMargin: "0px 0px -70% 0px" }
    );
    links.forEach((link, target) => observer.observe(target));
  }

  /* Forms that send themselves when a choice changes (sort orders), with their button for everyone else */
  document.addEventListener("change", (event) => {
    const field = event.target.closest("[data-submit-on-change]");
    if (field && field.form) field.form.requestSubmit();
  });
})();
