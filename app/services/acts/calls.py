"""What moves of a call do to its own rows."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Call, Decision
from app.services.awarding import deciding
from app.services.awarding.large_awards import record_reply
from app.services.calendars import working_calendar
from app.services.door import standing_still
from app.services.door.wiring import act
from app.services.moves import Move
from app.services.races.finding import race_of_call
from app.services.races.postponing import postpone
from workflows.engine.calendar import local_date


@act
def lock_rules(session: Session, call: Call, move: Move) -> None:
    """From here the rule set is whole and fixed: later defaults do not change a running call."""
    call.rules = call.parameters
    call.rules_locked_at = move.now
    if call.close_at is not None:
        _close_at(session, call, call.close_at)


@act
def record_plan_match(_session: Session, call: Call, move: Move) -> None:
    call.plan_match = move.given["plan_match"]


@act
def set_window(session: Session, call: Call, move: Move) -> None:
    call.open_at = datetime.fromisoformat(move.given["new_open_at"])
    _close_at(session, call, datetime.fromisoformat(move.given["new_close_at"]))


def _close_at(session: Session, call: Call, moment: datetime) -> None:
    call.close_at = moment
    calendar = working_calendar(session)
    call.recommend_until = calendar.later(moment, call.rules["recommend_days"])


@act
def move_closing(session: Session, call: Call, move: Move) -> None:
    """An extension holds for everybody; the dates of all open proposals move with it."""
    given = move.given.get("new_close_at")
    if not given or call.close_at is None:
        return
    _close_at(session, call, datetime.fromisoformat(given))
    standing_still.refresh_waiting(session, call, move.now)


@act
def remember_pause(session: Session, call: Call, move: Move) -> None:
    call.paused_from = move.history.source
    standing_still.stop(session, call, move.now)


@act
def give_back_days(session: Session, call: Call, move: Move) -> None:
    """The stages of a race stay as far behind the close of its entries as they were published."""
    before = call.close_at
    standing_still.run_again(session, call, move.now)
    race, after = race_of_call(session, call), call.close_at
    if race is not None and before is not None and after is not None and after != before:
        postpone(session, race, (local_date(after) - local_date(before)).days, move.now)


@act
def record_decision(session: Session, call: Call, move: Move) -> None:
    decision = session.scalars(select(Decision).where(Decision.call_id == call.id)).one()
    decision.items = deciding.lines_of(decision)
    decision.minutes_number = move.given["minutes_number"]
    decision.minutes_on = date.fromisoformat(move.given["minutes_date"])
    record_reply(decision, move.given)
    decision.plan_match = move.given.get("plan_match", "")
    decision.decided_at = move.now
    decision.decided_by_id = move.actor_id
    session.flush()
