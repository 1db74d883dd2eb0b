"""Identities of single sign-on that are bound to one's account."""

from __future__ import annotations

from flask import Response, flash, g, make_response, render_template
from flask_babel import gettext as _
from flask_login import current_user

from app.access.guard import signed_in
from app.models import OutsideIdentity
from app.services.identity.single_sign_on import unbind
from app.web.account.forms import SignedForm
from app.web.account.pages import blueprint, own_or_404
from app.web.shared.filters import say
from app.web.shared.proving import prove_identity, signed_form
from app.web.shared.redirecting import see_other


@blueprint.route("/identities/<int:number>/unbind", methods=["GET", "POST"])
@signed_in
def unbind_identity(number: int) -> Response:
    identity = own_or_404(OutsideIdentity, number)
    form = signed_form(SignedForm)
    if not form.is_submitted():
        return _page(form, identity, 200)
    if not form.validate() or prove_identity(form) is None:
        return _page(form, identity, 422)
    refusal = unbind(g.db, identity, current_user.sign_in, g.now)
    if refusal is not None:
        form.form_errors.append(say(refusal))
        return _page(form, identity, 422)
    flash(_("已解除绑定。其他设备上的登录已全部退出。"), "success")
    return see_other("account.security")


def _page(form: SignedForm, identity: OutsideIdentity, status: int) -> Response:
    page = render_template("account/unbind_identity.html", form=form, identity=identity)
    return make_response(page, status)
