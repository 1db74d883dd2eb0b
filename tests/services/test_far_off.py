"""Whose score is far from the median of the panel says why before the chair locks (§3.3)."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select

from app.models import Message, Review, ReviewGroup
from app.queries.attention.waiting import waiting_for
from app.services.door.offering import offers
from app.services.review import far_off
from tests.services.calls_in_review import accepted, at_work, chair, reviews_in, sign
from tests.services.stage import Stage


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
    assert far_off.mark_running(stage.session, stage.now) == 1
    assert [one.owes_reason for one in (harsh, *others)] == [True, False, False, False, False]
    assert stage.session.scalars(told).all() == [harsh.expert.person_id]
    assert far_off.mark_running(stage.session, stage.now) == 0, "once"
