"""By when: days and working days of the Chinese calendar, moments of the case, and the clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.engine.asking import BORROWER, CLOCK, OFFICER
from tests.workflows.engine.toy import (
    LAPSE,
    LOAN,
    MONDAY,
    UNBROKEN,
    loan_facts,
    with_move,
    with_state,
)
from workflows.engine.calendar import (
    SHANGHAI,
    WorkingCalendar,
    deadline_words,
    end_of_day,
    local_date,
)
from workflows.engine.decide import Refusals, Step, decide, offered
from workflows.engine.due import due_moment, overtaken, timers
from workflows.engine.facts import Actor, Trail
from workflows.engine.model import After, At, Unit

NATIONAL_DAY = WorkingCalendar(
    holidays={date(2026, 10, day) for day in range(1, 8)},
    working_weekends={date(2026, 9, 27), date(2026, 10, 10)},
    known_years={2026},
)
BEFORE_THE_HOLIDAY = datetime(2026, 9, 30, 3, 0, tzinfo=UTC)

dates = st.dates(date(2024, 1, 1), date(2028, 12, 31))
calendars = st.builds(
    WorkingCalendar, holidays=st.frozensets(dates), working_weekends=st.frozensets(dates)
)


def last_day(moment: datetime | None) -> date:
    """The last day in Fujian of a period that ends at this moment."""
    assert moment is not None
    return (moment.astimezone(SHANGHAI) - timedelta(microseconds=1)).date()


@pytest.mark.parametrize(
    ("days", "expected"),
    [(1, date(2026, 3, 3)), (4, date(2026, 3, 6)), (5, date(2026, 3, 9)), (7, date(2026, 3, 9))],
)
def test_a_period_of_days_never_ends_on_a_weekend(days: int, expected: date) -> None:
    facts = loan_facts(parameters={"contract_days": days})
    assert last_day(After("contract_days").moment(facts)) == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (1, date(2026, 10, 8)),
        (2, date(2026, 10, 9)),
        (3, date(2026, 10, 10)),
        (4, date(2026, 10, 12)),
    ],
)
def test_working_days_skip_the_holiday_and_count_the_saturday_worked_instead(
    days: int, expected: date
) -> None:
    facts = loan_facts(
        entered_at=BEFORE_THE_HOLIDAY, calendar=NATIONAL_DAY, parameters={"contract_days": days}
    )
    assert last_day(After("contract_days", Unit.WORKING_DAYS).moment(facts)) == expected


def test_a_period_of_days_that_ends_in_the_holiday_ends_after_it() -> None:
    facts = loan_facts(
        entered_at=BEFORE_THE_HOLIDAY, calendar=NATIONAL_DAY, parameters={"contract_days": 3}
    )
    assert last_day(After("contract_days").moment(facts)) == date(2026, 10, 8)


def test_the_day_is_that_of_fujian_and_not_of_greenwich() -> None:
    late = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)
    facts = loan_facts(entered_at=late, parameters={"contract_days": 1})
    assert local_date(late) == date(2026, 3, 3)
    assert After("contract_days").moment(facts) == datetime(2026, 3, 4, 16, 0, tzinfo=UTC)


def test_a_parameter_the_call_lacks_is_a_programming_fault() -> None:
    with pytest.raises(KeyError, match="contract_days"):
        After("contract_days").moment(loan_facts(parameters={}))


def test_a_moment_of_the_case_is_taken_as_it_is_or_not_at_all() -> None:
    assert At("return_at").moment(loan_facts(return_at=MONDAY)) == MONDAY
    assert At("return_at").moment(loan_facts()) is None


def test_a_term_that_awaits_its_beginning_does_not_run_before() -> None:
    served = After("contract_days", since="return_at", awaits=True)
    assert served.moment(loan_facts(parameters={"contract_days": 3})) is None
    begun = loan_facts(return_at=MONDAY, parameters={"contract_days": 3})
    assert served.moment(begun) == NATIONAL_DAY.end_of_term(local_date(MONDAY), 3)
    assert timers(with_move("lapse", due=served), "lent", loan_facts()) == ()


def test_the_clock_is_set_for_moves_that_have_a_date() -> None:
    assert timers(LOAN, "lent", loan_facts(return_at=MONDAY)) == (("lapse", MONDAY),)
    assert timers(LOAN, "lent", loan_facts()) == ()
    assert timers(LOAN, "draft", loan_facts()) == ()


def test_the_clock_is_not_set_for_a_move_it_may_not_make() -> None:
    peoples = with_move("extend", due=At("return_at"))
    assert timers(peoples, "lent", loan_facts(return_at=MONDAY)) == (("lapse", MONDAY),)


def test_two_moves_of_one_name_set_one_clock_and_the_earlier() -> None:
    later = replace(LAPSE, due=After("contract_days"), target="returned")
    for order in ((later,), (later, LAPSE), (LAPSE, later)):
        moves = tuple(t for t in LOAN.transitions if t.name != "lapse")
        both = replace(LOAN, transitions=(*moves, *order))
        ((name, moment),) = timers(both, "lent", loan_facts(return_at=MONDAY))
        assert name == "lapse"
        assert (moment == MONDAY) is (LAPSE in order)


def test_a_state_says_by_when_those_awaited_are_to_act() -> None:
    assert last_day(due_moment(LOAN, "asked", loan_facts())) == date(2026, 3, 12)
    assert due_moment(LOAN, "lent", loan_facts()) is None
    dated = with_state("lent", due=At("return_at"))
    assert due_moment(dated, "lent", loan_facts(return_at=MONDAY)) == MONDAY


def test_a_term_counted_from_a_moment_ends_at_the_same_time_and_on_no_day_off() -> None:
    """Five days after Saturday 26 September 2026 lie in the week off: the term ends after it."""
    calendar = NATIONAL_DAY
    close = datetime(2026, 9, 26, 9, 0, tzinfo=UTC)
    assert calendar.later(close, 2) == datetime(2026, 9, 28, 9, 0, tzinfo=UTC)
    moved = calendar.later(close, 5)
    assert calendar.is_working_day(local_date(moved))
    assert moved.time() == close.time()
    assert moved - close > timedelta(days=5)
    midnight = end_of_day(date(2026, 9, 26))
    assert last_day(calendar.later(midnight, 5)) == local_date(moved)
    assert calendar.end_of_term(date(2026, 9, 26), 5) == end_of_day(local_date(moved))


def test_years_not_announced_are_known_as_such() -> None:
    assert NATIONAL_DAY.is_announced(date(2026, 1, 1))
    assert not NATIONAL_DAY.is_announced(date(2027, 1, 1))


@given(calendars, dates, st.integers(1, 60))
def test_a_period_holds_exactly_its_working_days_and_ends_on_one(
    calendar: WorkingCalendar, start: date, count: int
) -> None:
    end = calendar.add_working_days(start, count)
    assert calendar.is_working_day(end)
    assert calendar.count_working_days(start, end) == count


@given(calendars, dates)
def test_the_next_working_day_is_the_day_itself_or_the_first_after_a_row_of_days_off(
    calendar: WorkingCalendar, day: date
) -> None:
    found = calendar.next_working_day(day)
    assert calendar.is_working_day(found)
    between = [day + timedelta(days=n) for n in range((found - day).days)]
    assert not any(map(calendar.is_working_day, between))


@given(calendars, dates, st.integers(0, 60))
def test_nothing_of_a_period_is_over_before_its_last_day_is(
    calendar: WorkingCalendar, day: date, days: int
) -> None:
    facts = loan_facts(
        entered_at=end_of_day(day) - timedelta(microseconds=1),
        calendar=calendar,
        parameters={"contract_days": days},
    )
    moment = After("contract_days").moment(facts)
    assert moment is not None
    assert moment >= end_of_day(day + timedelta(days=days))
    assert moment.utcoffset() == timedelta(0)
    assert moment == end_of_day(last_day(moment))


def test_a_deadline_at_midnight_is_read_as_the_end_of_the_day_before() -> None:
    midnight = end_of_day(date(2026, 3, 9))
    assert deadline_words(midnight) == "2026-03-09 24:00"
    assert deadline_words(midnight + timedelta(hours=17)) == "2026-03-10 17:00"


@pytest.mark.parametrize(
    ("since", "expected"),
    [(None, date(2026, 3, 3)), (-5, date(2026, 3, 3)), (7, date(2026, 3, 10))],
)
def test_a_period_begins_no_earlier_than_the_moment_it_names(
    since: int | None, expected: date
) -> None:
    begins = None if since is None else MONDAY + timedelta(days=since)
    facts = loan_facts(parameters={"contract_days": 1}, return_at=begins)
    due = After("contract_days", Unit.WORKING_DAYS, since="return_at")
    assert last_day(due.moment(facts)) == expected


def judged(name: str, by: Actor, **known: Any) -> set[str]:
    facts = loan_facts(return_at=MONDAY, now=MONDAY, deposit=1, **known)
    verdict = decide(LOAN, "lent", name, by, facts, Trail())
    return {r.key for r in verdict.reasons} if isinstance(verdict, Refusals) else set()


def test_a_deadline_holds_by_its_moment_and_not_by_when_the_clock_comes_to_it() -> None:
    """Those who were awaited have had their turn; a cascade lends the hand of the clock itself."""
    for name, by in (("extend", BORROWER), ("settle", OFFICER)):
        assert judged(name, by) == {"in_time"}, name
        before = loan_facts(return_at=MONDAY, now=MONDAY - timedelta(milliseconds=1), deposit=1)
        assert isinstance(decide(LOAN, "lent", name, by, before, Trail()), Step), name
    lent_hand = replace(BORROWER, roles=BORROWER.roles | CLOCK.roles)
    assert judged("extend", lent_hand) == set()
    (offer,) = offered(LOAN, "lent", BORROWER, loan_facts(return_at=MONDAY), Trail())
    assert [r.key for r in offer.refusals] == ["in_time"]


def test_a_deadline_takes_nothing_from_others_nor_what_may_be_done_where_the_clock_leads() -> None:
    facts = loan_facts(return_at=MONDAY)
    borrowers = with_state("lent", waits_on=BORROWER.roles)
    assert overtaken(borrowers, "lent", LOAN.named("settle")[0], facts) is None
    in_paid = replace(LOAN.named("extend")[0], source=("lent", "paid"))
    still = replace(LOAN, transitions=(*LOAN.transitions, in_paid))
    assert overtaken(still, "lent", in_paid, facts) is None
    kept = with_move("lapse", guards=(UNBROKEN,))
    broken = loan_facts(return_at=MONDAY, broken=("透镜",))
    assert overtaken(kept, "lent", LOAN.named("extend")[0], broken) is None
