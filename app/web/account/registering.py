"""Registering, and confirming the mail address."""

from __future__ import annotations

from flask import Response, abort, current_app, flash, g, make_response, render_template, request
from flask_babel import gettext as _

from app.access.guard import open_to_all
from app.queries.links import newest_link
from app.services.identity import registering, tokens
from app.services.identity.tokens import Purpose
from app.services.problems import Problems
from app.web.account.entering import go_in
from app.web.account.evenly import answered_evenly
from app.web.account.forms import ConfirmForm, RegisterForm
from app.web.account.pages import blueprint
from app.web.shared.filters import say
from app.web.shared.redirecting import see_other
from app.web.shared.session import locale, origin
from workflows.engine.text import Text
from workflows.pledges import in_force


@blueprint.get("/register")
@open_to_all
def register() -> Response:
    return _page(RegisterForm(formdata=None), 200)


@blueprint.post("/register")
@open_to_all
@answered_evenly
def join() -> Response:
    form = RegisterForm()
    if not form.validate_on_submit():
        return _page(form, 422)
    typed = registering.Registration(
        *(form.name.data, form.email.data, form.password.data, form.unit.data, locale()),
        address=request.remote_addr or "",
        asked=form.asked(),
    )
    answer = registering.register(g.db, typed, g.now)
    if isinstance(answer, Problems):
        form.take(answer)
        return _page(form, 422)
    return make_response(
        render_template(
            "account/sent.html",
            email=typed.email,
            link=demo_link(Purpose.CONFIRM),
            asks_for_unit=form.unit_missing.data,
        )
    )


def _page(form: RegisterForm, status: int) -> Response:
    return make_response(
        render_template("account/register.html", form=form, pledge=in_force("registration")),
        status,
    )


def demo_link(purpose: Purpose) -> str | None:
    """A demo sends no mail, so the page shows the link; nowhere else does it leave the mail."""
    settings = current_app.config["SETTINGS"]
    if not settings.is_demo:
        return None
    token = newest_link(g.db, purpose)
    return tokens.link_of(token, settings) if token else None


@blueprint.get("/confirm/<secret>")
@open_to_all
def ask_to_confirm(secret: str) -> Response:
    return _confirm_page(secret, ConfirmForm(formdata=None), 200)


@blueprint.post("/confirm/<secret>")
@open_to_all
def confirm(secret: str) -> Response:
    form = ConfirmForm()
    if not form.validate_on_submit():
        return _confirm_page(secret, form, 422)
    answer = registering.confirm(g.db, secret, form.password.data, origin(), g.now)
    if isinstance(answer, Text):
        g.db.commit()  # wrong tries are counted although the answer is a refusal
        form.form_errors.append(say(answer))
        return _confirm_page(secret, form, 422)
    if answer is None:
        return _opened_again(secret)
    flash(_("邮箱已确认。"), "success")
    return go_in(answer, None)


def _confirm_page(secret: str, form: ConfirmForm, status: int) -> Response:
    holder = tokens.holder_of(g.db, secret, Purpose.CONFIRM, g.now)
    if holder is None:
        return _opened_again(secret)
    page = render_template("account/confirm.html", form=form, email=holder.email)
    return make_response(page, status)


def _opened_again(secret: str) -> Response:
    """Whoever has confirmed before and presses or follows the link once more just signs in."""
    if not registering.has_confirmed(g.db, secret):
        abort(410)
    flash(_("这个邮箱此前已确认，请登录。"), "success")
    return see_other("account.sign_in")
