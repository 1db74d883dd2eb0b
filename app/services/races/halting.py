"""A race that stands still: since when, why, and until when the meeting may ratify it (J10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import History, Race
from app.services.facts.urgent import lacks_minutes


@dataclass(frozen=True, slots=True)
class Halt:
    """`reason` is public. `ratify_until`: unless it is ratified by then it ends by itself."""

    since: datetime
    reason: str
    ratify_until: datetime | None


def halt_of(session: Session, race: Race) -> Halt | None:
    if race.state != "halted":
        return None
    begun = newest_halt(session, race)
    ratify_until = race.due_at if lacks_minutes(session, race, "halt") else None
    return Halt(begun.at, begun.given["reason"], ratify_until)


def newest_halt(session: Session, race: Race) -> History:
    return session.scalars(
        select(History)
        .where(
            History.case_kind == race.kind,
            History.case_id == race.id,
            History.transition.in_(("halt", "halt_at_once")),
        )
        .order_by(History.id.desc())
        .limit(1)
    ).one()
