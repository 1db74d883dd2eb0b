// A record written where there may be no network: every keystroke is kept on the device, sent when
// there is a connection, and let go only when the server has it.
import { showFlaws } from "./flaws.js";
import { isSignedOut } from "./signed-out.js";
import { whenReleased } from "./steady.js";

const PAUSE = 1200;
const RETRY = 15000;
const PATIENCE = 20000;

function start(form) {
  const url = form.dataset.fieldRecord;
  const key = `field-record:${url}`;
  const status = form.querySelector("[data-record-status]");
  const edition = form.querySelector("[name=edition]");
  let timer = 0;
  let sending = false;
  let stopped = false;
  let pressed;

  const say = (words) => whenReleased(() => { status.hidden = false; status.textContent = words; });
  const later = (pause) => { clearTimeout(timer); timer = setTimeout(send, pause); };
  const written = () => [...new FormData(form)].filter(([name]) => name !== "csrf_token");
  const keep = () => { localStorage.setItem(key, JSON.stringify(written())); };

  async function send() {
    if (sending || stopped || localStorage.getItem(key) === null) { return; }
    sending = true;
    const sent = localStorage.getItem(key);
    try {
      const answer = await fetch(url, {
        method: "POST", body: new FormData(form), credentials: "same-origin", redirect: "manual",
        signal: AbortSignal.timeout(PATIENCE),
      });
      const body = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
      if (answer.ok) {
        edition.value = body.edition;
        whenReleased(() => showFlaws(form, {}));
        // What was typed while this was on its way waits for the next turn.
        if (localStorage.getItem(key) === sent) {
          localStorage.removeItem(key);
          say(form.dataset.saved);
        } else { keep(); later(PAUSE); }
      } else if (body.conflict) {
        stopped = true;
        say(`${body.conflict}${form.dataset.conflict}`);
      } else if (body.wrong) { whenReleased(() => say(showFlaws(form, body.wrong) || form.dataset.wrong)); }
      else if (isSignedOut(answer)) { say(form.dataset.expired); }
      else { say(form.dataset.offline); later(RETRY); }
    } catch {
      pressed = undefined;
      say(form.dataset.offline);
      later(RETRY);
    }
    sending = false;
    const { by } = pressed ?? {};
    if (pressed) { pressed = undefined; form.requestSubmit(by); }
  }

  function restore() {
    const kept = localStorage.getItem(key);
    if (kept === null) { return; }
    for (const [name, value] of JSON.parse(kept)) {
      const field = form.elements.namedItem(name);
      if (field) { field.value = value; }
    }
    say(form.dataset.restored);
    later(0);
  }

  restore();
  form.addEventListener("input", () => {
    keep();
    if (!stopped) { say(form.dataset.unsaved); later(PAUSE); }
  });
  // Sent by hand, the page that answers shows both sides, or what was saved. Without a network the
  // page stays, and while it is being saved, for it would be overtaken by itself; before `submitOnce`
  // hears of it, so that it can be sent later.
  form.addEventListener("submit", (event) => {
    if (sending) {
      event.preventDefault();
      event.stopImmediatePropagation();
      pressed = { by: event.submitter };
      say(form.dataset.sending);
    } else if (navigator.onLine) {
      clearTimeout(timer);
      stopped = true;
      localStorage.removeItem(key);
    } else {
      event.preventDefault();
      event.stopImmediatePropagation();
      say(form.dataset.offline);
    }
  }, { capture: true });
  window.addEventListener("online", () => later(0));
}

document.querySelectorAll("form[data-field-record]").forEach(start);
