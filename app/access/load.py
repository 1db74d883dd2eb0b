"""Rows reach a view only through here: what a person may not see does not exist for them (404)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import structlog
from flask import abort, g, request
from flask_login import current_user
from sqlalchemy.orm import Session

from app.access.roles import DRAFTS, OFFICE, UNORDERED, WRITERS, roles_on
from app.models import Case, Suspension
from app.services.cases import load_case
from app.services.door.turns import write_alone
from workflows.roles import Role


def case_or_404(
    kind: str,
    number: int,
    *roles: Role,
    to_write: bool = False,
    whole: tuple[Any, ...] = (),
    parts: Callable[[Session, Any], None] | None = None,
) -> Any:
    """The case, if the signed-in person holds a role on it (one of `roles` when given). `to_write`:
    whoever sends a form that drafts something of it goes alone. `whole`: what its page shows of
    others, loaded with it; `parts` reads the short lists of the page, at which the question for the
    roles looks, too."""
    if to_write and request.method == "POST":
        write_alone(g.db, kind, number)
    case = load_case(g.db, kind, number, whole=whole)
    structlog.contextvars.bind_contextvars(case=f"{kind}:{number}")
    if case is None:
        abort(404)
    if parts is not None:
        parts(g.db, case)
    mine = roles_on(g.db, current_user.person, case, g.now)
    if not is_there_for(mine, case):
        abort(404)
    if not (mine & frozenset(roles) if roles else mine):
        abort(404)
    g.roles = mine
    return case


def is_there_for(roles: frozenset[Role], case: Case) -> bool:
    """Whether whoever holds these roles on the case may know of it: a draft is its writers' own, a
    suspension the office's until it is ordered."""
    if not roles:
        return False
    if isinstance(case, Suspension) and case.state in UNORDERED:
        return bool(roles & OFFICE)
    return case.state not in DRAFTS or bool(roles & WRITERS.get(case.kind, roles))
