"""Decorators that say who may reach a route; a route without one stops the application's start."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g
from flask_login import current_user, login_required

from app.access.roles import office_roles
from workflows.roles import Role

View = TypeVar("View", bound=Callable[..., Any])

GUARD = "access_guard"


class UnguardedRoute(RuntimeError):
    """A route was registered without a guard; the message names it."""


def open_to_all(view: View) -> View:
    """Anybody on the network; the page shows public facts only."""
    setattr(view, GUARD, "all")
    return view


def signed_in(view: View) -> View:
    """Any account; what is shown and done is decided per row by `access.load` and the door."""
    guarded: Any = login_required(view)
    setattr(guarded, GUARD, "signed_in")
    return guarded  # type: ignore[no-any-return]


def holding(*roles: Role) -> Callable[[View], View]:
    """Accounts that hold one of these roles somewhere; rows are still decided one by one."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not my_granted_roles() & frozenset(roles):
                abort(403)
            return view(*args, **kwargs)

        checked: Any = login_required(guarded)
        setattr(checked, GUARD, "role:" + ",".join(sorted(roles)))
        return checked  # type: ignore[no-any-return]

    return decorate


def may_open(endpoint: str) -> bool:
    """Whether the guard of that route lets the reader through: what a link is shown by."""
    guard: str = getattr(current_app.view_functions[endpoint], GUARD)
    kind, _, roles = guard.partition(":")
    return kind != "role" or bool(my_granted_roles() & frozenset(map(Role, roles.split(","))))


def my_granted_roles() -> frozenset[Role]:
    """What the reader holds anywhere by a grant, a stranger nothing; asked once in a request."""
    if "granted_roles" not in g:
        g.granted_roles = frozenset()
        if current_user.is_authenticated:
            g.granted_roles = office_roles(g.db, current_user.person, g.now)
    roles: frozenset[Role] = g.granted_roles
    return roles


def require_guards(app: Flask) -> None:
    """Raises UnguardedRoute: a view other than the static files has no guard."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if not rule.endpoint.endswith("static") and not hasattr(view, GUARD):
            raise UnguardedRoute(f"{rule.endpoint} ({rule.rule}) has no guard")
