// What is said to the server: tus 1.0.0, https://tus.io/protocols/resumable-upload
const PATIENCE = 60_000;

// Worth another try: no line, a server that restarts, or another writer was there first.
export class Away extends Error {}

// Not worth one. `words` is what the server says to whoever chose the file, if anything.
export class Refused extends Error {
  constructor(words) { super("refused"); this.words = words; }
}

export async function ask(path, method, { signal, token }, headers = {}, body = undefined) {
  let answer;
  try {
    answer = await fetch(path, {
      method, body, redirect: "manual", signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]),
      headers: { "Tus-Resumable": "1.0.0", "X-CSRFToken": token(), Accept: "application/json", ...headers },
    });
  } catch (error) {
    if (signal.aborted) { throw error; }
    throw new Away();
  }
  if (answer.ok) { return answer; }
  if (answer.status >= 500 || answer.status === 409) { throw new Away(); }
  const isTold = answer.status === 413 && answer.headers.get("Content-Type").startsWith("text/plain");
  throw new Refused(isTold ? await answer.text() : "");
}

export const offsetOf = (answer) => Number(answer.headers.get("Upload-Offset"));

// After the pause, or as soon as there is a line again.
export function online(pause, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, pause);
    window.addEventListener("online", resolve, { once: true, signal });
    signal.addEventListener("abort", () => { clearTimeout(timer); reject(signal.reason); }, { once: true });
  });
}
