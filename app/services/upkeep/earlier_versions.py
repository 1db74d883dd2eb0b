"""Cases that have not moved since their definition was raised: what the clock is to do with them,
and by when somebody is to act, is as the version before had it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Case
from app.services.cases import CASES, Key, key_of, load_case, workflow_of
from app.services.door.timers import follow_definition
from app.services.door.turns import take_turn
from workflows.registry import definitions_of, states_under_way


def of_earlier_versions(session: Session) -> Sequence[Key]:
    """Kind and id of each that is not over."""
    return [key_of(case) for kind in CASES for case in _behind(session, kind)]


def _behind(session: Session, kind: str) -> list[Case]:
    """Where several definitions move one kind, what is of the newest version of one may be of an
    earlier version of another, so each is looked at."""
    model = CASES[kind]
    newest = max(workflow.version for _mechanisms, workflow in definitions_of(kind))
    found = session.scalars(
        select(model)
        .where(model.workflow_version < newest, model.state.in_(states_under_way(kind)))
        .order_by(model.id)
    )
    return [case for case in found if _is_behind(case)]


def _is_behind(case: Case) -> bool:
    return case.workflow_version < workflow_of(case).version


def bring_up(session: Session, kind: str, number: int, now: datetime) -> None:
    take_turn(session)
    case: Case | None = load_case(session, kind, number, lock=True)
    if case is not None and _is_behind(case):
        follow_definition(session, case, now)
