"""A session that ends at the provider ends here (OpenID Connect Back-Channel Logout 1.0): the
provider itself sends a signed token, without the browser of whoever signed out."""

from __future__ import annotations

from datetime import UTC, datetime

import structlog
from flask import Response, g, jsonify, make_response, request

from app.access.guard import open_to_all
from app.services.identity.single_sign_on import Ended, end_with_provider
from app.web.account.pages import blueprint
from app.web.account.provider import faults, the_provider, verified
from connections import Provider

_EVENT = "http://schemas.openid.net/event/backchannel-logout"
_log = structlog.get_logger()


@blueprint.post("/single-sign-on/ended")
@open_to_all
def end_here() -> Response:
    """The signature of the provider stands in the place of a sign-in and of a CSRF token."""
    provider = the_provider()
    try:
        ended = _said_by(provider, request.form["logout_token"])
    except faults() as fault:
        _log.warning("back_channel_refused", fault=type(fault).__name__)
        return _answer(jsonify(error="invalid_request"), 400)
    end_with_provider(g.db, ended, g.now)
    return _answer("", 200)


def _said_by(provider: Provider, token: str) -> Ended:
    """Raises one of `faults`: it is not a token of an end (§2.6), or not this provider's for us."""
    said = verified(provider, token, ("iat", "jti", "events"))
    if not isinstance(said["events"], dict) or not isinstance(said["events"].get(_EVENT), dict):
        raise ValueError("another event")
    subject, session = str(said.get("sub", "")), str(said.get("sid", ""))
    if "nonce" in said or not (subject or session):
        raise ValueError("a token to sign in with, or nobody's")
    return Ended(provider.issuer, subject, session, datetime.fromtimestamp(said["iat"], UTC))


def _answer(body: Response | str, status: int) -> Response:
    return make_response(body, status, {"Cache-Control": "no-store"})
