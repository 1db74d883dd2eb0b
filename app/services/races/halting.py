"""A race that stands still: since when, why, and until when the meeting may ratify it (J10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import History, Race

_AT_ONCE, _RATIFIED = "halt_at_once", "ratify_halt"


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
    is_lacking = begun.transition == _AT_ONCE and not _is_ratified(session, race, begun)
    return Halt(begun.at, begun.given["reason"], race.due_at if is_lacking else None)


def newest_halt(session: Session, race: Race) -> History:
    return session.scalars(
        select(History)
        .where(
            History.case_kind == race.kind,
            History.case_id == race.id,
            History.transition.in_(("halt", _AT_ONCE)),
        )
        .order_by(History.id.desc())
        .limit(1)
    ).one()


def _is_ratified(session: Session, race: Race, begun: History) -> bool:
    ratified = select(History.id).where(
        History.case_kind == race.kind,
        History.case_id == race.id,
        History.transition == _RATIFIED,
        History.id > begun.id,
    )
    return session.scalar(ratified.limit(1)) is not None
