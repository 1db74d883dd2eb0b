"""A public notice keeps at least the working days of its rule, whatever is ordered meanwhile."""

from __future__ import annotations

from datetime import date, timedelta

from workflows.engine.calendar import WorkingCalendar, end_of_day
from workflows.engine.notice_period import notice_to

FRIDAY, MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (date(2026, 7, d) for d in (24, 27, 28, 29, 30))
SATURDAY = date(2026, 7, 25)
PLAIN = WorkingCalendar()


def test_a_day_off_ordered_while_a_notice_runs_lengthens_it_and_afterwards_does_not() -> None:
    assert notice_to(PLAIN, FRIDAY, 2) == TUESDAY
    assert notice_to(PLAIN.ordered(TUESDAY, {TUESDAY}, set()), FRIDAY, 2) == WEDNESDAY
    assert notice_to(PLAIN.ordered(WEDNESDAY, {TUESDAY}, set()), FRIDAY, 2) == TUESDAY


def test_a_working_day_ordered_after_publication_never_shortens_a_notice() -> None:
    assert notice_to(PLAIN.ordered(SATURDAY, set(), {SATURDAY}), FRIDAY, 2) == TUESDAY
    assert notice_to(PLAIN.ordered(date(2026, 7, 23), set(), {SATURDAY}), FRIDAY, 2) == MONDAY
    longer = PLAIN.ordered(MONDAY, {TUESDAY}, set())
    taken_back = longer.ordered(MONDAY, set(), {TUESDAY})
    assert notice_to(taken_back, FRIDAY, 2) == notice_to(longer, FRIDAY, 2) == WEDNESDAY


def test_a_notice_counts_neither_the_day_of_a_pause_nor_that_of_its_resumption() -> None:
    assert notice_to(PLAIN, FRIDAY, 2, [(TUESDAY, THURSDAY)]) == date(2026, 7, 31)
    twice = [(MONDAY, TUESDAY), (TUESDAY, WEDNESDAY)]
    assert notice_to(PLAIN, FRIDAY, 2, twice) == date(2026, 7, 31)
    off = PLAIN.ordered(THURSDAY, {date(2026, 7, 31)}, set())
    assert notice_to(off, FRIDAY, 2, [(TUESDAY, THURSDAY)]) == date(2026, 8, 3)


def test_a_notice_of_whole_days_is_put_off_from_a_day_off_and_never_drawn_forward() -> None:
    weekend = FRIDAY + timedelta(days=1)
    assert PLAIN.end_of_published_term(FRIDAY, 1) == end_of_day(MONDAY)
    worked = PLAIN.ordered(FRIDAY, set(), {weekend})
    assert worked.end_of_published_term(FRIDAY, 1) == end_of_day(MONDAY)
    assert PLAIN.ordered(FRIDAY, {MONDAY}, set()).end_of_published_term(FRIDAY, 1) == end_of_day(
        TUESDAY
    )
