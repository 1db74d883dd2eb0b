// A list of choices begins with one that chooses all; it says how many are chosen.
export function chooseAll(list) {
  const boxes = [...list.querySelectorAll("[type=checkbox]")];
  if (boxes.length < 2) { return; }
  const label = document.createElement("label");
  label.className = "form-check";
  const all = document.createElement("input");
  all.className = "form-check-input";
  all.type = "checkbox";
  const chosen = document.createElement("span");
  chosen.className = "quiet";
  label.append(all, ` ${list.dataset.all} `, chosen);
  list.querySelector("legend").after(label);
  const count = () => {
    const number = boxes.filter((box) => box.checked).length;
    all.checked = number === boxes.length;
    all.indeterminate = number > 0 && !all.checked;
    chosen.textContent = `${number} / ${boxes.length}`;
  };
  all.addEventListener("change", () => {
    boxes.forEach((box) => { box.checked = all.checked; });
    count();
  });
  list.addEventListener("change", count);
  count();
}
