"""Whose score is far from the median of the panel says why before the chair locks (§3.3)."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.models import Message, Review, ReviewGroup
from app.queries.attention.waiting import waiting_for
from app.services.door.offering import offers
from app.services.review import far_off
from app.worker.clock import caught_up
from app.worker.context import Context
from tests.services.calls_in_review import accepted, at_work, chair, reviews_in, sign
from tests.services.stage import Stage
from tests.web.counting import counting

pytestmark = pytest.mark.own_sql


@pytest.fixture
def group(stage: Stage) -> ReviewGroup:
    """A panel of five at work on one proposal, with substitutes."""
    return at_work(stage, accepted(stage))


def reviews(stage: Stage, group: ReviewGroup) -> list[Review]:
    return reviews_in(stage, group, "assigned")


def test_a_score_far_from_the_median_is_explained_before_the_lock(
    stage: Stage, group: ReviewGroup
) -> None:
    harsh, *others = reviews(stage, group)
    sign(stage, harsh, "64.99")
    for review in others:
        sign(stage, review)
    words = stage.refused(group, "lock", chair(group))["outliers_explained"]
    assert harsh.proposal.title in words.zh
    stage.moved(harsh, "explain_deviation", harsh.expert.person, reason="工程化难度被低估。")
    stage.moved(group, "lock", chair(group))


def test_whoever_stands_apart_hears_of_it_once_everybody_has_signed(
    stage: Stage, group: ReviewGroup
) -> None:
    *signing, last = reviews(stage, group)
    sign(stage, signing[0], "40")
    for review in signing[1:]:
        sign(stage, review)
    told = select(Message.person_id).where(Message.key.startswith("deviation_to_explain"))
    assert not stage.session.scalars(told).all()
    sign(stage, last)
    assert stage.session.scalars(told).all() == [signing[0].expert.person_id]


def test_whoever_stands_apart_finds_it_among_what_waits_until_the_reason_is_given(
    stage: Stage, group: ReviewGroup
) -> None:
    harsh, *others = reviews(stage, group)
    sign(stage, harsh, "40")
    for review in others:
        sign(stage, review)

    def waiting(one: Review) -> list[int]:
        found = waiting_for(stage.session, one.expert.person, stage.now).page.rows
        return [row.id for row in found if isinstance(row, Review)]

    stage.session.flush()
    assert waiting(harsh) == [harsh.id]
    assert waiting(others[0]) == []
    stage.moved(harsh, "explain_deviation", harsh.expert.person, reason="工程化难度被低估。")
    stage.session.flush()
    assert waiting(harsh) == []


def test_who_is_left_apart_when_the_last_unsigned_member_goes_is_asked_too(
    stage: Stage, group: ReviewGroup
) -> None:
    harsh, *others, last = reviews(stage, group)
    sign(stage, harsh, "40")
    for review in others:
        sign(stage, review)
    assert not harsh.deviates
    for seat in group.seats:
        seat.left_reason = "不能到会。" if seat.is_substitute else None
    stage.moved(last, "decline", last.expert.person, reason="出差。")
    assert harsh.deviates


def test_only_whoever_stands_apart_is_offered_to_explain(stage: Stage, group: ReviewGroup) -> None:
    harsh, *others = reviews(stage, group)
    sign(stage, harsh, "40")
    for review in others:
        sign(stage, review)

    def offered(one: Review) -> bool:
        of_member = offers(stage.session, one, one.expert.person, stage.now)
        return "explain_deviation" in {o.transition.name for o in of_member if o.on_path}

    assert [offered(one) for one in (harsh, *others)] == [True, False, False, False, False]
    why = stage.refused(others[0], "explain_deviation", others[0].expert.person, reason="无。")
    assert why.keys() == {"score_is_far_off"}


def test_whom_an_earlier_version_of_the_program_did_not_mark_is_asked_when_the_clock_starts(
    stage: Stage, group: ReviewGroup
) -> None:
    harsh, *others = reviews(stage, group)
    sign(stage, harsh, "40")
    for review in others:
        sign(stage, review)
    told = select(Message.person_id).where(Message.key.startswith("deviation_to_explain"))
    stage.session.execute(delete(Message))
    harsh.deviates = False
    assert far_off.panels_at_work(stage.session) == [group.id]
    assert far_off.mark_panel(stage.session, group.id, stage.now) == 1
    assert [one.owes_reason for one in (harsh, *others)] == [True, False, False, False, False]
    assert stage.session.scalars(told).all() == [harsh.expert.person_id]
    assert far_off.mark_panel(stage.session, group.id, stage.now) == 0, "once"


def test_a_panel_is_looked_through_by_as_many_statements_however_much_it_reads(
    stage: Stage,
) -> None:
    def asked(group: ReviewGroup) -> int:
        for review in reviews(stage, group):
            sign(stage, review)
        stage.session.flush()
        stage.session.expire_all()
        with counting(stage.session.connection()) as statements:
            far_off.mark_panel(stage.session, group.id, stage.now)
        return len(statements)

    one, three = (at_work(stage, accepted(stage, many)) for many in (1, 3))
    assert asked(one) == asked(three)


def test_a_panel_that_cannot_be_marked_holds_up_no_other_and_is_tried_again(
    stage: Stage, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (at_work(stage, accepted(stage)) for _ in range(2))
    for group in (first, second):
        harsh, *others = reviews(stage, group)
        sign(stage, harsh, "40")
        for review in others:
            sign(stage, review)
        harsh.deviates = False
    broken = first.id
    stage.session.commit()

    def fails_at_the_first(session: Session, number: int, now: datetime) -> int:
        if number == broken:
            raise ValueError("no such score")
        return mark_panel(session, number, now)

    mark_panel = far_off.mark_panel
    monkeypatch.setattr(far_off, "mark_panel", fails_at_the_first)
    assert not caught_up(context, stage.now)
    stage.session.expire_all()
    marked = [
        review.group_id
        for g in (first, second)
        for review in reviews_in(stage, g)
        if review.deviates
    ]
    assert marked == [second.id]
    monkeypatch.undo()
    stage.session.commit()
    assert caught_up(context, stage.now)
    stage.session.expire_all()
    assert any(review.deviates for review in reviews_in(stage, first))
