"""A day off ordered at short notice: entered by one, in force once another has confirmed it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Message, OrderedDays, Person, Proposal
from app.services import history
from app.services.calendars import working_calendar
from app.services.days_ordered import decide, enter
from app.services.days_typed import Order
from app.services.door.timers import refresh_timers
from app.services.problems import Problems
from app.services.terms import MOVED
from tests import factories
from workflows.engine.calendar import SHANGHAI, last_day
from workflows.roles import Role

MONDAY = datetime(2026, 7, 27, 10, tzinfo=SHANGHAI)
TYPHOON = Order("福建省人民政府", "闽政办明电〔2026〕5号", date(2026, 7, 27), "2026-07-28", "")
SOURCE = "福建省人民政府 闽政办明电〔2026〕5号 2026-07-27"


@pytest.fixture
def admins(session: Session) -> tuple[Person, Person]:
    one, other = factories.person(session), factories.person(session)
    for person in (one, other):
        factories.grant(session, person, Role.SYS_ADMIN)
    return one, other


@pytest.fixture
def running(session: Session) -> Proposal:
    """Correction within five working days."""
    case = factories.proposal(session, state="correction")
    case.state_entered_at = MONDAY
    refresh_timers(session, case, MONDAY)
    return case


def ends_on(case: Proposal) -> date:
    assert case.due_at is not None
    return last_day(case.due_at)


def entered(session: Session, by: Person, order: Order = TYPHOON) -> OrderedDays:
    assert enter(session, order, by, MONDAY) is None
    return session.scalars(select(OrderedDays)).one()


def test_a_day_off_of_a_known_year_counts_once_another_has_confirmed_it_and_running_terms_follow(
    session: Session, admins: tuple[Person, Person], running: Proposal
) -> None:
    one, other = admins
    row = entered(session, one)
    assert session.scalars(select(Message.person_id)).all() == [other.id]
    alone = decide(session, row, confirm=True, reason="", by=one, now=MONDAY)
    assert isinstance(alone, Problems)
    assert "另一名" in alone.by_field[""].zh
    assert working_calendar(session).is_working_day(date(2026, 7, 28))
    assert ends_on(running) == date(2026, 8, 3)

    assert decide(session, row, confirm=True, reason="", by=other, now=MONDAY) == 1
    assert not working_calendar(session).is_working_day(date(2026, 7, 28))
    assert ends_on(running) == date(2026, 8, 4)
    (noted,) = [one for one in history.rows_of(session, running) if one.transition == MOVED]
    assert noted.given == {"source": SOURCE, "before": "2026-08-03", "after": "2026-08-04"}
    (told,) = session.scalars(select(Message).where(Message.person_id == running.pi_id))
    assert SOURCE in told.body
    again = decide(session, row, confirm=False, reason="误录", by=other, now=MONDAY)
    assert isinstance(again, Problems)


def test_a_refused_order_and_a_term_that_was_over_change_nothing(
    session: Session, admins: tuple[Person, Person], running: Proposal
) -> None:
    one, other = admins
    row = entered(session, one)
    assert isinstance(decide(session, row, confirm=False, reason="", by=one, now=MONDAY), Problems)
    assert decide(session, row, confirm=False, reason="误录", by=one, now=MONDAY) == 0
    assert working_calendar(session).is_working_day(date(2026, 7, 28))
    session.delete(row)
    late, row = MONDAY + timedelta(days=30), entered(session, one)
    assert decide(session, row, confirm=True, reason="", by=other, now=late) == 0
    assert ends_on(running) == date(2026, 8, 3)
    refresh_timers(session, running, late)
    assert ends_on(running) == date(2026, 8, 3), "nor by whatever moves the case later"


def test_within_the_freeze_an_order_is_entered_and_confirmed_and_moves_no_close(
    session: Session, admins: tuple[Person, Person]
) -> None:
    one, other = admins
    close = datetime(2026, 7, 28, 12, tzinfo=SHANGHAI)
    of = factories.call(session, close_at=close)
    now = close - timedelta(hours=1)
    row = entered(session, one)
    assert decide(session, row, confirm=True, reason="", by=other, now=now) == 0
    assert of.close_at == close


def test_an_order_names_days_each_once_and_a_document_that_exists(
    session: Session, admins: tuple[Person, Person]
) -> None:
    wrong = (
        Order("省政府", "1号", date(2026, 7, 28), "2026-07-28", ""),
        Order("省政府", "1号", date(2026, 7, 27), "", ""),
        Order("省政府", "1号", date(2026, 7, 27), "2026-07-28", "2026-07-28"),
    )
    answers = [enter(session, order, admins[0], MONDAY) for order in wrong]
    fields = [list(one.by_field) for one in answers if one is not None]
    assert fields == [["document_date"], ["days_off"], ["working_days"]]
