"""Setting up a second factor: an authenticator app or a passkey."""

from __future__ import annotations

from flask import Response, abort, current_app, flash, g, make_response, render_template
from flask_babel import gettext as _
from flask_login import current_user
from itsdangerous import BadSignature

from app.access.guard import signed_in
from app.models import Factor
from app.services.identity import factors, totp
from app.services.identity.sites import site_of
from app.web.account.forms import PasskeyForm, TotpForm
from app.web.account.pages import blueprint
from app.web.shared.proving import prove_identity, signed_form
from app.web.shared.redirecting import see_other
from app.web.shared.serializing import serializer
from config import Settings

_SET_UP_WITHIN = 1800
_PURPOSE = "new authenticator"


@blueprint.route("/factors/totp", methods=["GET", "POST"])
@signed_in
def add_totp() -> Response:
    form = signed_form(TotpForm)
    if not form.is_submitted():
        form.secret.data = serializer(_PURPOSE).dumps([current_user.person.id, totp.new_secret()])
        return _totp_page(form, 200)
    secret = _secret_in(form)
    if secret is None:
        flash(_("页面打开太久，请重新扫码。"), "warning")
        return see_other("account.add_totp")
    if not form.validate():
        return _totp_page(form, 422)
    code = "".join(form.code.data.split())
    step = totp.step_of(secret, code, current_app.extensions["clock"].wall())
    if step is None:
        form.code.errors = [_("数字不对。请确认手机时间准确，等下一组数字出现后再填。")]
        return _totp_page(form, 422)
    if prove_identity(form) is None:
        return _totp_page(form, 422)
    me, settings = current_user.person, current_app.config["SETTINGS"]
    return _added(totp.factor_for(me, secret, form.name.data, step, settings))


def _totp_page(form: TotpForm, status: int) -> Response:
    settings: Settings = current_app.config["SETTINGS"]
    secret = _secret_in(form)
    assert secret is not None, "only a page with a good secret is shown"
    address = totp.address_of(secret, current_user.person, settings.office_name)
    page = render_template(
        "account/add_totp.html", form=form, secret=secret, picture=totp.picture_of(address)
    )
    return make_response(page, status)


def _secret_in(form: TotpForm) -> str | None:
    """The secret this person was shown within the last half hour."""
    try:
        owner, secret = serializer(_PURPOSE).loads(form.secret.data or "", max_age=_SET_UP_WITHIN)
    except BadSignature:
        return None
    return str(secret) if owner == current_user.person.id else None


@blueprint.route("/factors/passkey", methods=["GET", "POST"])
@signed_in
def add_passkey() -> Response:
    site = site_of(current_app.config["SETTINGS"])
    if site is None:
        abort(404)
    form = signed_form(PasskeyForm)
    if not form.is_submitted():
        return _passkey_page(form, 200)
    if not form.validate() or prove_identity(form) is None:
        return _passkey_page(form, 422)
    from app.services.identity import passkeys  # late: with the library that reads them

    me = current_user.person
    factor = passkeys.factor_from(g.db, me, form.answer.data or "", site, form.name.data, g.now)
    if factor is None:
        form.form_errors.append(_("没有收到可用的通行密钥，请再试一次。"))
        return _passkey_page(form, 422)
    return _added(factor)


def _passkey_page(form: PasskeyForm, status: int) -> Response:
    form.answer.data = ""
    return make_response(render_template("account/add_passkey.html", form=form), status)


def _added(factor: Factor) -> Response:
    me = current_user
    codes = factors.add(g.db, me.person, factor, me.sign_in, g.now)
    flash(_("已设置。其他设备上的登录已全部退出。"), "success")
    if codes is None:
        return see_other("account.security")
    return make_response(render_template("account/recovery_codes.html", codes=codes))
