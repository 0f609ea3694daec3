// The workbench: sliders and their numbers move together, a trial shows what they change, and a run tells how far it is.
(() => {
  const progress = document.querySelector("[data-progress][data-running]");
  if (progress) {
    const line = progress.querySelector("[data-progress-text]");
    const clock = progress.querySelector("[data-progress-seconds]");
    const round = (number) => Math.round(number).toLocaleString(document.documentElement.lang);
    const say = (place, words) => { if (place.textContent !== words) place.textContent = words; };
    const look = async () => {
      try {
        const answer = await fetch(progress.dataset.progress, { credentials: "same-origin" });
        const body = await answer.json();
        if (!body.running) { location.reload(); return; }
        const { value, bound } = body.progress;
        if (value !== undefined && value !== null) {
          const words = line.dataset.words.replace("{value}", round(value));
          say(line, words.replace("{bound}", bound === null ? "…" : round(bound)));
        } else if (body.begun) {
          say(line, line.dataset.begun);
        }
        clock.textContent = clock.dataset.words.replace("{n}", round(body.seconds));
      } catch { /* the next look may succeed; the page can be loaded again by hand */ }
      setTimeout(look, 1000);
    };
    setTimeout(look, 700);
  }

  const form = document.querySelector("[data-sliders]");
  if (!form) return;
  const trial = form.querySelector("[data-try]");
  const result = form.querySelector("[data-try-result]");
  let timer = 0;
  let asked = 0;

  async function tryOut() {
    const mine = ++asked;
    result.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(trial.dataset.try, {
        method: "POST", body: new FormData(form), headers: { Accept: "text/x-fragment" }, credentials: "same-origin",
      });
      const words = await answer.text();
      if (mine === asked) {
        result.replaceChildren(...new DOMParser().parseFromString(words, "text/html").body.childNodes);
      }
    } catch (error) {
      if (mine === asked) result.textContent = error.message;
    }
    if (mine === asked) result.removeAttribute("aria-busy");
  }

  for (const slider of form.querySelectorAll("[data-slides]")) {
    const number = document.getElementById(slider.dataset.slides);
    slider.addEventListener("input", () => { number.value = slider.value; });
    number.addEventListener("input", () => { slider.value = number.value; });
  }
  if (!trial) return;
  form.addEventListener("input", (event) => {
    if (!event.target.matches("[type=range], [type=number], select")) return;
    clearTimeout(timer);
    timer = setTimeout(tryOut, 600);
  });
  trial.addEventListener("click", (event) => { event.preventDefault(); tryOut(); });
})();
