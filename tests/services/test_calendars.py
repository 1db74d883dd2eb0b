"""Working days of years that are known, that are entered by hand, and that nobody knows yet."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Message, Person, Proposal, Timer
from app.services.calendars import (
    Announcement,
    announce,
    notice_ends_on,
    unannounced_year,
    working_calendar,
)
from app.services.door.timers import refresh_timers
from app.services.terms import announced_year, reckon_anew, uncertain_year
from tests import factories
from tests.conftest import START
from workflows.engine.calendar import SHANGHAI, last_day
from workflows.parameters import DEFAULTS
from workflows.roles import Role

SPRING = "2027-02-05 至 2027-02-12"


@pytest.fixture
def admin(session: Session) -> Person:
    return factories.person(session)


def entered(
    session: Session,
    admin: Person,
    days_off: str = SPRING,
    working: str = "2027-02-14",
    year: int = 2027,
) -> dict[str, str]:
    """What was wrong with it, by field."""
    typed = Announcement(year, "国办发明电〔2026〕1号", days_off, working)
    problems = announce(session, typed, admin, START)
    return {key: text.zh for key, text in problems.by_field.items()} if problems else {}


def renewed(session: Session, admin: Person, now: datetime) -> int:
    announced = announced_year(2027, "国办发明电〔2026〕1号")
    return reckon_anew(session, announced, admin, Role.SYS_ADMIN, now)


def test_an_unknown_year_counts_weekends_only_and_says_so(session: Session) -> None:
    assert unannounced_year(session, date(2027, 2, 8)) == 2027
    assert unannounced_year(session, date(2026, 2, 17)) is None
    assert working_calendar(session).is_working_day(date(2027, 2, 8))


def test_days_entered_by_hand_count_from_then_on(session: Session, admin: Person) -> None:
    assert entered(session, admin) == {}
    calendar = working_calendar(session)
    assert unannounced_year(session, date(2027, 2, 8)) is None
    assert not calendar.is_working_day(date(2027, 2, 8))
    assert calendar.is_working_day(date(2027, 2, 14))


def test_a_notice_runs_over_the_days_entered(session: Session, admin: Person) -> None:
    call = factories.call(session)
    assert notice_ends_on(session, call, date(2027, 2, 3)) == date(2027, 2, 10)
    entered(session, admin)
    assert notice_ends_on(session, call, date(2027, 2, 3)) == date(2027, 2, 17)


def test_the_last_entry_of_a_year_counts(session: Session, admin: Person) -> None:
    entered(session, admin)
    entered(session, admin, days_off="2027-10-01")
    calendar = working_calendar(session)
    assert calendar.is_working_day(date(2027, 2, 8))
    assert not calendar.is_working_day(date(2027, 10, 1))


def test_a_year_the_system_knows_is_not_entered_again(session: Session, admin: Person) -> None:
    assert "已有" in entered(session, admin, days_off="2026-02-17", working="", year=2026)[""]


@pytest.mark.parametrize(
    ("days_off", "working", "field"),
    [
        ("春节", "", "days_off"),
        ("2027-02-30", "", "days_off"),
        ("2027-02-12 至 2027-02-05", "", "days_off"),
        ("2027-01-01 至 2027-12-31", "", "days_off"),
        ("2028-02-05", "", "days_off"),
        ("\n", "", "days_off"),
        (SPRING, "2027-02-15", "working_weekends"),
    ],
)
def test_what_is_no_day_of_that_year_is_refused(
    session: Session, admin: Person, days_off: str, working: str, field: str
) -> None:
    assert list(entered(session, admin, days_off, working)) == [field]
    assert unannounced_year(session, date(2027, 2, 8)) == 2027


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


def test_a_running_term_follows_the_announcement_and_whoever_is_awaited_is_told(
    session: Session, admin: Person, running: Proposal
) -> None:
    before, now = ends_on(running), running.state_entered_at
    entered(session, admin)
    assert renewed(session, admin, now) == 1
    calendar = working_calendar(session)
    days = DEFAULTS["correction_working_days"]
    assert ends_on(running) == calendar.add_working_days(date(2027, 2, 3), days) > before
    timers = select(Timer.due_at).where(Timer.case_kind == "proposal", Timer.case_id == running.id)
    assert set(session.scalars(timers)) == {running.due_at}
    (told,) = session.scalars(select(Message).where(Message.about_id == running.id))
    assert told.person_id == running.pi_id
    assert ends_on(running).isoformat() in told.body
    assert uncertain_year(session, running) is None
    assert renewed(session, admin, now) == 0


def test_a_term_that_ended_before_the_year_is_left_alone(session: Session, admin: Person) -> None:
    case = factories.proposal(session, state="correction")
    refresh_timers(session, case, START)
    before = case.due_at
    entered(session, admin)
    assert renewed(session, admin, START) == 0
    assert case.due_at == before
