"""Until when a public notice runs that counts working days (§3.4, C13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from workflows.engine.calendar import WorkingCalendar


def notice_to(
    calendar: WorkingCalendar,
    published_on: date,
    working_days: int,
    stood: Sequence[tuple[date, date]] = (),
) -> date:
    """Its last day; day one is the day after publication. `stood`: the day of each pause and of its
    resumption, neither of which counts."""

    def last(days: WorkingCalendar) -> date:
        begins, ends = published_on, days.nth_working_day(published_on, working_days)
        for paused_on, resumed_on in stood:
            if paused_on <= ends:
                counted_to = max(begins, paused_on - timedelta(days=1))
                left = days.count_working_days(counted_to, ends)
                begins, ends = resumed_on, days.nth_working_day(resumed_on, left)
        return ends

    return calendar.end_of_notice(published_on, last)
