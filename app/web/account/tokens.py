"""Tokens for other systems: their list, a new one, revoking one, and ending a webhook that was
registered for the account."""

from __future__ import annotations

from flask import Response, flash, g, make_response, render_template
from flask_babel import gettext as _
from flask_login import current_user

from app.access.guard import signed_in
from app.models import ApiToken, Webhook
from app.queries.administering.identity import live_api_tokens
from app.queries.administering.webhooks import live_webhooks_of
from app.services.identity import api_tokens
from app.services.webhooks import registering
from app.web.account.forms import ApiTokenForm
from app.web.account.pages import blueprint, own_or_404
from app.web.shared.filters import say
from app.web.shared.forms import choices
from app.web.shared.proving import prove_identity, signed_form
from app.web.shared.redirecting import see_other
from app.web.shared.stretches import place, stretch_of


@blueprint.get("/tokens")
@signed_in
def tokens() -> str:
    page = stretch_of(g.db, live_api_tokens(current_user.person, g.now), place())
    return render_template(
        "account/tokens.html",
        page=page,
        scopes=api_tokens.SCOPES,
        webhooks=live_webhooks_of(g.db, current_user.person),
    )


@blueprint.route("/tokens/new", methods=["GET", "POST"])
@signed_in
def new_token() -> Response:
    form = signed_form(ApiTokenForm)
    form.scopes.choices = choices((key, say(label)) for key, label in api_tokens.SCOPES.items())
    if not form.is_submitted():
        return _page(form, 200)
    if not form.validate() or prove_identity(form) is None:
        return _page(form, 422)
    secret = api_tokens.make(
        g.db, current_user.person, form.name.data, form.scopes.data, form.days.data, g.now
    )
    return make_response(render_template("account/token_made.html", secret=secret))


def _page(form: ApiTokenForm, status: int) -> Response:
    return make_response(render_template("account/new_token.html", form=form), status)


@blueprint.post("/tokens/<int:number>/revoke")
@signed_in
def revoke_token(number: int) -> Response:
    token = own_or_404(ApiToken, number)
    api_tokens.revoke(token, g.now)
    flash(_("令牌已撤销，立即失效。"), "success")
    return see_other("account.tokens")


@blueprint.post("/webhooks/<int:number>/end")
@signed_in
def end_webhook(number: int) -> Response:
    webhook = own_or_404(Webhook, number)
    registering.end(g.db, webhook, current_user.person, g.now)
    flash(_("推送已停止。"), "success")
    return see_other("account.tokens")
