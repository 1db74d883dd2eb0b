// Tells the server every minute that the page is open and visible: time spent is measured, not asked.
const EVERY = 60000;

function report(form) {
  if (document.visibilityState !== "visible") { return; }
  const body = new FormData();
  body.append("csrf_token", form.elements.namedItem("csrf_token")?.value ?? "");
  fetch(form.dataset.presenceUrl, { method: "POST", body, credentials: "same-origin" }).catch(() => {});
}

document.querySelectorAll("form[data-presence-url]").forEach((form) => {
  report(form);
  setInterval(() => report(form), EVERY);
  document.addEventListener("visibilitychange", () => report(form));
});
