"""The second step of signing in."""

from __future__ import annotations

from flask import Response, g

from app.access.guard import open_to_all
from app.services.identity import accounts
from app.web.account.entering import second_step_form, second_step_page, welcome, who_is_halfway
from app.web.account.pages import blueprint
from app.web.shared.filters import say
from app.web.shared.proving import proof_in
from app.web.shared.redirecting import see_other
from app.web.shared.session import origin


@blueprint.get("/second-step")
@open_to_all
def second_step() -> Response:
    person = who_is_halfway()
    if person is None:
        return see_other("account.sign_in")
    return second_step_page(second_step_form(person, formdata=None), 200)


@blueprint.post("/second-step")
@open_to_all
def enter_with_factor() -> Response:
    person = who_is_halfway()
    if person is None:
        return see_other("account.sign_in")
    form = second_step_form(person)
    if not form.validate_on_submit():
        return second_step_page(form, 422)
    proof = proof_in(form, "", "code", "passkey")
    refusal = accounts.second_step(g.db, person, proof, origin(), g.now)
    if refusal is None:
        return welcome(person, form.next.data, form.kept.data, with_factor=True)
    # Wrong codes are counted although the answer is a refusal.
    g.db.commit()
    form.form_errors.append(say(refusal))
    for name in ("code", "passkey"):
        if name in form:
            form[name].data = ""  # it counts once, so it is not shown again
    return second_step_page(form, 422)
