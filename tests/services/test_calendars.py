"""Working days of years that are known, that are ordered, and that nobody knows yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import AnnouncedYear, Message, OrderedDays, Proposal, Timer
from app.services.calendars import unannounced_year, working_calendar
from app.services.days_ordered import decide, enter
from app.services.days_typed import Order, read
from app.services.door.timers import refresh_timers
from app.services.notice_periods import ends_if_published
from app.services.problems import Problems
from app.services.seals.keeping import begin_known
from app.services.seals.record import on_record
from app.services.terms import uncertain_year
from app.services.upkeep.years_of_one import carry_over
from tests import factories
from tests.conftest import START
from workflows.engine.calendar import SHANGHAI, last_day, local_date
from workflows.parameters import DEFAULTS
from workflows.roles import Role

SPRING = "2027-02-05 至 2027-02-12"
YEAR = Order("国务院办公厅", "国办发明电〔2026〕1号", START.date(), SPRING, "2027-02-14", 2027)


def confirmed(session: Session, order: Order = YEAR, now: datetime = START) -> int:
    """How many running terms followed."""
    one, other = (factories.official(session, Role.SYS_ADMIN) for _ in range(2))
    assert enter(session, order, one, now) is None
    row = session.scalars(select(OrderedDays).order_by(OrderedDays.id.desc())).first()
    assert row is not None
    changed = decide(session, row, confirm=True, reason="", by=other, now=now)
    assert isinstance(changed, int)
    return changed


def test_an_unknown_year_counts_weekends_only_and_says_so(session: Session) -> None:
    assert unannounced_year(session, date(2027, 2, 8)) == 2027
    assert unannounced_year(session, date(2026, 2, 17)) is None
    assert working_calendar(session).is_working_day(date(2027, 2, 8))


def test_the_calendar_of_2026_is_that_of_the_state_councils_notice(session: Session) -> None:
    """国办发明电〔2025〕7号; a notice over the National Day counts the Saturday worked instead."""
    notice = """2026-01-01 至 2026-01-03
        2026-02-15 至 2026-02-23
        2026-04-04 至 2026-04-06
        2026-05-01 至 2026-05-05
        2026-06-19 至 2026-06-21
        2026-09-25 至 2026-09-27
        2026-10-01 至 2026-10-07"""
    worked = "2026-01-04\n2026-02-14\n2026-02-28\n2026-05-09\n2026-09-20\n2026-10-10"
    days = read(replace(YEAR, days_off=notice, working_days=worked, year=2026), set(), START.date())
    assert not isinstance(days, Problems), days
    calendar = working_calendar(session)
    for day in (date(2026, 1, 1) + timedelta(days=n) for n in range(365)):
        is_worked = day in days.working or (day.weekday() < 5 and day not in days.off)
        assert calendar.is_working_day(day) is is_worked, day
    call = factories.call(session)
    assert ends_if_published(session, call, date(2026, 9, 29)) == date(2026, 10, 12)


def test_the_days_of_a_year_count_once_a_second_has_confirmed_them(session: Session) -> None:
    call = factories.call(session)
    assert ends_if_published(session, call, date(2027, 2, 3)) == date(2027, 2, 10)
    enter(session, YEAR, factories.person(session), START)
    assert unannounced_year(session, date(2027, 2, 8)) == 2027, "entered by one alone"
    confirmed(session)
    calendar = working_calendar(session)
    assert unannounced_year(session, date(2027, 2, 8)) is None
    assert not calendar.is_working_day(date(2027, 2, 8))
    assert calendar.is_working_day(date(2027, 2, 14))
    assert ends_if_published(session, call, date(2027, 2, 3)) == date(2027, 2, 17)


def test_a_year_that_two_have_entered_is_confirmed_once(session: Session) -> None:
    one, other = (factories.official(session, Role.SYS_ADMIN) for _ in range(2))
    for days in (SPRING, "2027-02-08"):
        assert enter(session, replace(YEAR, days_off=days), one, START) is None
    first, second = session.scalars(select(OrderedDays).order_by(OrderedDays.id))
    assert isinstance(decide(session, first, confirm=True, reason="", by=other, now=START), int)
    answer = decide(session, second, confirm=True, reason="", by=other, now=START)
    assert isinstance(answer, Problems)
    assert not second.is_confirmed
    assert decide(session, second, confirm=False, reason="重复。", by=other, now=START) == 0


def test_a_year_that_one_alone_had_entered_is_carried_over_once_and_bears_its_seal(
    session: Session,
) -> None:
    one = factories.official(session, Role.SYS_ADMIN)
    for day in ("2027-02-05", "2027-02-08"):
        session.add(
            AnnouncedYear(
                year=2027,
                source="国办发明电〔2026〕1号",
                days_off=[day],
                working_weekends=[],
                entered_by_id=one.id,
                entered_at=START,
            )
        )
    begin_known(session, START)
    (row,) = carry_over(session)
    session.commit()
    assert not working_calendar(session).is_working_day(date(2027, 2, 8)), "as entered last"
    assert working_calendar(session).is_working_day(date(2027, 2, 5))
    assert f"ordered_days {row.id}" in on_record(session).newest
    assert carry_over(session) == []


@pytest.mark.parametrize(
    ("days_off", "working", "year", "field"),
    [
        ("春节", "", None, "days_off"),
        ("2027-02-12 至 2027-02-05", "", None, "days_off"),
        ("2027-01-01 至 2027-12-31", "", None, "days_off"),
        ("2028-02-05", "", 2027, "days_off"),
        ("\n", "2027-02-14", 2027, "days_off"),
        (SPRING, "2027-02-15", 2027, "working_days"),
        (SPRING, "", 2026, "year"),
        ("2026-12-31 至 2027-01-02", "", 2027, ""),
    ],
)
def test_what_is_no_day_of_the_order_is_refused_and_a_year_may_begin_in_december(
    days_off: str, working: str, year: int | None, field: str
) -> None:
    order = Order("国务院办公厅", "1号", START.date(), days_off, working, year)
    answer = read(order, {2026}, local_date(START))
    found = answer.by_field if isinstance(answer, Problems) else {"": None}
    assert field in found


@pytest.fixture
def running(session: Session) -> Proposal:
    """Correction is asked for two days before the spring festival of 2027: five working days."""
    case = factories.proposal(session, state="correction")
    case.state_entered_at = datetime(2027, 2, 3, 10, tzinfo=SHANGHAI)
    refresh_timers(session, case, case.state_entered_at)
    session.flush()
    return case


def ends_on(case: Proposal) -> date:
    assert case.due_at is not None
    return last_day(case.due_at)


def test_a_term_in_an_unannounced_year_says_so_and_a_set_moment_does_not(
    session: Session, running: Proposal
) -> None:
    assert uncertain_year(session, running) == 2027
    draft = factories.proposal(session)
    draft.due_at = running.due_at
    assert uncertain_year(session, draft) is None, "until the close, which somebody set"


def test_a_running_term_follows_the_days_of_the_year_and_whoever_is_awaited_is_told(
    session: Session, running: Proposal
) -> None:
    before, now = ends_on(running), running.state_entered_at
    assert confirmed(session, now=now) == 1
    calendar = working_calendar(session)
    days = DEFAULTS["correction_working_days"]
    assert ends_on(running) == calendar.add_working_days(date(2027, 2, 3), days) > before
    timers = select(Timer.due_at).where(Timer.case_kind == "proposal", Timer.case_id == running.id)
    assert set(session.scalars(timers)) == {running.due_at}
    (told,) = session.scalars(select(Message).where(Message.about_id == running.id))
    assert told.person_id == running.pi_id
    assert ends_on(running).isoformat() in told.body
    assert uncertain_year(session, running) is None


def test_a_term_that_ended_before_the_year_is_left_alone(session: Session) -> None:
    case = factories.proposal(session, state="correction")
    refresh_timers(session, case, START)
    before = case.due_at
    assert confirmed(session) == 0
    assert case.due_at == before
