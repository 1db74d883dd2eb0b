"""When the clock moves a case, and by when those who are awaited are to act."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete
from sqlalchemy.orm import Session

from app.models import Case, Timer
from app.services.cases import case_id, workflow_of
from app.services.facts import facts_of
from workflows.engine.due import due_moment, timers
from workflows.engine.facts import Facts


def refresh_timers(session: Session, case: Case, now: datetime) -> None:
    """The clock's list for this case follows from its state and facts, and from nothing else: it is
    written again when either has changed."""
    workflow, facts = workflow_of(case), facts_of(session, case, now, {})
    if workflow.is_timed:
        session.execute(_ALL, {"kind": case.kind, "case": case_id(case)})
    for transition, moment in timers(workflow, case.state, facts):
        session.add(
            Timer(
                case_kind=case.kind,
                case_id=case_id(case),
                transition=transition,
                due_at=moment,
            )
        )
    renew_due(case, facts)


def follow_definition(session: Session, case: Case, now: datetime) -> None:
    """A case that stays in its state goes by what the newest version says of that."""
    refresh_timers(session, case, now)
    case.workflow_version = workflow_of(case).version


_TIMER: Any = Timer.__table__
_ALL = delete(_TIMER).where(
    _TIMER.c.case_kind == bindparam("kind"), _TIMER.c.case_id == bindparam("case")
)


def renew_due(case: Case, facts: Facts) -> None:
    """By when those who are awaited in the present state are to act."""
    due_at = due_moment(workflow_of(case), case.state, facts)
    if case.due_at != due_at:  # what is not touched is not written
        case.due_at = due_at
