"""The menu by role, the language switch, and the addresses they lead to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_login import current_user
from werkzeug.routing import BuildError

from app.access.guard import my_granted_roles
from app.web.shared.links import page_at
from app.web.shared.session import LOCALES, locale
from workflows.engine.text import Text
from workflows.roles import ADMINISTERS, Role

_OFFICIALS = ADMINISTERS | {Role.RECOMMENDER, Role.SYS_ADMIN}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu. `roles` None: for everybody, signed in or not; empty: for every account;
    else for those who hold one of them. `note` says on the home page what it is for. `own` names
    what of `Desk` it leads to: whoever administers calls has none, and sees it only with some."""

    label: Text
    endpoint: str
    roles: frozenset[Role] | None = None
    note: Text | None = None
    own: str = ""

    @property
    def is_mine(self) -> bool:
        """Work of somebody, as against what anybody may read."""
        return self.roles is not None


def init_navigation(app: Flask, entries: Sequence[Entry]) -> None:
    app.extensions["navigation"] = tuple(entries)
    app.jinja_env.globals.update(
        menus=menus,
        unread_messages=_unread,
        languages=languages,
        demo_moment=lambda: g.now if app.config["SETTINGS"].is_demo else None,
        office_name=app.config["SETTINGS"].office_name,
    )


@dataclass(frozen=True, slots=True)
class Menu:
    """What this person does, or what anybody may read: address, label, and whether it is there that
    the reader is."""

    is_mine: bool
    lines: Sequence[tuple[str, Text, bool]]


def navigation() -> list[Entry]:
    """The entries this person may open."""
    mine = my_roles()
    return [e for e in current_app.extensions["navigation"] if _is_for(e, mine)]


def menus() -> list[Menu]:
    entries, here = navigation(), request.path
    found = (Menu(m, [_line(e, here) for e in entries if e.is_mine is m]) for m in (True, False))
    return [menu for menu in found if menu.lines]


def _line(entry: Entry, here: str) -> tuple[str, Text, bool]:
    """An entry is marked on its own page and on the pages below it."""
    address = url_for(entry.endpoint)
    is_here = here == address or (address != "/" and here.startswith(address + "/"))
    return address, entry.label, is_here


def my_roles() -> frozenset[Role] | None:
    """Every role the signed-in person holds anywhere; None when nobody is signed in."""
    if "db" not in g or not current_user.is_authenticated:
        return None
    return my_granted_roles() | ({Role.EXPERT} if current_user.desk.is_expert else frozenset())


def _is_for(entry: Entry, mine: frozenset[Role] | None) -> bool:
    if entry.roles is None:
        return True
    if mine is None:
        return False
    if entry.own and mine & _OFFICIALS:
        return bool(getattr(current_user.desk, entry.own))
    return not entry.roles or bool(entry.roles & mine)


def _unread() -> int:
    if "db" not in g or not current_user.is_authenticated:
        return 0
    unread: int = current_user.desk.unread
    return unread


def languages() -> list[tuple[str, str, str, bool]]:
    """(locale, name, address of this page in it, whether it is the present one)."""
    present = locale()
    return [(key, name, _here_in(key), key == present) for key, name in LOCALES.items()]


def _here_in(key: str) -> str:
    values: dict[str, Any] = request.args.to_dict(flat=True) | (request.view_args or {})
    if request.method not in ("GET", "HEAD"):
        return f"{page_at(request.path) or '/'}?lang={key}"
    if request.endpoint is None:
        return f"/?lang={key}"
    try:
        return url_for(request.endpoint, **(values | {"lang": key}))
    except BuildError:
        return f"/?lang={key}"
