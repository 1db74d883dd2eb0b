// What somebody typed into a form with room for text, or with `data-keep`, stays in this tab until
// the server has taken it: who chose the other language, sent another form of the page or met a
// broken line is offered it again.
const PREFIX = "typed:";
const SENT = "typed-sent";
const NOT_TYPED = ["hidden", "password", "file", "submit", "button", "fieldset"];

// To be called first on every page: the page that answered a form tells whether it was taken.
export function settleSent() {
  const key = sessionStorage.getItem(SENT);
  sessionStorage.removeItem(SENT);
  const [arrived] = performance.getEntriesByType("navigation");
  if (key && (arrived?.responseStatus ?? 0) < 400) { sessionStorage.removeItem(key); }
}

const isChecked = (field) => ["checkbox", "radio"].includes(field.type);

export function keepTyped(form) {
  const { person } = document.body.dataset;
  if (!person || form.dataset.autosaveUrl) { return; }
  const key = `${PREFIX}${person}:${form.getAttribute("action") ?? location.pathname}`;
  const fields = () => [...form.elements].filter(
    (f) => f.name && !f.disabled && !NOT_TYPED.includes(f.type) && !f.name.startsWith("signing_"),
  );
  const written = () => JSON.stringify(
    fields().map((f) => (isChecked(f) ? [f.name, f.value, f.checked] : [f.name, f.value])),
  );

  function putBack(kept) {
    for (const [name, value, checked] of JSON.parse(kept)) {
      const field = fields().find((f) => f.name === name && (!isChecked(f) || f.value === value));
      if (!field) { continue; }
      if (isChecked(field)) { field.checked = checked; } else { field.value = value; }
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  function offer(kept) {
    const words = document.getElementById("typed-words").content.firstElementChild.cloneNode(true);
    const [take, drop] = words.querySelectorAll("button");
    take.addEventListener("click", () => { putBack(kept); words.remove(); });
    drop.addEventListener("click", () => { sessionStorage.removeItem(key); words.remove(); });
    form.prepend(words);
  }

  const kept = sessionStorage.getItem(key);
  if (kept === written()) { sessionStorage.removeItem(key); } else if (kept) { offer(kept); }
  form.addEventListener("input", () => sessionStorage.setItem(key, written()));
  form.addEventListener("submit", () => sessionStorage.setItem(SENT, key));
}
