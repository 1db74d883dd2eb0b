"""Signing in and out."""

from __future__ import annotations

from flask import (
    Response,
    current_app,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
)
from flask import url_for as url
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from app.access.guard import open_to_all, signed_in
from app.models import Person
from app.services import accounts, registering
from app.services.accounts import NotConfirmed
from app.web.account.demo import demo_accounts
from app.web.account.forms import SignInForm
from app.web.account.pages import blueprint
from app.web.shared.returning import kept_form, resume, safe_path
from app.web.shared.session import SignedIn


@blueprint.get("/sign-in")
@open_to_all
def sign_in() -> Response:
    if current_user.is_authenticated:
        return make_response(redirect(url("home.index")))
    return sign_in_page(SignInForm(formdata=None, next=request.args.get("next", "")), 200)


@blueprint.post("/sign-in")
@open_to_all
def enter() -> Response:
    form = SignInForm()
    if not form.validate_on_submit():
        return sign_in_page(form, 422)
    answer = accounts.sign_in(g.db, form.email.data, form.password.data, g.now)
    # Failures are counted although the answer is a refusal, which by itself would be rolled back.
    g.db.commit()
    match answer:
        case Person():
            return _welcome(answer, form)
        case NotConfirmed(person):
            return _ask_to_confirm(person, form)
    form.form_errors.append(
        _("邮箱或密码不正确，或者账户因连续输错已锁定（15 分钟后自动解除）。忘记密码可以重设。")
    )
    return sign_in_page(form, 422)


def sign_in_page(form: SignInForm, status: int) -> Response:
    shown = demo_accounts() if current_app.config["SETTINGS"].is_demo else ()
    return make_response(
        render_template("account/sign_in.html", form=form, demo_accounts=shown), status
    )


def _welcome(person: Person, form: SignInForm) -> Response:
    start_session(person)
    kept = kept_form(form.kept.data)
    if kept is not None:
        return resume(kept)
    return make_response(redirect(safe_path(form.next.data) or url("home.index")))


def start_session(person: Person) -> None:
    """A fresh session: nothing of what was there before signing in stays but the language."""
    language = session.get("locale")
    session.clear()
    session.permanent = True
    if language:
        session["locale"] = language
    login_user(SignedIn(person))


def _ask_to_confirm(person: Person, form: SignInForm) -> Response:
    registering.ask_to_confirm(g.db, person, g.now)
    g.db.commit()
    form.form_errors.append(_("邮箱尚未确认。确认链接已发到您的邮箱，打开后即可登录。"))
    return sign_in_page(form, 422)


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> Response:
    language = session.get("locale")
    logout_user()
    session.clear()
    if language:
        session["locale"] = language
    flash(_("您已退出。"), "success")
    return make_response(redirect("/"))
