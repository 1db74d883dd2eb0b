"""Days off and working days ordered at short notice, over those that were announced."""

from __future__ import annotations

from datetime import date

from workflows.engine.calendar import WorkingCalendar

MONDAY, TUESDAY, WEDNESDAY, SATURDAY = (date(2026, 7, day) for day in (27, 28, 29, 25))
ANNOUNCED = WorkingCalendar(holidays={date(2026, 7, 31)}, working_weekends={date(2026, 8, 1)})


def test_what_is_ordered_counts_over_what_was_announced_and_the_later_order_over_the_earlier() -> (
    None
):
    ordered = ANNOUNCED.ordered(MONDAY, {TUESDAY, date(2026, 8, 1)}, {date(2026, 7, 31)})
    assert not ordered.is_working_day(TUESDAY)
    assert not ordered.is_working_day(date(2026, 8, 1)), "announced as a working Saturday"
    assert ordered.is_working_day(date(2026, 7, 31)), "announced as a day off"
    assert ordered.add_working_days(MONDAY, 1) == WEDNESDAY
    assert ordered.next_working_day(TUESDAY) == WEDNESDAY
    assert ordered.ordered(MONDAY, set(), {TUESDAY}).add_working_days(MONDAY, 1) == TUESDAY


def test_a_term_that_was_over_when_days_were_ordered_stays_over() -> None:
    in_time = ANNOUNCED.ordered(TUESDAY, {TUESDAY}, set())
    too_late = ANNOUNCED.ordered(WEDNESDAY, {TUESDAY}, set())
    assert in_time.add_working_days(MONDAY, 1) == WEDNESDAY
    assert too_late.add_working_days(MONDAY, 1) == TUESDAY
    assert too_late.end_of_term(MONDAY, 1) == ANNOUNCED.end_of_term(MONDAY, 1)
    assert too_late.add_working_days(MONDAY, 2) == date(2026, 7, 30), "this one still ran"


def test_a_working_day_ordered_afterwards_ends_no_term_before_the_day_of_the_order() -> None:
    friday = date(2026, 7, 24)
    assert ANNOUNCED.add_working_days(friday, 2) == TUESDAY
    assert ANNOUNCED.ordered(friday, set(), {SATURDAY}).add_working_days(friday, 2) == MONDAY
    assert ANNOUNCED.ordered(TUESDAY, set(), {SATURDAY}).add_working_days(friday, 2) == TUESDAY
