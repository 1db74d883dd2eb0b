"""The new target as the officer writes it, and its notice if it is weaker; only a decision puts it
into force (R13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.models import Person, Race
from app.services.calendars import working_calendar
from app.services.edits import changed_parts, note_edit
from app.services.problems import Problems, alone
from app.services.races import indicators
from app.services.races.planning import PLAN
from workflows.engine.calendar import end_of_day, local_date
from workflows.engine.text import Text
from workflows.race import stage_terms

TARGET_PARTS: dict[str, Text] = {
    f"{PLAN}new_target": Text("新目标", "new target"),
    f"{PLAN}new_line": Text("新冲线标准", "new finish-line standard"),
}
"""What is said of an edit to have been changed."""
_BETWEEN_CHECKPOINTS = ("running", "realloc")


def closed_to(race: Race) -> Text | None:
    """Why no new target is to be written now, if it is not: it is between checkpoints, or when the
    results of one are drafted, as all may be below the line."""
    drafted = race.current is not None and race.current.state == "result_draft"
    if race.state in _BETWEEN_CHECKPOINTS or (race.state == "checkpoint" and drafted):
        return None
    return Text(
        "考核期间或赛事结束后不能调整目标",
        "The target cannot be adjusted during an assessment or after the race has ended",
    )


def write(
    session: Session,
    race: Race,
    target: str,
    line: Sequence[dict[str, Any]],
    by: Person,
    now: datetime,
) -> Problems | None:
    if closed := closed_to(race):
        return alone(closed)
    if faults := indicators.faults(line):
        return Problems({"line": faults[0]})
    before = {"new_target": race.new_target, "new_line": race.new_line}
    race.new_target, race.new_line = target.strip(), list(line)
    after = {"new_target": race.new_target, "new_line": race.new_line}
    changed = changed_parts(before, after, PLAN)
    note_edit(session, race, changed, by, now)
    return None


def notice_ends_at(session: Session, race: Race) -> datetime | None:
    """Until when everybody may object to a weaker target that waits for its decision; None while
    none waits."""
    if race.state != "refocusing" or not indicators.is_weaker(race.new_line, race.finish_line):
        return None
    rules, proposed_on = race.call.parameters, local_date(race.state_entered_at)
    return end_of_day(stage_terms.notice_to(working_calendar(session), rules, proposed_on))
