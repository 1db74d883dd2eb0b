"""Reviews: an expert declares, scores and signs alone; the chair's lock ends all writing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.models import Call, Conflict, Message, Person, Review, ReviewGroup
from app.queries.review.replaced import replaced_in
from app.services.door.awaiting import turn_of
from app.services.moves import take
from app.services.problems import Problems
from app.services.review import panels, reviewing
from app.services.review.reviewing import Opinion
from tests.factories import expert
from tests.services.stage import Applied, Stage
from workflows.engine.calendar import SHANGHAI
from workflows.engine.decide import Refusals, Turn
from workflows.engine.text import Text
from workflows.hands import CHAIR, EXPERT
from workflows.roles import Role


@pytest.fixture
def applied(stage: Stage) -> Applied:
    return stage.applied(call=stage.call("review"), state="accepted")


@pytest.fixture
def group(stage: Stage, applied: Applied) -> ReviewGroup:
    """A panel of five at work on one proposal, with substitutes."""
    for _ in range(9):
        expert(stage.session)
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    call = applied.proposal.call
    made = panels.form(stage.session, call, [applied.proposal], "第一组", officer, stage.now)
    assert isinstance(made, ReviewGroup)
    stage.signed(made, "draw", stage.holder(Role.EXPERT_MANAGER))
    stage.moved(made, "draw", stage.holder(Role.DISCIPLINE))
    stage.moved(made, "start", officer)
    return made


def reviews(stage: Stage, *states: str) -> list[Review]:
    found = stage.session.scalars(select(Review).order_by(Review.id))
    return [r for r in found if not states or r.state in states]


def opinion(call: Call, points: str = "80") -> Opinion:
    keys = [c["key"] for c in call.criteria]
    return Opinion(dict.fromkeys(keys, points), dict.fromkeys(keys, "有据。"), "可行。", True)


def reads(stage: Stage, review: Review) -> Person:
    """The expert opens the file; returns who that is."""
    stage.moved(review, "declare_no_conflict", review.expert.person)
    return review.expert.person


def sign(stage: Stage, review: Review, points: str = "80") -> None:
    by = reads(stage, review)
    assert reviewing.save(review, opinion(review.group.call, points)) is None
    stage.moved(review, "submit_scores", by)


def chair(group: ReviewGroup) -> Person:
    assert group.chair is not None
    return group.chair.person


def test_a_panel_waits_on_its_members_before_it_waits_on_its_chair(
    stage: Stage, group: ReviewGroup
) -> None:
    lacking = Text("尚未签名的评审：1 份。", "Reviews not yet signed: 1.")
    *others, last = reviews(stage)
    for review in others:
        sign(stage, review)
    assert turn_of(stage.session, group, stage.now) == Turn(EXPERT, lacking)
    sign(stage, last)
    assert turn_of(stage.session, group, stage.now) == Turn(CHAIR)


def test_every_member_gets_every_proposal_of_the_group(
    stage: Stage, group: ReviewGroup, applied: Applied
) -> None:
    assigned = reviews(stage)
    members = {s.expert_id for s in group.seats if not s.is_substitute}
    assert {r.expert_id for r in assigned} == members
    assert {r.proposal_id for r in assigned} == {applied.proposal.id}
    assert applied.proposal.state == "online_review"


def test_nothing_is_scored_before_the_expert_declared_no_conflict(
    stage: Stage, group: ReviewGroup
) -> None:
    review = reviews(stage)[0]
    assert isinstance(reviewing.save(review, opinion(group.call)), Problems)
    reads(stage, review)
    assert reviewing.save(review, opinion(group.call)) is None


def test_only_the_drawn_expert_declares_and_signs(stage: Stage, group: ReviewGroup) -> None:
    review, other = reviews(stage)[:2]
    for stranger in (other.expert.person, stage.holder(Role.EXPERT_MANAGER), review.proposal.pi):
        assert "role_required" in stage.refused(review, "declare_no_conflict", stranger)
    reads(stage, review)


def test_a_review_is_signed_with_every_criterion_scored_and_justified(
    stage: Stage, group: ReviewGroup
) -> None:
    review = reviews(stage)[0]
    by = reads(stage, review)
    whole = opinion(group.call)
    gaps = Opinion(
        {k: v for k, v in whole.scores.items() if k != "route"},
        {**whole.comments, "novelty": "  "},
    )
    reviewing.save(review, gaps)
    reasons = stage.refused(review, "submit_scores", by)
    assert reasons.keys() == {
        "every_criterion_scored",
        "every_score_justified",
        "overall_opinion_written",
        "vote_given",
    }
    assert "技术路线与考核指标" in reasons["every_criterion_scored"].zh
    assert "Novelty" in reasons["every_score_justified"].en
    reviewing.save(review, whole)
    stage.moved(review, "submit_scores", by)
    assert review.total == 80_00
    assert isinstance(reviewing.save(review, opinion(group.call, "99")), Problems)


def test_only_whoever_has_just_given_the_password_signs(stage: Stage, group: ReviewGroup) -> None:
    review = reviews(stage)[0]
    by = reads(stage, review)
    assert reviewing.save(review, opinion(review.group.call)) is None
    for at in (None, stage.now - timedelta(minutes=6)):
        answer = take(
            stage.session, review, "submit_scores", by, now=stage.now, authenticated_at=at
        )
        assert isinstance(answer, Refusals)
        assert [one.key for one in answer.reasons] == ["missing_signature"]
    assert (review.state, review.overall) == ("reading", "可行。")


def test_a_declared_conflict_hands_the_proposal_to_the_next_substitute(
    stage: Stage, group: ReviewGroup
) -> None:
    review = reviews(stage)[-1]
    by = review.expert.person
    assert stage.refused(review, "declare_conflict", by).keys() == {"missing_reason"}
    stage.moved(review, "declare_conflict", by, reason="合作发表过论文。")
    assert review.state == "recused"
    fresh = reviews(stage, "assigned")[-1]
    first = next(s.expert_id for s in group.seats if s.is_substitute)
    assert fresh.expert_id == first
    known = stage.session.scalars(select(Conflict).where(Conflict.standing == "declared")).one()
    assert (known.expert_id, known.evidence) == (review.expert_id, "合作发表过论文。")


def test_the_record_of_a_panel_says_who_left_a_file_how_and_who_reads_it_instead(
    stage: Stage, group: ReviewGroup
) -> None:
    """A conflict and its substitute, and the substitute's own substitute."""
    first = reviews(stage)[0]
    stage.moved(first, "declare_conflict", first.expert.person, reason="合作发表过论文。")
    second = reviews(stage, "assigned")[-1]
    stage.moved(second, "decline", second.expert.person, reason="住院。")
    third = reviews(stage, "assigned")[-1]
    found = replaced_in(stage.session, group)
    assert [(r.expert, r.state, r.by) for r in found] == [
        (first.expert.person.name, "recused", second.expert.person.name),
        (second.expert.person.name, "declined", third.expert.person.name),
    ]
    assert {r.at for r in found} == {stage.now}


