"""A proposal reviewed again for an objection to its scores: P12, P17."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.models import Notice, Proposal, Review
from app.services.experts import expert_profile
from tests.factories import expert
from tests.played import played_once
from tests.services.awarding import Ranked, investigated
from tests.services.calls_in_review import at_work, chair, sign_all
from tests.services.objecting import ANOTHER, RULING, rule
from tests.services.stage import MINUTES, Stage
from workflows.engine.calendar import local_date
from workflows.roles import Role


@played_once
def reviewed_again(stage: Stage, one: Proposal, **given: Any) -> Proposal:
    """An objection to its scores was upheld, and a new panel has given it 82 points."""
    rule(stage, investigated(stage, one), "uphold", outcome="re_review")
    assert (one.state, one.score) == ("re_review", None)
    for _ in range(12):
        expert(stage.session)
    again = at_work(stage, one.call, "re_review")
    sign_all(stage, again, "82", **given)
    stage.moved(again, "lock", chair(again))
    return one


def test_an_objection_upheld_against_the_scores_leads_to_new_ones_and_another_notice(
    stage: Stage, notice: Notice
) -> None:
    one = reviewed_again(stage, notice.items[0].proposal)
    assert (one.state, one.score) == ("scored", 82_00)
    stage.moved(one, "resolve", stage.holder(Role.DECISION_MAKER), **MINUTES)
    assert one.state == "awaiting_notice"


def test_what_was_re_reviewed_once_is_not_again_by_a_second_objection(
    stage: Stage, notice: Notice
) -> None:
    one = reviewed_again(stage, notice.items[0].proposal)
    one.state = "notice"
    second = investigated(stage, one, ANOTHER)
    decides = stage.holder(Role.DECISION_MAKER)
    words = stage.refused(second, "uphold", decides, **RULING, outcome="re_review")
    assert words.keys() == {"re_review_is_left"}
    rule(stage, second, "uphold", outcome="not_select")


def test_a_proposal_reviewed_again_keeps_its_place_until_it_is_resolved_on(
    stage: Stage, of_five: Ranked, notice: Notice
) -> None:
    one, meeting = of_five.proposals[0], stage.holder(Role.DECISION_MAKER)
    rule(stage, investigated(stage, one), "uphold", outcome="re_review")
    reserve = of_five.proposals[2]
    assert stage.refused(reserve, "promote", meeting, **RULING).keys() == {"place_is_free"}
    one.state = "not_selected"
    stage.moved(reserve, "promote", meeting, **RULING)


def test_what_a_second_panel_vetoes_is_not_awarded_whatever_its_score(
    stage: Stage, notice: Notice
) -> None:
    one = reviewed_again(stage, notice.items[0].proposal, vetoes={"ethics": "未经伦理审查。"})
    assert (one.state, one.score) == ("scored", 82_00)
    decides = stage.holder(Role.DECISION_MAKER)
    stage.moved(one, "resolve", decides, **MINUTES)
    assert one.state == "not_selected"


def test_a_re_review_that_loses_its_scores_to_conflicts_is_followed_by_another(
    stage: Stage, notice: Notice
) -> None:
    one = reviewed_again(stage, notice.items[0].proposal)
    decides, supervisor = map(stage.holder, (Role.DECISION_MAKER, Role.SUPERVISOR))
    again = stage.refused(one, "order_re_review", supervisor, evidence="重查。")
    assert "re_reviewed_at_most_once" in again
    judge = stage.session.scalars(
        select(Review).where(Review.proposal_id == one.id).order_by(Review.id.desc())
    ).first()
    assert judge is not None
    yesterday = local_date(stage.now) - timedelta(days=1)
    expert_profile.move_to(stage.session, judge.expert, one.lead_unit, yesterday, stage.now)
    words = stage.refused(one, "resolve", decides, **MINUTES)["re_review_scores_suffice"]
    assert "有效评分不足" in words.zh
    stage.moved(one, "order_re_review", supervisor, evidence="一名专家任职于申报单位。")
    assert (one.state, one.score) == ("re_review", None)
