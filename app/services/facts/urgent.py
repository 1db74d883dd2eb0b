"""What was paused at once, and whether the executive meeting has ratified it (C13, J10)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypedDict

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.models import Case, History
from app.services.cases import case_id
from app.services.facts import Common
from app.services.history import rows_of
from workflows.engine.calendar import end_of_day, local_date


class UrgentPart(TypedDict):
    lacks_minutes: bool
    ratify_until: datetime | None
    has_lapsed: bool


Ids = Callable[[Any], Iterable[int] | Select[int]]


def alone(case: Case) -> tuple[int]:
    return (case_id(case),)


def of_urgent(pause: str, of: Ids = alone) -> Callable[[Session, Any, Common], UrgentPart]:
    """By the newest move of that name, its like at once, its ratification or its lapse, whichever
    of the cases made it."""

    def read(session: Session, case: Any, common: Common) -> UrgentPart:
        newest = _newest(session, case, pause, of)
        is_lacking = newest == f"{pause}_at_once"
        return {
            "lacks_minutes": is_lacking,
            "ratify_until": _ratify_until(case, common) if is_lacking else None,
            "has_lapsed": newest == "lapse",
        }

    return read


def lacks_minutes(session: Session, case: Case, pause: str) -> bool:
    """Whether this very case was paused at once, and nobody has ratified it yet."""
    return _newest(session, case, pause, alone) == f"{pause}_at_once"


def stands_until(
    session: Session, case: Case, pause: str, decided: datetime, common: Common
) -> datetime:
    """Of what stands still: the end of the pause as `decided`, or before that of its
    ratification."""
    return _ratify_until(case, common) if lacks_minutes(session, case, pause) else decided


def _ratify_until(case: Case, common: Common) -> datetime:
    days, since = common.parameters["ratify_working_days"], local_date(case.state_entered_at)
    return end_of_day(common.calendar.add_working_days(since, days))


def _newest(session: Session, case: Case, pause: str, of: Ids) -> str | None:
    names = (pause, f"{pause}_at_once", f"ratify_{pause}", "lapse")
    if of is alone:
        rows = reversed(rows_of(session, case))
        return next((row.transition for row in rows if row.transition in names), None)
    made = select(History.transition).where(
        History.case_kind == case.kind, History.case_id.in_(of(case)), History.transition.in_(names)
    )
    return session.scalar(made.order_by(History.id.desc()).limit(1))
