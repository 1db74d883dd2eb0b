// Small comforts; every page works without them.
import { countCharacters } from "./count.js";
import { submitOnce } from "./once.js";

document.querySelectorAll("textarea[data-most]").forEach(countCharacters);
document.querySelectorAll("form[method=post]").forEach(submitOnce);
document.querySelector("[data-focus]")?.focus();
