// A form that is sent while its files are on their way waits for them, then sends itself.
export function holdForFiles(form) {
  let held = null;
  const isGoing = () => form.querySelector("[data-upload][data-going]") !== null;

  form.addEventListener("submit", (event) => {
    if (!isGoing()) { held = null; return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    held = { by: event.submitter };
    form.querySelectorAll("[data-upload][data-going]").forEach((box) => box.dispatchEvent(new Event("held")));
  });
  form.addEventListener("upload-end", (event) => {
    if (!event.detail.goesOn) { held = null; }
    if (held && !isGoing()) { form.requestSubmit(held.by); }
  });
}
