"""Signing in through a provider (OpenID Connect): authorization code with PKCE, state and nonce."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urlsplit

import structlog
from flask import (
    Response,
    current_app,
    g,
    make_response,
    render_template,
    request,
    session,
)
from flask import url_for as url
from flask_babel import gettext as _

from app.access.guard import open_to_all
from app.models import Person
from app.services.identity.single_sign_on import Claims, person_of
from app.web.account.entering import go_in
from app.web.account.forms import SignInForm
from app.web.account.pages import blueprint
from app.web.account.provider import LEEWAY, client_of, faults, the_provider
from app.web.account.signing import sign_in_page
from app.web.shared.filters import say
from app.web.shared.redirecting import see_other
from connections import Provider

_NEXT = "next after single sign-on"
_log = structlog.get_logger()


@blueprint.get("/single-sign-on")
@open_to_all
def leave_for_provider() -> Response:
    provider = the_provider()
    session[_NEXT] = request.args.get("next", "")
    back = current_app.config["SETTINGS"].base_url + url("account.come_back")
    try:
        return make_response(client_of(provider).authorize_redirect(back))
    except faults() as fault:
        return _refused(fault)


@blueprint.get("/single-sign-on/back")
@open_to_all
def come_back() -> Response:
    """Whoever the provider means; the second factor is asked for as after a password."""
    provider = the_provider()
    try:
        claims = _claims(provider)
    except faults() as fault:
        return _refused(fault)
    answer = person_of(g.db, claims, g.now)
    next_path = session.get(_NEXT, "")
    match answer:
        case Person():
            return go_in(answer, next_path, provider_session=claims.session)
    return _page(say(answer))


@blueprint.get("/single-sign-on/leave")
@open_to_all
def leave_provider() -> Response:
    """Signed out here, on to where the provider ends its own session (RP-initiated logout). No
    redirect: the policy lets no form, as the one for signing out, lead to another site."""
    provider = the_provider()
    address = _end_of_session(provider)
    if address is None:
        return see_other("account.sign_in")
    page = render_template("account/leave_provider.html", address=address, provider=provider)
    return make_response(page, 200, {"Refresh": f"3; url={address}"})


def _end_of_session(provider: Provider) -> str | None:
    """Without a token that hints at the session, which is kept nowhere: the provider asks. None
    for a provider that has no such address, or is away."""
    try:
        about = client_of(provider).load_server_metadata()
    except faults() as fault:
        _log.warning("single_sign_on_failed", fault=type(fault).__name__)
        return None
    address = str(about.get("end_session_endpoint") or "")
    if urlsplit(address).scheme not in ("https", "http"):
        return None
    base_url = current_app.config["SETTINGS"].base_url
    back = base_url + url("account.sign_in")
    asked = urlencode({"client_id": provider.client_id, "post_logout_redirect_uri": back})
    return f"{address}{'&' if '?' in address else '?'}{asked}"


def _claims(provider: Provider) -> Claims:
    """Raises one of `faults`: state, nonce, signature, issuer, audience or time do not hold."""
    token = client_of(provider).authorize_access_token(
        claims_options={
            "iss": {"essential": True, "value": provider.issuer},
            "aud": {"essential": True, "value": provider.client_id},
        },
        leeway=LEEWAY,
    )
    said: dict[str, Any] = token["userinfo"]
    email = str(said.get("email", "")) if said.get("email_verified") is True else ""
    return Claims(provider.issuer, str(said["sub"]), email, str(said.get("sid", ""))[:255])


def _refused(fault: Exception) -> Response:
    """The log names the kind of fault; what the provider wrote is not repeated to anybody."""
    _log.warning("single_sign_on_failed", fault=type(fault).__name__)
    return _page(_("统一认证没有成功，您没有登录。请再试一次，或用邮箱和密码登录。"))


def _page(words: str) -> Response:
    """From here a password, or another try, leads to where somebody was going."""
    form = SignInForm(formdata=None, next=session.get(_NEXT, ""))
    form.form_errors.append(words)
    return sign_in_page(form, 422)
