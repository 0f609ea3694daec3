// Saves a step of the wizard while the person types; without it the buttons save. A save that fails says so.
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const state = form.querySelector("[data-autosave-state]");
  const wait = 3000;
  let timer = 0;
  let busy = false;

  async function save() {
    if (busy) { plan(); return; }
    busy = true;
    state.textContent = document.documentElement.lang.startsWith("en") ? "Saving…" : "…";
    try {
      const answer = await fetch(form.action || location.href, {
        method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, credentials: "same-origin",
      });
      const body = await answer.json();
      if (answer.ok) {
        form.elements.version.value = body.version;
        state.textContent = "✓ " + new Date().toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });
      } else {
        state.textContent = "⚠ " + Object.values(body.errors).flat()[0];
      }
    } catch (error) {
      state.textContent = "⚠ " + error.message;
    }
    busy = false;
  }

  function plan() {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }

  // Rows of repeated parts are saved by the buttons only, so that no new row is made twice.
  form.addEventListener("input", (event) => {
    if (!event.target.closest("[data-part]")) plan();
  });
  form.addEventListener("submit", () => clearTimeout(timer));
})();
