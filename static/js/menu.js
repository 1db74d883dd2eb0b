// On a phone the menu scrolls sideways: the present page's entry is brought into sight.
export function bringIntoSight(entry) {
  entry.scrollIntoView({ block: "nearest", inline: "center" });
}

// What has the focus is seen whole: browsers leave alone what is in sight by half.
export function followFocus(menu) {
  menu.addEventListener("focusin", (event) => event.target.scrollIntoView({ block: "nearest", inline: "nearest" }));
}
