"""Who acts on a case, with the roles held there at this moment."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.access.roles import roles_on
from app.models import Case, Person
from workflows.engine.facts import Actor
from workflows.roles import SYSTEM_ROLES, Role

By = Person | Role
"""Who moves: a person, one of the system's own roles, or whoever files something on the portal."""

_WITHOUT_ACCOUNT = SYSTEM_ROLES | {Role.PUBLIC, Role.OBJECTOR}
"""Whose name, where there is one, stands with what was filed and never in the history."""


def actor_on(session: Session, case: Case, by: By, now: datetime) -> Actor:
    """Raises ValueError: a role that people hold by their account, given without one."""
    if isinstance(by, Role):
        if by not in _WITHOUT_ACCOUNT:
            raise ValueError(f"{by} is held by people with an account")
        return Actor(None, frozenset({by}))
    return Actor(by.id, roles_on(session, by, case, now))
