// On a phone the menu scrolls sideways: the present page's entry is brought into sight.
export function bringIntoSight(entry) {
  entry.scrollIntoView({ block: "nearest", inline: "center" });
}
