"""The new target as the officer writes it, and its notice if it is weaker; only a decision puts it
into force (R13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.models import Race
from app.services.calendars import working_calendar
from app.services.problems import Problems, alone
from app.services.races import indicators
from workflows.engine.calendar import end_of_day, local_date
from workflows.engine.text import Text
from workflows.parameters import DEFAULTS

_BETWEEN_CHECKPOINTS = ("running", "realloc")


def may_write(race: Race) -> bool:
    """Between checkpoints, or when the results of one are drafted: all may be below the line."""
    drafted = race.current is not None and race.current.state == "result_draft"
    return race.state in _BETWEEN_CHECKPOINTS or (race.state == "checkpoint" and drafted)


def write(race: Race, target: str, line: Sequence[dict[str, Any]]) -> Problems | None:
    if not may_write(race):
        return alone(
            Text(
                "考核期间或赛事结束后不能调整目标",
                "The target cannot be adjusted inside a checkpoint or after the end",
            )
        )
    if faults := indicators.faults(line):
        return Problems({"line": faults[0]})
    race.new_target, race.new_line = target.strip(), list(line)
    return None


def notice_ends_at(session: Session, race: Race) -> datetime | None:
    """Until when everybody may object to a weaker target that waits for its decision; None while
    none waits."""
    if race.state != "refocusing" or not indicators.is_weaker(race.new_line, race.finish_line):
        return None
    days = (DEFAULTS | race.call.rules)["race_notice_working_days"]
    proposed_on = local_date(race.state_entered_at)
    return end_of_day(working_calendar(session).add_working_days(proposed_on, days))
