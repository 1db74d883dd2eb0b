// A second click while the first is on its way sends nothing.
export function submitOnce(form) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  // Coming back with the back button must leave the form usable.
  window.addEventListener("pageshow", () => { sent = false; });
}
