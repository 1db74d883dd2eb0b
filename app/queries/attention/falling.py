"""Into what the clock takes a case by itself, as long as nobody does what is to be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam
from sqlalchemy.orm import Session

from app.asked import Listed
from app.models import Case, Timer
from app.services.cases import case_id, workflow_of
from app.services.facts import facts_of
from workflows.engine.model import State
from workflows.engine.text import Text

_LOST = {
    "project": frozenset({"failed", "lapsed"}),
    "milestone": frozenset({"overdue", "frozen"}),
    "fund": frozenset({"demanded", "defaulted"}),
}
"""By the kind of case, the states that the clock brings to whoever did nothing."""


@dataclass(frozen=True, slots=True)
class Falling:
    """At `at`, which has not come yet or waits for the clock, the case comes into `state`."""

    kind: str
    state: State
    at: datetime
    rule: Text


TIMERS = Listed(
    Timer,
    Timer.case_kind == bindparam("kind"),
    Timer.case_id == bindparam("case"),
    order=(Timer.due_at,),
)


def falling(session: Session, case: Case) -> Falling | None:
    """The first such move that the clock has on its list; None where there is none, or where what
    is under way has closed that path."""
    workflow, lost = workflow_of(case), _LOST[case.kind]
    ways = {t.name: t for t in workflow.leaving(case.state) if t.target in lost}
    listed = TIMERS.of(session, kind=case.kind, case=case_id(case))
    timer = next((one for one in listed if one.transition in ways), None)
    if timer is None:
        return None
    way = ways[timer.transition]
    paths = [guard for guard in way.guards if guard.marks_path]
    if paths:
        facts = facts_of(session, case, timer.due_at, {})
        if not all(guard.holds(facts) for guard in paths):
            return None
    return Falling(case.kind, workflow.state(way.target), timer.due_at, way.rule)
