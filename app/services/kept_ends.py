"""Ends that are kept with a row, because a letter names them or a list is sorted by them, follow
the days that are ordered before they have come:

- public notices of lists, stages and acceptances, which keep at least the days of their rule;
- terms to rectify, to audit and for a supplementary entry, which are put off when their last day
  becomes a day off (Civil Code 203), and a proposed role, which counts working days.

What was published as a moment stays: the opening and close of a call or an item, and until when it
is recommended. Who moves such a moment says so in public, for everybody. All other terms are kept
nowhere, and reckoned from the calendar whenever they are asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from app.models import (
    Acceptance,
    Case,
    Notice,
    ProjectEnding,
    ProjectMilestone,
    Race,
    RoleProposal,
    Stage,
    Team,
)
from app.services import notice_periods
from app.services.calendars import working_calendar
from app.services.identity.granting import is_open
from workflows.engine.calendar import end_of_day, last_day, local_date

_NOTICES: tuple[tuple[Any, tuple[str, ...], str, Callable[[Session, Any], None]], ...] = (
    (Notice, ("published",), "ends_on", notice_periods.of_list),
    (Stage, ("notice", "objection"), "notice_to", notice_periods.of_stage),
    (Acceptance, ("noticing", "objection"), "notice_ends_on", notice_periods.of_acceptance),
)
"""What is on notice in which states, where its last day is kept, and how it is reckoned."""
_PUT_OFF: tuple[tuple[Any, str, ColumnElement[bool]], ...] = (
    (ProjectMilestone, "rectify_until", ProjectMilestone.state == "rectifying"),
    (Team, "rectify_until", true()),
    (ProjectEnding, "audit_until", true()),
)
"""Where the last day of a term is kept, and while it runs."""


def lengthen_notices(session: Session, first: date, now: datetime) -> dict[Case, tuple[date, date]]:
    """Of those that run and end on `first` or later: the last day before and after."""
    found = {}
    for model, states, name, reckon in _NOTICES:
        column = getattr(model, name)
        running = model.state.in_(states), column >= max(first, local_date(now))
        for case in session.scalars(select(model).where(*running).order_by(model.id)):
            before = getattr(case, name)
            reckon(session, case)
            if (after := getattr(case, name)) != before:
                found[case] = (before, after)
    return found


def put_off(session: Session, first: date, now: datetime) -> None:
    calendar, since = working_calendar(session), max(first, local_date(now))
    for model, name, runs in _PUT_OFF:
        for row in session.scalars(select(model).where(getattr(model, name) >= since, runs)):
            setattr(row, name, calendar.next_working_day(getattr(row, name)))
    for race in session.scalars(select(Race).where(Race.entry_until > now)):
        assert race.entry_until is not None, "it is looked for by it"
        race.entry_until = end_of_day(calendar.next_working_day(last_day(race.entry_until)))
    days = session.info["settings"].role_confirm_days
    for proposed in session.scalars(select(RoleProposal).where(is_open(now))):
        last = calendar.add_working_days(local_date(proposed.proposed_at), days)
        proposed.lapses_at = max(proposed.lapses_at, end_of_day(last))
