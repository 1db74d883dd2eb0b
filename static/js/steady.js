// A click is lost when what is clicked moves between the press and the release, so a change that
// moves what stands below it waits for the release.
let pressed = false;
const waiting = [];

function release() {
  pressed = false;
  waiting.splice(0).forEach((change) => change());
}

window.addEventListener("pointerdown", (event) => { pressed = event.button === 0; }, true);
for (const end of ["pointerup", "pointercancel", "contextmenu"]) {
  window.addEventListener(end, () => setTimeout(release), true); // the click comes first
}

export function whenReleased(change) {
  if (pressed) { waiting.push(change); } else { change(); }
}
