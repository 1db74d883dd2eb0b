"""Who acts on a case, with the roles held there at this moment."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.access.roles import roles_on
from app.models import Case, Person
from workflows.engine.facts import Actor
from workflows.roles import SYSTEM_ROLES, Role

By = Person | Role
"""Who moves: a person, or one of the system's own roles."""


def actor_on(session: Session, case: Case, by: By, now: datetime) -> Actor:
    """Raises ValueError: a role that people hold, given as if it were the system's own."""
    if isinstance(by, Role):
        if by not in SYSTEM_ROLES:
            raise ValueError(f"{by} is held by people, not by the system")
        return Actor(None, frozenset({by}))
    return Actor(by.id, roles_on(session, by, case, now))
