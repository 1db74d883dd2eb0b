"""Cases without the day by which somebody is to act, though their state has one: an earlier version
of its definition had none, and they have not moved since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session

from app.models import Case
from app.services.cases import CASES, load_case
from app.services.door.timers import refresh_timers
from app.services.door.turns import take_turn
from workflows.registry import definitions_of


def undated(session: Session) -> Sequence[tuple[str, int]]:
    """Kind and id of each. A few have none for good: what their day is reckoned from has not
    happened."""
    named = (
        select(literal(kind).label("kind"), model.id.label("number")).where(
            model.due_at.is_(None), model.state.in_(states)
        )
        for kind, model in CASES.items()
        if (states := tuple(_with_a_day(kind)))
    )
    return [(kind, number) for kind, number in session.execute(union_all(*named))]


def _with_a_day(kind: str) -> Iterator[str]:
    for _mechanisms, workflow in definitions_of(kind):
        yield from (state.key for state in workflow.states if state.due is not None)


def give_day(session: Session, kind: str, number: int, now: datetime) -> None:
    take_turn(session)
    case: Case | None = load_case(session, kind, number, lock=True)
    if case is not None and case.due_at is None:
        refresh_timers(session, case, now)
