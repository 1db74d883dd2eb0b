// Shows how many characters of the maximum are used, counted as the server counts them.
export function countCharacters(area) {
  const most = Number(area.dataset.most);
  const shown = document.createElement("p");
  shown.className = "counter";
  const count = () => {
    const used = [...area.value.replace(/\r\n?/g, "\n").trim()].length;
    shown.textContent = `${used} / ${most}`;
    shown.classList.toggle("over", used > most);
  };
  area.after(shown);
  area.addEventListener("input", count);
  count();
}
