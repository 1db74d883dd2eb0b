// Small comforts; every page works without them.
import { chooseAll } from "./all.js";
import { countCharacters } from "./count.js";
import { fillIn } from "./fill.js";
import { searchWithSlash } from "./find.js";
import { holdForFiles } from "./hold.js";
import { askPasskey } from "./passkey.js";
import { bringIntoSight, followFocus } from "./menu.js";
import { submitOnce } from "./once.js";
import { showOnly } from "./only.js";
import { keepPlace, returnToPlace } from "./place.js";
import { playBack } from "./playback.js";
import { keepTyped, settleSent } from "./typed.js";
import { sendInParts } from "./upload.js";

document.querySelectorAll("textarea[data-most]").forEach(countCharacters);
// In this order: what is held back has not been sent.
document.querySelectorAll("form:has([data-upload])").forEach(holdForFiles);
document.querySelectorAll("form [data-upload]").forEach(sendInParts);
document.querySelectorAll("form[method=post]").forEach(submitOnce);
document.querySelectorAll("form[method=post]").forEach(keepPlace);
document.querySelectorAll("[data-only]").forEach(showOnly);
document.querySelectorAll("[data-all]").forEach(chooseAll);
settleSent();
document.querySelectorAll("form[method=post]:is(:has(textarea), [data-keep])").forEach(keepTyped);
document.querySelectorAll("[data-fill-email]").forEach(fillIn);
document.querySelectorAll("[data-passkey]").forEach(askPasskey);
document.querySelectorAll("[data-playback]:has(.playback)").forEach(playBack);
document.querySelectorAll(".menu [aria-current]").forEach(bringIntoSight);
document.querySelectorAll(".menu").forEach(followFocus);
document.querySelector("[data-focus]")?.focus();
returnToPlace();
document.querySelectorAll("[data-find]").forEach(searchWithSlash);
