"""Whoever works in the office sets up a second factor before anything else, where it is forced."""

from __future__ import annotations

from flask import Flask, Response, current_app, request
from flask_login import current_user

from app.web.shared.navigation import my_roles
from app.web.shared.redirecting import see_other
from workflows.roles import NEED_SECOND_FACTOR

_ON_THE_WAY = frozenset(
    {
        *("account.security", "account.add_totp", "account.add_passkey"),
        *("account.passkey_options", "account.sign_out"),
    }
)


def init_forcing(app: Flask) -> None:
    app.before_request(_lead_to_set_up)
    app.jinja_env.globals.update(must_set_up=_must_set_up)


def _lead_to_set_up() -> Response | None:
    endpoint = request.endpoint or ""
    if endpoint in _ON_THE_WAY or endpoint.endswith("static") or not _must_set_up():
        return None
    return see_other("account.security")


def _must_set_up() -> bool:
    """Asked of the roles held now: a role granted a moment ago counts."""
    if not current_app.config["SETTINGS"].needs_second_factor:
        return False
    if not current_user.is_authenticated or current_user.sign_in.with_factor:
        return False
    return bool((my_roles() or frozenset()) & NEED_SECOND_FACTOR)
