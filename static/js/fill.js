// Puts a demo account into the sign-in form.
export function fillIn(button) {
  button.addEventListener("click", () => {
    const email = document.getElementById("email");
    email.value = button.dataset.fillEmail;
    document.getElementById("password").value = button.dataset.fillPassword;
    email.form.querySelector("[type=submit]").focus();
  });
}
