// What concerns some choices only (`data-only="kind=term|pi"`) is shown beside those choices.
export function showOnly(part) {
  const [name, values] = part.dataset.only.split("=");
  const choice = part.closest("form").elements.namedItem(name);
  const show = () => { part.hidden = !values.split("|").includes(choice.value); };
  choice.addEventListener("change", show);
  show();
}
