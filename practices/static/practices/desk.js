// Saves a form of the desk while the person types; without it the buttons save. A save that fails is tried again, says
// so, and nothing typed leaves the page: words live in the form and on the server, never in the browser's storage.
(() => {
  const going = document.querySelector("form[data-go-on]");
  if (going) setTimeout(() => going.requestSubmit(), 400);

  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const state = form.querySelector("[data-autosave-state]");
  const trouble = form.querySelector("[data-autosave-trouble]");
  const words = state.dataset;
  const pause = 3000;
  const longest = 60000;
  let timer = 0;
  let busy = false;
  let leaving = false;
  let stopped = false;
  let failures = 0;
  let typed = 0; // changes so far
  let inParts = 0; // of them in repeated parts, which only the buttons save
  let saved = 0; // changes the server has

  const clock = () => new Date().toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });
  const unsaved = () => inParts > 0 || typed > saved;

  function warn(text, again) {
    trouble.querySelector("[data-autosave-words]").textContent = text;
    trouble.querySelector("[data-autosave-again]").hidden = !again;
    trouble.hidden = false;
    state.textContent = "";
  }

  function later(milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(save, milliseconds);
  }

  function retry(asked) {
    failures += 1;
    const doubled = Math.min(longest, 2000 * 2 ** (failures - 1));
    const wait = Math.max(asked, doubled * (0.75 + Math.random() / 2));
    warn(words.retry.replace("%s", Math.round(wait / 1000)), true);
    later(wait);
  }

  // After signing in again in another tab the form's own token is out of date; the page has the new one.
  async function freshToken() {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("form[data-autosave] [name=csrfmiddlewaretoken]");
    if (token) form.elements.csrfmiddlewaretoken.value = token.value;
    return Boolean(token);
  }

  async function send() {
    const body = new FormData(form);
    const asked = { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin" };
    return fetch(form.getAttribute("action") || location.href, asked);
  }

  async function save() {
    if (stopped || leaving) return;
    if (busy) { later(pause); return; }
    busy = true;
    const upTo = typed;
    state.textContent = words.saving;
    try {
      let answer = await send();
      if (answer.status === 403 && await freshToken()) answer = await send();
      await heard(answer, upTo);
    } catch {
      retry(0);
    }
    busy = false;
  }

  async function heard(answer, upTo) {
    const json = (answer.headers.get("Content-Type") || "").includes("json");
    if (answer.ok && json) {
      form.elements.version.value = (await answer.json()).version;
      saved = upTo;
      failures = 0;
      trouble.hidden = true;
      state.textContent = words.saved.replace("%s", clock());
      if (typed > saved) later(pause);
    } else if (answer.status === 409) {
      stopped = true;
      warn(words.conflict, false);
    } else if (answer.status === 400 && json) {
      warn(Object.values((await answer.json()).errors).flat()[0], false);
    } else if (answer.redirected || answer.status === 401 || answer.status === 403) {
      warn(words.signedOut, true);
    } else {
      retry(1000 * (parseInt(answer.headers.get("Retry-After"), 10) || 0));
    }
  }

  form.addEventListener("input", (event) => {
    if (event.target.closest("[data-part]")) { inParts += 1; return; }
    typed += 1;
    if (!failures) later(pause);
  });
  trouble.querySelector("[data-autosave-again]").addEventListener("click", () => later(0));
  addEventListener("online", () => { if (unsaved()) later(0); });
  form.addEventListener("submit", (event) => {
    if (!navigator.onLine) {
      event.preventDefault(); // the browser's own error page would take the words with it
      warn(words.offline, true);
      return;
    }
    leaving = true;
    clearTimeout(timer);
  });
  addEventListener("pageshow", () => { leaving = false; });
  addEventListener("beforeunload", (event) => {
    if (unsaved() && !leaving) event.preventDefault();
  });
})();
