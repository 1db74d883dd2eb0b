"""Around a close nobody changes alone what decides for many until when and whose turn it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.models import Call, Item, Person
from app.services.calls.freeze import frozen
from app.services.identity import unit_changes
from app.services.moves import begin
from app.services.problems import Problems
from tests.conftest import START
from tests.factories import call, organisation, person

CLOSE = START + timedelta(days=30)
HOUR = timedelta(hours=1)


@pytest.fixture
def closing(session: Session) -> Call:
    return call(session, close_at=CLOSE)


@pytest.fixture
def admin(session: Session) -> Person:
    return person(session)


def test_from_four_hours_before_a_close_until_the_clock_has_made_it_settings_stand_still(
    session: Session, closing: Call
) -> None:
    assert frozen(session, CLOSE - 4 * HOUR - timedelta(seconds=1)) is None
    for moment in (CLOSE - 4 * HOUR, CLOSE + timedelta(seconds=30)):
        assert frozen(session, moment) is not None
    closing.close_at = CLOSE + timedelta(days=7)
    assert frozen(session, CLOSE) is None, "extended for everybody"
    closing.close_at, closing.state = CLOSE, "recommending"
    assert frozen(session, CLOSE) is None, "the clock has closed it"


def test_a_call_sets_how_long_or_that_nothing_stands_still(session: Session, closing: Call) -> None:
    closing.rules = {**closing.rules, "freeze_hours": 24}
    assert frozen(session, CLOSE - 23 * HOUR) is not None
    closing.rules = {**closing.rules, "freeze_hours": 0}
    assert frozen(session, CLOSE - HOUR) is None


def test_an_item_that_is_to_be_claimed_counts_as_a_call_does(session: Session) -> None:
    people = {"demander_id": organisation(session).id, "contact_id": person(session).id}
    of = call(session, mechanism_key="open_call", state="posted", close_at=None)
    posted = Item(call=of, title="榜题", **people)
    begin(session, posted, of.drafted_by, START)
    posted.state, posted.close_at = "posted", CLOSE
    session.flush()
    why = frozen(session, CLOSE - HOUR)
    assert why is not None
    assert "榜题" in why.zh
    assert "延期" not in why.zh, "nobody extends an item by hand"


def test_units_are_merged_before_the_freeze_and_not_in_it(
    session: Session, closing: Call, admin: Person
) -> None:
    one, other, third = (organisation(session) for _ in range(3))
    answer = unit_changes.merge(session, one, other, "批复", admin, CLOSE - HOUR)
    assert isinstance(answer, Problems)
    assert "公告延期（两人签署并说明理由）" in answer.by_field[""].zh
    assert one.merged_into_id is None
    before = CLOSE - 5 * HOUR
    assert unit_changes.merge(session, other, third, "批复", admin, before) is None
