// Whoever saved with the keyboard goes on from the button, and reads beside it what became of it.
const KEPT = "place";

const actionOf = (form) => new URL(form.getAttribute("action") ?? "", location.href).pathname;
const sends = (button, kept) => button.name === kept.name && button.value === kept.value;

function keep(form, button) {
  const { name, value } = button;
  sessionStorage.setItem(KEPT, JSON.stringify({ page: location.pathname, action: actionOf(form), name, value }));
}

function settle(button) {
  const told = document.querySelector("main > .told[role=status]"), actions = button?.closest(".actions");
  if (told && actions) { actions.before(told); }
  (button ?? document.querySelector("main")).focus();
}

export function keepPlace(form) {
  form.addEventListener("submit", ({ submitter, defaultPrevented }) => {
    sessionStorage.removeItem(KEPT);
    if (submitter?.matches(":focus-visible") && !defaultPrevented) { keep(form, submitter); }
  });
}

export function returnToPlace() {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  sessionStorage.removeItem(KEPT);
  if (kept?.page !== location.pathname || document.querySelector("[data-focus]")) { return; }
  const forms = [...document.querySelectorAll("form[method=post]")].filter((form) => actionOf(form) === kept.action);
  const buttons = forms.flatMap((form) => [...form.querySelectorAll("button:not([type=button])")]);
  settle(buttons.find((button) => sends(button, kept)));
}