def test_an_expert_who_lets_the_time_pass_is_replaced_by_the_clock(
    stage: Stage, group: ReviewGroup
) -> None:
    late = reviews(stage)[0]
    for other in reviews(stage)[1:]:
        sign(stage, other)
    assert late.due_at is not None
    assert late.due_at.astimezone(SHANGHAI).time().isoformat() == "00:00:00"
    stage.at(late.due_at)
    assert late.state == "replaced"
    assert [r.state for r in reviews(stage)[1:]] == [*["signed"] * 4, "assigned"]


def test_a_chair_left_without_a_file_passes_the_chair_to_whoever_reads(
    stage: Stage, group: ReviewGroup
) -> None:
    """The panel would wait for somebody who has no part in it any more."""
    gone = chair(group)
    (own,) = (r for r in reviews(stage) if r.expert_id == group.chair_id)
    stage.moved(own, "decline", gone, reason="住院。")
    assert group.chair_id in {r.expert_id for r in reviews(stage, "assigned")}
    for review in reviews(stage, "assigned"):
        sign(stage, review)
    assert "role_required" in stage.refused(group, "lock", gone, opinion="意见一致。")
    stage.moved(group, "lock", chair(group), opinion="意见一致。")


def test_with_no_substitute_left_manager_and_supervisor_are_told(
    stage: Stage, group: ReviewGroup
) -> None:
    told = [stage.holder(role).id for role in (Role.EXPERT_MANAGER, Role.SUPERVISOR)]
    for seat in group.seats:
        if seat.is_substitute:
            seat.left_reason = "不在其位"
    review = reviews(stage)[1]
    stage.moved(review, "declare_conflict", review.expert.person, reason="同门。")
    rows = select(Message.person_id).where(Message.key.startswith("no_substitute"))
    assert sorted(stage.session.scalars(rows)) == sorted(told)


def test_the_chair_locks_when_all_have_signed_and_nobody_else_does(
    stage: Stage, group: ReviewGroup, applied: Applied
) -> None:
    *signing, last = reviews(stage)
    for review in signing:
        sign(stage, review)
    words = stage.refused(group, "lock", chair(group))
    assert words.keys() == {"every_review_signed", "enough_valid_reviews"}
    assert "1 份" in words["every_review_signed"].zh
    sign(stage, last)
    other = next(r.expert.person for r in reviews(stage) if r.expert_id != group.chair_id)
    assert "role_required" in stage.refused(group, "lock", other)
    stage.moved(group, "lock", chair(group), opinion="意见一致。")
    assert applied.proposal.state == "scored"
    assert (applied.proposal.score, applied.proposal.rank) == (80_00, 1)


def test_after_the_lock_no_review_changes(stage: Stage, group: ReviewGroup) -> None:
    for review in reviews(stage):
        sign(stage, review)
    stage.moved(group, "lock", chair(group))
    for review in reviews(stage):
        assert review.state == "closed"
        assert isinstance(reviewing.save(review, opinion(group.call, "10")), Problems)
        for move in ("submit_scores", "declare_conflict", "explain_deviation", "void"):
            by = review.expert.person
            assert stage.refused(review, move, by, reason="改。").keys() == {"state_has_changed"}
    assert stage.refused(group, "lock", chair(group)).keys() == {"state_has_changed"}


def test_the_review_of_a_call_ends_when_every_panel_has_locked(
    stage: Stage, group: ReviewGroup, applied: Applied
) -> None:
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    words = stage.refused(group.call, "finish_review", officer)["every_proposal_reviewed"]
    assert applied.proposal.title in words.zh
    for review in reviews(stage):
        sign(stage, review)
    stage.moved(group, "lock", chair(group))
    stage.moved(group.call, "finish_review", officer)
    assert group.call.state == "deliberation"
