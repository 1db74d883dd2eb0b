"""The terms of a stage, from its last day to the decision on its results (R4-R6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from workflows.engine import notice_period
from workflows.engine.calendar import WorkingCalendar, end_of_day, last_day

Rules = Mapping[str, int]


def evidence_closes(calendar: WorkingCalendar, rules: Rules, due_on: date) -> datetime:
    """Who has handed in nothing by then gets no points."""
    return calendar.end_of_term(due_on, rules["race_grace_days"])


def notice_to(calendar: WorkingCalendar, rules: Rules, published_on: date) -> date:
    """The last day of the public notice of results, or of a weaker target."""
    return notice_period.notice_to(calendar, published_on, rules["race_notice_working_days"])


def appeals_end(calendar: WorkingCalendar, rules: Rules, noticed_to: date) -> datetime:
    """The time for appeals begins when the notice is over."""
    days = rules["race_appeal_working_days"]
    return end_of_day(calendar.add_working_days(noticed_to, days))


def decide_until(calendar: WorkingCalendar, rules: Rules, noticed_to: date) -> datetime:
    """The time for the decision begins when that for appeals is over."""
    last = last_day(appeals_end(calendar, rules, noticed_to))
    return end_of_day(calendar.add_working_days(last, rules["race_decide_working_days"]))
