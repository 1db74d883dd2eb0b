// Plays the turning points of a race one after the other; every step is a page of its own, and
// without this script the links lead there.
const PAUSE = 2000;

export function playBack(section) {
  let timer = null;
  const { play, pause } = section.dataset;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-primary";

  const show = async (link) => {
    const answer = await fetch(link.href);
    if (!answer.ok) {
      location.assign(link.href);
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    section.replaceChildren(...page.querySelector("#track").childNodes);
    history.replaceState(null, "", link.href);
    prepare();
  };
  const stop = () => {
    clearTimeout(timer);
    timer = null;
    button.textContent = play;
  };
  const next = async () => {
    const link = section.querySelector("[data-next]") ?? section.querySelector("[data-first]");
    await show(link);
    if (timer !== null && section.querySelector("[data-next]")) timer = setTimeout(next, PAUSE);
    else stop();
  };
  const prepare = () => section.querySelector(".playback .actions").prepend(button);

  button.addEventListener("click", () => {
    if (timer !== null) {
      stop();
      return;
    }
    timer = setTimeout(next, 0);
    button.textContent = pause;
  });
  section.addEventListener("click", (event) => {
    const link = event.target.closest("[data-step], [data-first]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    stop();
    show(link);
  });
  stop();
  prepare();
}
