"""The door asks here before a move that touches a race is committed: I1-I10 of §2.3."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.models import Case
from app.services.door.wiring import promise
from app.services.races.finding import race_of
from app.services.races.snapshot import snapshot
from workflows.engine.decide import Refusal
from workflows.race.invariants import violations
from workflows.roles import Role


@promise
def breaches(session: Session, case: Case, now: datetime) -> tuple[Refusal, ...]:
    """What the race of this case would break as it stands; each reason shows its arithmetic."""
    race = race_of(session, case)
    if race is None:
        return ()
    session.flush()
    session.expire(race)
    return tuple(
        Refusal(f"race_{found.invariant}", found.reason, frozenset({Role.PROGRAMME_OFFICER}))
        for found in violations(snapshot(session, race, now))
    )
