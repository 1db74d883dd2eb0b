"""Signing in and out."""

from __future__ import annotations

from flask import Response, current_app, flash, g, make_response, render_template, request
from flask import url_for as url
from flask_babel import gettext as _
from flask_login import current_user, logout_user

from app.access.guard import open_to_all, signed_in
from app.models import Person
from app.services.identity import accounts, registering, sign_ins
from app.services.identity.accounts import NotConfirmed
from app.web.account.demo import demo_accounts
from app.web.account.entering import (
    came_through_provider,
    forget_session,
    go_in,
)
from app.web.account.forms import SignInForm
from app.web.account.pages import blueprint
from app.web.shared.filters import say
from app.web.shared.redirecting import see_other, to_path
from app.web.shared.session import origin
from workflows.engine.text import Text


@blueprint.get("/sign-in")
@open_to_all
def sign_in() -> Response:
    if current_user.is_authenticated:
        return see_other("home.index")
    return sign_in_page(SignInForm(formdata=None, next=request.args.get("next", "")), 200)


@blueprint.post("/sign-in")
@open_to_all
def enter() -> Response:
    form = SignInForm()
    if not form.validate_on_submit():
        return sign_in_page(form, 422)
    answer = accounts.sign_in(g.db, form.email.data, form.password.data, origin(), g.now)
    # Failures are counted although the answer is a refusal, which by itself would be rolled back.
    g.db.commit()
    match answer:
        case Person():
            return go_in(answer, form.next.data, form.kept.data)
        case NotConfirmed(person):
            return _ask_to_confirm(person, form)
        case Text():
            form.form_errors.append(say(answer))
    return sign_in_page(form, 422)


def sign_in_page(form: SignInForm, status: int) -> Response:
    settings = current_app.config["SETTINGS"]
    shown = demo_accounts() if settings.is_demo else ()
    page = render_template(
        "account/sign_in.html", form=form, demo_accounts=shown, provider=settings.provider
    )
    return make_response(page, status)


def _ask_to_confirm(person: Person, form: SignInForm) -> Response:
    wait = registering.ask_to_confirm(g.db, person, origin().address, g.now)
    g.db.commit()
    sent = _("邮箱尚未确认。确认链接已发到您的邮箱，打开后即可登录。")
    form.form_errors.append(say(wait) if wait else sent)
    return sign_in_page(form, 422)


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> Response:
    sign_ins.end(current_user.sign_in, "left", g.now)
    through_provider = came_through_provider() and current_app.config["SETTINGS"].provider
    logout_user()
    forget_session()
    flash(_("您已退出。"), "success")
    return to_path(url("account.leave_provider") if through_provider else "/")
