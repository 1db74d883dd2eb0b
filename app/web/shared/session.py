"""Who is signed in, in which language, and until when."""

from __future__ import annotations

import re
import secrets
from typing import Any

import structlog
from flask import Flask, Response, current_app, g, request, session
from flask_babel import Babel
from flask_login import LoginManager, UserMixin, current_user

from app.models import Person, SignIn
from app.names import clean_line
from app.queries.attention.desk import Desk, arrival
from app.services.identity.proof import Origin
from app.services.identity.sign_ins import digest_of

_DEVICE = re.compile(r"[0-9a-f]{32}")
_A_YEAR = 365 * 24 * 3600

LOCALES = {"zh_Hans_CN": "简体中文", "en": "English"}


class SignedIn(UserMixin):
    """The account behind this request, the sign-in it came by, and what it finds on arriving."""

    def __init__(self, sign_in: SignIn, desk: Desk, secret: str) -> None:
        self.sign_in, self.desk = sign_in, desk
        self.person: Person = sign_in.person
        self._secret = secret

    def get_id(self) -> str:
        return self._secret


def reader() -> Person | None:
    """None: not signed in."""
    person: Person | None = current_user.person if current_user.is_authenticated else None
    return person


def init_sessions(app: Flask) -> None:
    login = LoginManager(app)
    login.user_loader(_load)
    app.before_request(_keep_language)
    app.after_request(_remember_device)
    Babel(app, locale_selector=locale, timezone_selector=lambda: "Asia/Shanghai")


def _load(secret: str) -> SignedIn | None:
    found = arrival(g.db, digest_of(secret), g.now) if "db" in g else None
    if found is None:
        return None
    structlog.contextvars.bind_contextvars(person=found[0].person_id)
    return SignedIn(*found, secret)


def origin() -> Origin:
    """Where this request comes from; a browser without its lasting cookie gets one."""
    settings = current_app.config["SETTINGS"]
    device = request.cookies.get(settings.cookie_name("device"), "")
    if not _DEVICE.fullmatch(device):
        device = g.setdefault("new_device", secrets.token_hex(16))
    return Origin(request.remote_addr or "", device, clean_line(request.user_agent.string))


def _remember_device(response: Response) -> Response:
    if "new_device" in g:
        settings = current_app.config["SETTINGS"]
        response.set_cookie(
            settings.cookie_name("device"),
            g.new_device,
            max_age=_A_YEAR,
            secure=settings.is_served_by_tls,
            httponly=True,
            samesite="Lax",
        )
    return response


def _keep_language() -> None:
    """A language chosen on one page holds for the next ones."""
    if request.args.get("lang") in LOCALES:
        session["locale"] = request.args["lang"]


def locale() -> str:
    """Chosen on the page first, then the account's, then Chinese; or what `wording.speak` was
    told."""
    if "spoken" in g:
        return str(g.spoken)
    chosen: Any = request.args.get("lang") or session.get("locale")
    if chosen in LOCALES:
        return str(chosen)
    if current_user and current_user.is_authenticated:
        kept: str = current_user.person.locale
        return kept if kept in LOCALES else "zh_Hans_CN"
    return "zh_Hans_CN"
