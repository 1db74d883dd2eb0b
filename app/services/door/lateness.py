"""A late attempt is refused, and its refusal is kept with the time of the server (C6, B5): what
came when, and after which close, can be shown years later."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.roles import roles_on
from app.models import Case, History, Person
from app.services import history
from app.services.cases import case_id, workflow_of
from app.services.facts import facts_of
from workflows.engine.calendar import SHANGHAI
from workflows.engine.due import missed
from workflows.roles import Role

LATE = "late:"
"""Before the name of the move that was attempted."""


def keep_if_late(
    session: Session, case: Case, move: str, by: Person, now: datetime
) -> History | None:
    """The receipt of an attempt that was refused, if it came after the close; None otherwise. The
    first attempt of a person counts: another one before the next close gets the same receipt."""
    facts = facts_of(session, case, now, {})
    roles = roles_on(session, by, case, now)
    states = (case.state, _before_the_clock(session, case))
    closes = (missed(workflow_of(case), state, move, roles, facts) for state in states)
    close = next((found for found in closes if found is not None), None)
    if close is None or getattr(facts, "call_state", "") == "paused":
        return None
    given = {"close": exact(close), "arrived": exact(now)}
    return _kept(session, case, move, by, given["close"]) or history.note(
        session,
        case,
        LATE + move,
        actor_id=by.id,
        role=min(roles),
        now=now,
        given=given,
    )


def receipts_of(session: Session, case: Case) -> list[History]:
    rows = history.rows_of(session, case)
    return [row for row in rows if row.transition.startswith(LATE)]


def receipt_number(row: History) -> str:
    return f"JS{row.at.year}-{row.id:06}"


def exact(moment: datetime) -> str:
    """`2025-12-11 00:00:00.001`, in the time of Beijing."""
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]


def _before_the_clock(session: Session, case: Case) -> str:
    """The state of the case, or the one from which the clock moved it on at the close."""
    moves = [row for row in history.rows_of(session, case) if row.source != row.target]
    by_clock = bool(moves) and moves[-1].role == Role.SYSTEM_CLOCK.value
    return moves[-1].source if by_clock else case.state


def _kept(session: Session, case: Case, move: str, by: Person, close: str) -> History | None:
    rows = session.scalars(
        select(History).where(
            History.case_kind == case.kind,
            History.case_id == case_id(case),
            History.transition == LATE + move,
            History.actor_id == by.id,
        )
    )
    return next((row for row in rows if row.given["close"] == close), None)
