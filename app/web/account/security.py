"""What protects one's account: second factors, recovery codes, and every sign-in."""

from __future__ import annotations

from flask import Response, abort, current_app, flash, g, make_response, render_template
from flask_babel import gettext as _
from flask_login import current_user

from app.access.guard import signed_in
from app.models import Factor, SignIn
from app.queries.administering.identity import live_sign_ins, outside_identities
from app.services.identity import factors, recovery_codes, sign_ins
from app.services.identity.sites import site_of
from app.web.account.browsers import browser_of
from app.web.account.forms import SignedForm
from app.web.account.pages import blueprint, own_or_404
from app.web.shared.proving import prove_identity, signed_form
from app.web.shared.redirecting import see_other
from app.web.shared.stretches import place, stretch_of


@blueprint.get("/security")
@signed_in
def security() -> str:
    me = current_user.person
    return render_template(
        "account/security.html",
        factors=factors.of(g.db, me),
        codes_left=recovery_codes.left(g.db, me),
        takes_passkeys=site_of(current_app.config["SETTINGS"]) is not None,
        identities=outside_identities(g.db, me),
        browser_of=browser_of,
        page=stretch_of(g.db, live_sign_ins(me, g.now), place()),
    )


@blueprint.post("/sign-ins/<int:number>/end")
@signed_in
def end_sign_in(number: int) -> Response:
    row = own_or_404(SignIn, number)
    sign_ins.end(row, "revoked", g.now)
    flash(_("该登录已退出。"), "success")
    return _back()


@blueprint.post("/sign-ins/end-others")
@signed_in
def end_other_sign_ins() -> Response:
    me = current_user
    sign_ins.end_others(g.db, me.person, me.sign_in, "revoked", g.now)
    flash(_("其他设备上的登录已全部退出。"), "success")
    return _back()


@blueprint.route("/factors/<int:number>/remove", methods=["GET", "POST"])
@signed_in
def remove_factor(number: int) -> Response:
    factor = own_or_404(Factor, number)
    form = signed_form(SignedForm)
    if not form.is_submitted():
        return _removal(form, factor, 200)
    if not form.validate() or prove_identity(form) is None:
        return _removal(form, factor, 422)
    factors.remove(g.db, current_user.person, factor, current_user.sign_in, g.now)
    flash(_("已移除。其他设备上的登录已全部退出。"), "success")
    return _back()


def _removal(form: SignedForm, factor: Factor, status: int) -> Response:
    page = render_template("account/remove_factor.html", form=form, factor=factor)
    return make_response(page, status)


@blueprint.route("/recovery-codes", methods=["GET", "POST"])
@signed_in
def renew_recovery_codes() -> Response:
    if not factors.are_set_up(g.db, current_user.person):
        abort(404)
    form = signed_form(SignedForm)
    if not form.is_submitted():
        return make_response(render_template("account/renew_codes.html", form=form))
    if not form.validate() or prove_identity(form) is None:
        return make_response(render_template("account/renew_codes.html", form=form), 422)
    codes = recovery_codes.renew(g.db, current_user.person)
    return make_response(render_template("account/recovery_codes.html", codes=codes))


def _back() -> Response:
    return see_other("account.security")
