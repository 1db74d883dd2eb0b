"""What the door would let through: the buttons of a case, and why one is greyed out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.models import Case, Person
from app.services.cases import workflow_of
from app.services.door.actors import actor_on
from app.services.facts import facts_of
from app.services.history import trail_of
from workflows.engine.decide import Offer, offered
from workflows.engine.facts import Actor
from workflows.roles import SYSTEM_ROLES, Role


def offers(session: Session, case: Case, person: Person, now: datetime) -> tuple[Offer[Any], ...]:
    """The buttons of this case for this person; a greyed one says why."""
    facts = facts_of(session, case, now, {}, person)
    actor = actor_on(session, case, person, now)
    return offered(workflow_of(case), case.state, actor, facts, trail_of(session, case))


def offers_to_all(session: Session, case: Case, now: datetime) -> tuple[Offer[Any], ...]:
    """The moves of this case that people make, whosever they are; what one lacks, it lacks for
    everybody."""
    anybody = Actor(None, frozenset(Role) - SYSTEM_ROLES)
    facts, trail = facts_of(session, case, now, {}), trail_of(session, case)
    return offered(workflow_of(case), case.state, anybody, facts, trail)
