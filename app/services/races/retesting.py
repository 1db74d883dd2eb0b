"""A yellow card has a term to rectify, and a re-test by the indicators of its stage (R8)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists
from sqlalchemy.orm import Session

from app.models import Person, Race, Team
from app.services.calendars import working_calendar
from app.services.door.pending_signatures import signatures_on, unsigned_by
from app.services.history import rows_of
from app.services.metric_values import number
from app.services.races import indicators, presiding
from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.hands import OFFICER
from workflows.roles import Role


def set_term(session: Session, team: Team, now: datetime) -> None:
    """The day it ends is no day off (Civil Code 203)."""
    days = team.race.call.parameters["race_rectify_days"]
    last = local_date(now) + timedelta(days=days)
    team.rectify_until, team.rectified_at = working_calendar(session).next_working_day(last), None


def end(team: Team) -> None:
    team.rectify_until = team.rectified_at = None


def is_awaited(team: Team) -> bool:
    return team.rectified_at is not None and team.race.state == _AT_WORK


def awaited() -> ColumnElement[bool]:
    at_work = exists().where(Race.id == Team.race_id, Race.state == _AT_WORK).correlate(Team)
    return and_(Team.rectified_at.is_not(None), at_work)


def chair_of(team: Team) -> Person | None:
    """Who presided over the panel of the stage, and signs an awaited re-test too."""
    chair = presiding.chair_of(team.race) if is_awaited(team) else None
    return chair.person if chair is not None else None


def signed_by_chair(groups: Collection[int]) -> ColumnElement[bool]:
    """`chair_of` as a condition, for whoever presides over these panels."""
    return and_(awaited(), presiding.presided(groups, Team.race_id))


def hands(session: Session, team: Team) -> frozenset[Role]:
    """Who has still to sign what the other has signed of an awaited re-test, or enters it first."""
    given = [s for s in signatures_on(session, team) if s.transition in RETESTS]
    return unsigned_by(team, given) or OFFICER


def report_of(session: Session, team: Team) -> Mapping[str, str]:
    """What the team has last written of its rectification."""
    written = (row for row in rows_of(session, team) if row.transition == "submit_rectified")
    return max(written, key=lambda row: row.id).given


def gaps(team: Team, given: Mapping[str, str]) -> tuple[Text, ...]:
    """What was typed of a re-test that cannot count; nothing typed is no gap yet."""
    return (*_missing(team, given), *_too_early(team, given.get("tested_on", "")))


def misses(team: Team, given: Mapping[str, str]) -> tuple[Text, ...]:
    """Indicators of the stage that the figures do not meet."""
    if not given.get("measured", "").strip() or _missing(team, given):
        return ()
    rows = lines_of(team)
    found = _figures(rows, given["measured"])
    return tuple(
        _MISSED.format(line=indicators.in_words(row), value=found[row["name"]])
        for row in rows
        if not indicators.is_met(row, found[row["name"]])
    )


def _missing(team: Team, given: Mapping[str, str]) -> tuple[Text, ...]:
    typed = given.get("measured", "")
    if not typed.strip():
        return ()
    rows = lines_of(team)
    found = _figures(rows, typed)
    return tuple(
        Text(f"“{row['name']}”的实测值", f"the measured value of “{row['name']}”")
        for row in rows
        if number(found.get(row["name"], "")) is None
    )


def _too_early(team: Team, typed: str) -> tuple[Text, ...]:
    """What was measured before it was reported as rectified is no re-test."""
    reported = team.rectified_at
    try:
        is_early = reported is not None and date.fromisoformat(typed) < local_date(reported)
    except ValueError:
        return ()
    return (_TOO_EARLY,) if is_early else ()


def lines_of(team: Team) -> Sequence[Mapping[str, Any]]:
    """What a re-test is held against; nothing where none is to come."""
    stage = team.race.last_decided
    is_open = team.rectify_until is not None or team.rectified_at is not None
    return stage.indicators if stage is not None and is_open else ()


def _figures(rows: Sequence[Mapping[str, Any]], typed: str) -> dict[str, str]:
    """One indicator a line, its name first; its unit may follow."""
    longest_first = sorted(rows, key=lambda row: -len(row["name"]))
    found = {}
    for line in (one.strip() for one in typed.splitlines()):
        row = next((row for row in longest_first if line.startswith(row["name"])), None)
        if row is not None:
            value = line.removeprefix(row["name"]).strip(" ：:=")
            found[row["name"]] = value.removesuffix(row["unit"]).strip()
    return found


RETESTS = ("retest_pass", "retest_fail")
_AT_WORK = "running"
_MISSED = Text("{line}（实测 {value}）", "{line} (measured {value})")
_TOO_EARLY = Text(
    "提交整改报告之后的复测（所填日期早于整改报告）",
    "a re-test after the rectification report was submitted (the date entered is before it)",
)
