// Says at each field what the server found wrong with it, as the page does that answers a whole form.
const at = (form, id) => form.querySelector(`#${CSS.escape(id)}`);

function describe(field, said, add) {
  const others = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== said.id);
  field.setAttribute("aria-describedby", [...others, ...(add ? [said.id] : [])].join(" "));
  field.toggleAttribute("aria-invalid", add);
  if (add) { field.setAttribute("aria-invalid", "true"); }
}

function forget(form) {
  for (const said of form.querySelectorAll('.wrong[id$="-error"]')) {
    const field = at(form, said.id.replace(/-error$/, ""));
    if (field) { describe(field, said, false); }
    said.remove();
  }
}

function say(form, id, words) {
  const field = id && at(form, id);
  if (!field) { return words; }
  const said = Object.assign(document.createElement("p"), { className: "wrong", id: `${id}-error`, textContent: words });
  (field.closest(".input-group") ?? field).before(said);
  describe(field, said, true);
  return "";
}

// `wrong` has words by the id of a field; what is of no field on the page is returned.
export function showFlaws(form, wrong) {
  forget(form);
  return Object.entries(wrong).map(([id, words]) => say(form, id, words)).filter(Boolean).join(" ");
}
