// A file goes in parts (tus 1.0.0) as soon as it is chosen, while the form is filled in. A line that
// breaks costs one part; the same file chosen again after a reload goes on where it was. What cannot
// be sent so goes with the form, as it does without this script.
import { ask, Away, offsetOf, online, Refused } from "./tus.js";
import { forget, recall, remember } from "./unfinished.js";

const LEAST = 256 * 1024;
const MOST = 1024 * 1024;
const QUICK = 1000;
const PAUSE = 1000;
const LONGEST_PAUSE = 30_000;

// The same file chosen in two fields goes twice: an upload is used once.
const claimed = new Set();

export function sendInParts(box) {
  const input = box.querySelector("input[type=file]");
  const hidden = box.querySelector("input[type=hidden]");
  const state = box.querySelector(".upload-state");
  const bar = box.querySelector("progress");
  const far = box.querySelector("[data-far]");
  const cancel = box.querySelector("button");
  const said = box.querySelector("[role=status]");
  const { form, name } = input;
  const token = () => form.elements.csrf_token.value;
  let job = null;

  const say = (key) => { said.textContent = box.dataset[key]; };

  // As high on its way as in the end: a button below that moved would slip from under the pointer.
  function show(file, offset) {
    const isGoing = offset < file.size;
    const percent = Math.floor(100 * offset / file.size);
    state.hidden = cancel.hidden = false;
    state.querySelector("b").textContent = file.name;
    bar.value = percent;
    far.textContent = isGoing
      ? box.dataset.howFar.replace("{percent}", percent).replace("{left}", sizeOf(file.size - offset))
      : sizeOf(file.size);
  }

  function withTheForm() {
    input.name = name;
    hidden.value = "";
    state.hidden = true;
  }

  function end(goesOn) {
    delete box.dataset.going;
    box.dispatchEvent(new CustomEvent("upload-end", { bubbles: true, detail: { goesOn } }));
  }

  // How much of the file has arrived at `mine.path`.
  async function begin(file, mine) {
    const recalled = recall(file);
    mine.path ??= claimed.has(recalled) ? null : recalled;
    claimed.add(mine.path);
    const found = mine.path && await ask(mine.path, "HEAD", mine).catch(unlessAway);
    if (found) { return offsetOf(found); }
    const answer = await ask(box.dataset.upload, "POST", mine, {
      "Upload-Length": file.size, "Upload-Metadata": `filename ${inBase64(file.name)}`,
    });
    mine.path = answer.headers.get("Location");
    claimed.add(mine.path);
    remember(file, mine.path);
    return offsetOf(answer);
  }

  async function goOn(file, offset, mine) {
    let part = LEAST;
    while (offset < file.size) {
      show(file, offset);
      const began = performance.now();
      const headers = { "Upload-Offset": offset, "Content-Type": "application/offset+octet-stream" };
      offset = offsetOf(await ask(mine.path, "PATCH", mine, headers, file.slice(offset, offset + part)));
      mine.pause = PAUSE;
      if (performance.now() - began < QUICK) { part = Math.min(MOST, 2 * part); }
    }
  }

  // However often the line breaks.
  async function send(file, mine) {
    for (;;) {
      try {
        const offset = await begin(file, mine);
        say("starting");
        await goOn(file, offset, mine);
        return;
      } catch (error) {
        if (!(error instanceof Away)) { throw error; }
        say("waiting");
        await online(mine.pause, mine.signal);
        mine.pause = Math.min(LONGEST_PAUSE, 2 * mine.pause);
      }
    }
  }

  async function choose() {
    drop();
    const [file] = input.files;
    if (!file) { return; }
    const mine = job;
    box.dataset.going = "";
    input.removeAttribute("name");
    say("starting");
    show(file, 0);
    try {
      await send(file, mine);
      if (mine.signal.aborted) { return; }
      hidden.value = mine.path.split("/").pop();
      show(file, file.size);
      say("done");
      end(true);
    } catch (error) {
      if (mine.signal.aborted) { return; }
      withTheForm();
      if (error instanceof Refused && error.words) {
        input.value = "";
        said.textContent = error.words;
        end(false);
      } else {
        say("withTheForm");
        end(true);
      }
    }
  }

  // What is on its way, or has arrived and went with no form, is not kept on the server either.
  function drop() {
    const path = job?.path ?? (hidden.value && `${box.dataset.upload}/${hidden.value}`);
    const wasGoing = "going" in box.dataset;
    job?.controller.abort();
    const controller = new AbortController();
    job = { controller, signal: controller.signal, token, path: null, pause: PAUSE };
    if (path) {
      forget(path);
      ask(path, "DELETE", job).catch(() => {});
    }
    withTheForm();
    if (wasGoing) { end(false); }
  }

  input.addEventListener("change", choose);
  cancel.addEventListener("click", () => {
    drop();
    input.value = "";
    say("cancelled");
    input.focus();
  });
  box.addEventListener("held", () => { say("holding"); box.scrollIntoView({ block: "nearest" }); });
  form.addEventListener("submit", () => { if (job?.path) { forget(job.path); } });
  if (hidden.value) { cancel.hidden = false; }
}

const unlessAway = (error) => { if (error instanceof Refused) { return null; } throw error; };
const inBase64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

function sizeOf(bytes) {
  const kilo = bytes / 1024;
  return kilo < 1024 ? `${Math.ceil(kilo)} kB` : `${(kilo / 1024).toFixed(1)} MB`;
}
