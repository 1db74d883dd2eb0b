"""What the browser needs to make or use a passkey."""

from __future__ import annotations

from flask import Response, abort, current_app, g
from flask_login import current_user

from app.access.guard import open_to_all, signed_in
from app.services.identity.sites import Site, site_of
from app.web.account.entering import who_is_halfway
from app.web.account.pages import blueprint


@blueprint.post("/passkey/challenge")
@open_to_all
def passkey_challenge() -> Response:
    """For whoever signs, or is halfway through signing in."""
    from app.services.identity import passkeys  # late: with the library that reads them

    person = current_user.person if current_user.is_authenticated else who_is_halfway()
    if person is None:
        abort(403)
    return _json(passkeys.options_to_prove(g.db, person, _site(), g.now))


@blueprint.post("/passkey/options")
@signed_in
def passkey_options() -> Response:
    from app.services.identity import passkeys

    return _json(passkeys.options_to_add(g.db, current_user.person, _site(), g.now))


def _site() -> Site:
    site = site_of(current_app.config["SETTINGS"])
    if site is None:
        abort(404)
    return site


def _json(options: str) -> Response:
    return Response(options, content_type="application/json")
