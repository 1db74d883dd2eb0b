// Asks the browser for a passkey, new ("create") or known ("get"), and sends the form with it.
export function askPasskey(button) {
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
    button.hidden = true;
    return;
  }
  const failed = button.parentElement.querySelector("[data-passkey-failed]");
  button.addEventListener("click", async () => {
    failed.hidden = true;
    try {
      const given = await answer(button);
      document.getElementById(button.dataset.into).value = JSON.stringify(given.toJSON());
      button.form.requestSubmit();
    } catch {
      failed.hidden = false;
    }
  });
}

async function answer(button) {
  const token = button.form.querySelector("[name=csrf_token]").value;
  const reply = await fetch(button.dataset.options, {
    method: "POST",
    headers: { "X-CSRFToken": token, Accept: "application/json" },
  });
  if (!reply.ok) throw new Error(reply.statusText);
  const options = await reply.json();
  if (button.dataset.passkey === "create") {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    return navigator.credentials.create({ publicKey });
  }
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return navigator.credentials.get({ publicKey });
}
