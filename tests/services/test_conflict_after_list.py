"""A conflict of interest that comes to light when the list has been decided: §3.2, P12."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.models import Message, Notice, Project, Proposal, Review
from app.services.experts import expert_profile
from tests.services.awarding import Ranked
from tests.services.objecting import END
from tests.services.stage import Stage
from workflows.engine.calendar import local_date
from workflows.roles import Role


def came_to_light(stage: Stage, proposal: Proposal, score: int, *, after_signing: int = 0) -> None:
    """One of its five scores, given this number of points, was that of an expert who had been of
    the applicant's unit since the day before it was signed, or joined so many days after."""
    scores = select(Review).where(Review.proposal_id == proposal.id).order_by(Review.id)
    review = stage.session.scalars(scores).first()
    assert review is not None
    review.scores = dict.fromkeys(review.scores, score * 100)
    review.signed_at = stage.now - timedelta(days=after_signing)
    yesterday = local_date(stage.now) - timedelta(days=1)
    expert_profile.move_to(stage.session, review.expert, proposal.lead_unit, yesterday, stage.now)


def told(stage: Stage, kind: str) -> list[int]:
    return list(
        stage.session.scalars(select(Message.person_id).where(Message.message_kind == kind))
    )


def fallen(stage: Stage, proposal: Proposal) -> int:
    struck = select(Review).where(Review.proposal_id == proposal.id, Review.struck_at.is_not(None))
    return len(stage.session.scalars(struck).all())


def test_a_score_in_conflict_falls_after_the_list_and_no_award_is_made_until_it_is_examined(
    stage: Stage, notice: Notice
) -> None:
    one, supervisor = notice.items[0].proposal, stage.holder(Role.SUPERVISOR)
    one.call.rules = {**one.call.rules, "min_valid_reviews": 3}
    came_to_light(stage, one, 92)
    assert fallen(stage, one) == 1
    assert told(stage, "score_struck_after_list") == [supervisor.id]
    assert (one.score, one.rank) == (92_00, 1), "what was decided on stands as it was"
    stage.at(END)
    assert one.state == "notice"
    assert supervisor.id in told(stage, "award_awaits_examination")
    stage.moved(one, "keep_award", supervisor, evidence="作废后仍居首位。")
    stage.at(END + timedelta(minutes=1))
    assert one.state == "approved"


def test_an_award_that_depended_on_the_score_is_not_kept_but_reviewed_again(
    stage: Stage, of_five: Ranked, notice: Notice
) -> None:
    """Without its best score the second comes after the reserve."""
    one, supervisor = of_five.proposals[1], stage.holder(Role.SUPERVISOR)
    one.call.rules = {**one.call.rules, "min_valid_reviews": 3}
    others = select(Review).where(Review.proposal_id == one.id).order_by(Review.id)
    for review in stage.session.scalars(others):
        review.scores = dict.fromkeys(review.scores, 87_00)
    came_to_light(stage, one, 100)
    words = {"evidence": "评分专家当时任职于申报单位。"}
    refused = stage.refused(one, "keep_award", supervisor, **words)
    assert refused.keys() == {"award_did_not_depend_on_it"}
    stage.moved(one, "order_re_review", supervisor, **words)
    assert (one.state, one.score) == ("re_review", None)


def test_a_tie_that_came_after_the_score_was_signed_is_no_conflict(
    stage: Stage, notice: Notice
) -> None:
    one = notice.items[0].proposal
    came_to_light(stage, one, 92, after_signing=2)
    assert fallen(stage, one) == 0
    stage.at(END)
    assert one.state == "approved"


def test_after_the_award_supervision_is_told_and_what_was_scored_stands(
    stage: Stage, notice: Notice
) -> None:
    one, supervisor = notice.items[0].proposal, stage.holder(Role.SUPERVISOR)
    stage.at(END)
    came_to_light(stage, one, 92)
    assert told(stage, "conflict_after_award") == [supervisor.id]
    assert fallen(stage, one) == 0
    project = stage.session.scalars(select(Project).where(Project.proposal_id == one.id)).one()
    assert project.state == "contracting"


def test_supervision_examines_nothing_where_no_score_fell(stage: Stage, notice: Notice) -> None:
    refused = stage.refused(
        notice.items[0].proposal,
        "order_re_review",
        stage.holder(Role.SUPERVISOR),
        evidence="查。",
    )
    assert refused.keys() == {"some_score_fell_since"}
