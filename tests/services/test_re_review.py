"""A re-review: another panel, and the old result kept and void (P12)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.models import GroupProposal, Person, Proposal, ReviewGroup
from app.queries.record.trail import trail_of
from tests.services.calls_in_review import (
    accepted,
    at_work,
    chair,
    locked,
    proposals_of,
    reviews_in,
    sign_all,
)
from tests.services.stage import MATCHED, MINUTES, Stage
from workflows.hands import OFFICER
from workflows.mechanisms.open_competition import OPEN_COMPETITION
from workflows.roles import Role


@pytest.fixture
def scored(stage: Stage) -> Proposal:
    """One proposal, scored 80 without a defence."""
    call = accepted(stage, experts=22)
    locked(stage, call)
    (one,) = proposals_of(stage, call)
    return one


def test_a_re_review_waits_for_whoever_forms_its_panel_too() -> None:
    assert OPEN_COMPETITION.state("re_review").hands >= OFFICER


def test_a_re_review_has_a_new_panel_and_keeps_the_old_result_marked_void(
    stage: Stage, scored: Proposal
) -> None:
    supervisor = stage.holder(Role.SUPERVISOR)
    assert stage.refused(scored, "order_re_review", supervisor).keys() == {"missing_evidence"}
    stage.moved(scored, "order_re_review", supervisor, evidence="一名专家未申报回避。")
    assert (scored.score, scored.rank) == (None, None)
    first = stage.session.scalars(select(ReviewGroup)).one()
    again = at_work(stage, scored.call, "re_review")
    judges = {r.expert_id for r in reviews_in(stage, first)}
    assert not judges & {s.expert_id for s in again.seats}
    sign_all(stage, again, "70")
    stage.moved(again, "lock", chair(again))
    assert (scored.state, scored.score) == ("scored", 70_00)
    old = stage.session.scalars(
        select(GroupProposal).where(GroupProposal.group_id == first.id)
    ).one()
    assert old.voided_at is not None
    assert old.result["score"] == 80_00
    assert len(reviews_in(stage, first, "closed")) == 5
    words = stage.refused(scored, "order_re_review", supervisor, evidence="再来一次。")
    assert words.keys() == {"re_reviewed_at_most_once"}


def test_nothing_is_decided_while_a_re_review_runs(stage: Stage, scored: Proposal) -> None:
    officer, decides = stage.holder(Role.PROGRAMME_OFFICER), stage.holder(Role.DECISION_MAKER)
    stage.moved(scored.call, "finish_review", officer)
    stage.moved(scored, "decide_re_review", decides, **MINUTES, evidence="计算错误。")
    words = stage.refused(scored.call, "decide_list", decides, **MATCHED)
    assert scored.title in words["every_proposal_reviewed"].zh


def test_a_re_review_after_the_list_is_resolved_by_its_own_result(stage: Stage) -> None:
    """The list stood when the fault was found: a new panel, and the meeting decides again."""
    call = accepted(stage, experts=22)
    locked(stage, call)
    officer, decides = stage.holder(Role.PROGRAMME_OFFICER), stage.holder(Role.DECISION_MAKER)
    (one,) = proposals_of(stage, call)
    stage.moved(one, "decide_re_review", decides, **MINUTES, evidence="专家未申报回避。")
    call.state = "notice"
    again = at_work(stage, call, "re_review")
    sign_all(stage, again, "82")
    stage.moved(again, "lock", chair(again))
    assert list(stage.refused(one, "resolve", officer, **MINUTES)) == ["role_required"]
    stage.moved(one, "resolve", decides, **MINUTES)
    assert one.state == "awaiting_notice"


def test_the_fault_for_which_a_proposal_is_reviewed_again_is_not_told_to_its_team(
    stage: Stage, scored: Proposal
) -> None:
    supervisor, words = stage.holder(Role.SUPERVISOR), "评分专家与项目负责人两年前合作专利。"
    stage.moved(scored, "order_re_review", supervisor, evidence=words)

    def read(reader: Person, role: Role) -> str:
        return str(trail_of(stage.session, scored, reader, {role}))

    assert words in read(supervisor, Role.SUPERVISOR)
    assert words not in read(scored.pi, Role.APPLICANT)
