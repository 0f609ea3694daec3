// Search within a text while typing: hides provisions without the words. Without this script the form asks the server.
(() => {
  const form = document.querySelector("[data-find-within]");
  if (!form) return;
  const input = form.querySelector("input[name=q]");
  const count = document.querySelector("[data-find-count]");
  const rows = [...document.querySelectorAll("[data-provision]")];
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = rows.map((row) => plain(row.textContent));
  const find = () => {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    let found = 0;
    rows.forEach((row, place) => {
      const match = words.every((word) => texts[place].includes(word));
      row.hidden = !match;
      found += match ? 1 : 0;
    });
    document.querySelectorAll(".text-section").forEach((section) => {
      section.hidden = words.length > 0 && !section.querySelector("[data-provision]:not([hidden])");
    });
    document.querySelectorAll(".text-heading").forEach((heading) => { heading.hidden = words.length > 0; });
    count.hidden = words.length === 0;
    count.textContent = found === 0 ? count.dataset.none : found === 1 ? count.dataset.one : count.dataset.many.replace("%s", found);
  };
  input.addEventListener("input", find);
  form.addEventListener("submit", (event) => { event.preventDefault(); find(); });
})();
