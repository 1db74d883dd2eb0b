// What concerns one choice only (`data-only="kind=term"`) is shown beside that choice.
export function showOnly(part) {
  const [name, value] = part.dataset.only.split("=");
  const choice = part.closest("form").elements.namedItem(name);
  const show = () => { part.hidden = choice.value !== value; };
  choice.addEventListener("change", show);
  show();
}
