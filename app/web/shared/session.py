"""Who is signed in, in which language, and until when."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, request, session
from flask_babel import Babel
from flask_login import LoginManager, UserMixin, current_user

from app.models import Person

LOCALES = {"zh_Hans_CN": "简体中文", "en": "English"}


class SignedIn(UserMixin):
    """The account behind this request; a changed `session_stamp` ends its older sessions."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def get_id(self) -> str:
        return f"{self.person.id}:{self.person.session_stamp}"


def init_sessions(app: Flask) -> None:
    login = LoginManager(app)
    login.user_loader(_load)
    app.before_request(_keep_language)
    Babel(app, locale_selector=locale, timezone_selector=lambda: "Asia/Shanghai")


def _load(identity: str) -> SignedIn | None:
    number, _, stamp = identity.partition(":")
    if not number.isdigit() or "db" not in g:
        return None
    person = g.db.get(Person, int(number))
    if person is None or not person.is_active or person.session_stamp != stamp:
        return None
    return SignedIn(person)


def _keep_language() -> None:
    """A language chosen on one page holds for the next ones."""
    if request.args.get("lang") in LOCALES:
        session["locale"] = request.args["lang"]


def locale() -> str:
    """Chosen on the page first, then the account's, then Chinese."""
    chosen: Any = request.args.get("lang") or session.get("locale")
    if chosen in LOCALES:
        return str(chosen)
    if current_user and current_user.is_authenticated:
        kept: str = current_user.person.locale
        return kept if kept in LOCALES else "zh_Hans_CN"
    return "zh_Hans_CN"
