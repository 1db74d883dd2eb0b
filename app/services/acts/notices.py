"""What moves of notices and objections do to their own rows."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import DecisionItem, Notice, Objection
from app.services import notice_periods
from app.services.door.timers import refresh_timers
from app.services.door.wiring import act
from app.services.moves import Move
from workflows.engine.calendar import local_date


@act
def fix_notice_period(session: Session, notice: Notice, move: Move) -> None:
    """The call waits for its end."""
    notice.starts_on = local_date(move.now)
    notice_periods.of_list(session, notice)
    session.flush()
    if notice.call.state == "notice":
        refresh_timers(session, notice.call, move.now)


@act
def record_extension(_session: Session, objection: Objection, _move: Move) -> None:
    objection.extended = True


@act
def record_report(_session: Session, objection: Objection, move: Move) -> None:
    objection.report = move.given["report"]


@act
def record_outcome(session: Session, objection: Objection, move: Move) -> None:
    """An amended award has the amount of the ruling from here on: on its next notice, and after."""
    objection.outcome = move.given["outcome"]
    if amount := move.given.get("amount", "").strip():
        decided = select(DecisionItem).where(DecisionItem.proposal_id == objection.proposal_id)
        session.scalars(decided).one().amount = int(amount)
