"""Setting a new password: by a link in a mail, or knowing the present one."""

from __future__ import annotations

from flask import Response, abort, flash, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from app.access.guard import open_to_all, signed_in
from app.services.identity import accounts, tokens
from app.services.identity.tokens import Purpose
from app.services.problems import Problems
from app.web.account.evenly import answered_evenly
from app.web.account.forms import AskForResetForm, ChangePasswordForm, ResetForm
from app.web.account.pages import blueprint
from app.web.account.registering import demo_link
from app.web.shared.filters import say
from app.web.shared.proving import prove_identity, signed_form
from app.web.shared.redirecting import see_other


@blueprint.get("/forgotten")
@open_to_all
def forgotten() -> str:
    return render_template("account/forgotten.html", form=AskForResetForm(formdata=None))


@blueprint.post("/forgotten")
@open_to_all
@answered_evenly
def ask_to_reset() -> Response:
    form = AskForResetForm()
    if not form.validate_on_submit():
        return make_response(render_template("account/forgotten.html", form=form), 422)
    wait = accounts.ask_to_reset(g.db, form.email.data, request.remote_addr or "", g.now)
    if wait is not None:
        form.form_errors.append(say(wait))
        return make_response(render_template("account/forgotten.html", form=form), 422)
    return make_response(
        render_template("account/sent.html", email=form.email.data, link=demo_link(Purpose.RESET))
    )


@blueprint.get("/reset/<secret>")
@open_to_all
def reset(secret: str) -> str:
    if tokens.holder_of(g.db, secret, Purpose.RESET, g.now) is None:
        abort(410)
    return render_template("account/reset.html", form=ResetForm(formdata=None))


@blueprint.post("/reset/<secret>")
@open_to_all
def set_password(secret: str) -> Response:
    form = ResetForm()
    if not form.validate_on_submit():
        return make_response(render_template("account/reset.html", form=form), 422)
    answer = accounts.reset_password(g.db, secret, form.password.data, g.now)
    if answer is None:
        abort(410)
    if isinstance(answer, Problems):
        form.take(answer)
        return make_response(render_template("account/reset.html", form=form), 422)
    flash(_("密码已修改，请用新密码登录。"), "success")
    return see_other("account.sign_in")


@blueprint.get("/password")
@signed_in
def password() -> Response:
    return _page(signed_form(ChangePasswordForm, formdata=None), 200)


@blueprint.post("/password")
@signed_in
def change_password() -> Response:
    form = signed_form(ChangePasswordForm)
    if not form.validate_on_submit() or prove_identity(form) is None:
        return _page(form, 422)
    me = current_user
    problems = accounts.change_password(g.db, me.person, form.password.data, me.sign_in, g.now)
    if problems is not None:
        form.take(problems)
        return _page(form, 422)
    flash(_("密码已修改，其他设备上的登录已全部退出。"), "success")
    return see_other("account.security")


def _page(form: ChangePasswordForm, status: int) -> Response:
    return make_response(render_template("account/password.html", form=form), status)
