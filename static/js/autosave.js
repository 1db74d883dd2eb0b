// Saves a form while it is being written, and keeps a copy here until the server has it.
import { showFlaws } from "./flaws.js";
import { isSignedOut } from "./signed-out.js";
import { whenReleased } from "./steady.js";

const PAUSE = 1500;
const PATIENCE = 20000;

function start(form) {
  const status = form.querySelector("[data-autosave-status]");
  const key = `draft:${form.dataset.autosaveUrl}`;
  const sent = `sent:${form.dataset.autosaveUrl}`;
  let timer = 0;
  let saving = false;
  let again = false;
  let pressed;

  const say = (name) => { status.textContent = form.dataset[name]; };
  const typed = () => new FormData(form);
  const written = () => JSON.stringify(
    [...typed()].filter(([name, v]) => typeof v === "string" && !["csrf_token", "edition"].includes(name)),
  );
  const keep = () => localStorage.setItem(key, written());

  async function save() {
    if (saving) { again = true; return; }
    saving = true;
    try {
      const answer = await fetch(form.dataset.autosaveUrl, {
        method: "POST", body: typed(), credentials: "same-origin", redirect: "manual",
        signal: AbortSignal.timeout(PATIENCE),
      });
      const body = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
      if (answer.ok) {
        const edition = form.querySelector("[name=edition]");
        if (edition && body.edition !== undefined) { edition.value = body.edition; }
        localStorage.removeItem(key);
        whenReleased(() => { showFlaws(form, {}); say("saved"); });
      } else if (body.conflict) { status.textContent = `${body.conflict}${form.dataset.conflict}`; }
      else if (body.wrong) {
        whenReleased(() => { status.textContent = showFlaws(form, body.wrong) || form.dataset.wrong; });
      } else { say(isSignedOut(answer) ? "expired" : "offline"); }
    } catch {
      pressed = undefined;
      say("offline");
    }
    saving = false;
    const { by } = pressed ?? {};
    if (pressed) { pressed = undefined; form.requestSubmit(by); }
    else if (again) { again = false; save(); }
  }

  // What a page that was answered says was saved, and what already stands here, is not asked about.
  function isLost(kept) {
    const wasSaved = sessionStorage.getItem(sent) && document.querySelector(".told-success");
    sessionStorage.removeItem(sent);
    if (wasSaved) { localStorage.removeItem(key); }
    return kept && !wasSaved && kept !== written();
  }

  function restore() {
    const kept = localStorage.getItem(key);
    if (!isLost(kept) || !window.confirm(form.dataset.restore)) { return; }
    form.querySelectorAll("[type=checkbox]").forEach((box) => { box.checked = false; });
    for (const [name, value] of JSON.parse(kept)) {
      const field = form.elements.namedItem(name);
      if (field?.type === "checkbox") { field.checked = true; }
      else if (field && "value" in field && field.type !== "hidden") { field.value = value; }
    }
    save();
  }

  restore();
  form.addEventListener("input", () => {
    say("unsaved");
    keep();
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  // Sent while it is being saved, it would be overtaken by itself: before `submitOnce` hears of it,
  // it waits until that is done. Where nothing gets through, the page stays.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (saving) {
      event.preventDefault();
      event.stopImmediatePropagation();
      pressed = { by: event.submitter };
      say("sending");
    } else { sessionStorage.setItem(sent, "1"); }
  }, { capture: true });
  window.addEventListener("online", () => { if (localStorage.getItem(key)) { save(); } });
}

document.querySelectorAll("form[data-autosave-url]").forEach(start);
