"""Nobody leads teams in two races at a time, by whatever way the second is entered (R2, R17)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.models import Decision, DecisionItem
from app.services.door.awaiting import turn_of
from tests.services import race_course
from tests.services.race_course import leave
from tests.services.racing import ROUTES, Racing, entered, letters, signed, started
from tests.services.stage import MINUTES, Stage
from workflows.hands import DECIDES
from workflows.roles import Role

CALLING = {**MINUTES, "reason": "启用候补。"}
FALSE = {"evidence": "检测报告系伪造。", "reason": "查实。"}
REVIVED = {**MINUTES, "reason": "恢复参赛。"}
FAILED = {**MINUTES, "finding": "均不可行。", "report": "未冲线。"}


@pytest.fixture
def elsewhere(stage: Stage) -> Racing:
    return signed(entered(stage))


@pytest.fixture
def struck(stage: Stage) -> Racing:
    return race_course.struck(stage)


@pytest.fixture
def in_rescue(stage: Stage, elsewhere: Racing) -> Racing:
    """C is in reserve; its leader leads a team elsewhere."""
    racing = started(stage, ROUTES[:2])
    leave(racing, "B")
    racing.team("C").proposal.pi_id = elsewhere.pi("A").id
    racing.refresh()
    return racing


def gone(racing: Racing, lane: str) -> None:
    """The team has left, and its project is over."""
    racing.team(lane).state, racing.project(lane).state = "withdrawn", "terminated"
    racing.refresh()


def test_a_reserve_whose_leader_races_elsewhere_is_not_promoted(
    stage: Stage, elsewhere: Racing, in_rescue: Racing
) -> None:
    reserve, meeting = in_rescue.team("C").proposal, in_rescue.decision_maker
    reasons = stage.refused(reserve, "promote", meeting, **CALLING)
    assert f"负责人已在“{elsewhere.race.title}”参赛" in reasons["race_leads_no_other_team"].zh
    gone(elsewhere, "A")
    stage.moved(reserve, "promote", meeting, **CALLING)


def test_a_reserve_that_cannot_be_called_is_no_way_out_that_is_left(
    stage: Stage, elsewhere: Racing, in_rescue: Racing
) -> None:
    race, meeting = in_rescue.race, in_rescue.decision_maker
    reasons = stage.refused(race, "fail_rescue", meeting, **FAILED)
    assert "候补" not in reasons["race_untried"].zh
    gone(elsewhere, "A")
    reasons = stage.refused(race, "fail_rescue", meeting, **FAILED)
    assert "须先启用候补团队" in reasons["race_untried"].zh


@pytest.mark.parametrize("stands", ["proposed", "notice", "objection", "approved"])
def test_a_promoted_reserve_counts_before_it_joins(
    stage: Stage, in_rescue: Racing, stands: str
) -> None:
    third = entered(stage)
    reserve = in_rescue.team("C").proposal
    reserve.pi_id = third.applied[0].pi.id
    stage.session.flush()
    stage.moved(third.race, "check_selection", Role.SYSTEM_CLOCK)
    reserve.state = stands
    stage.session.flush()
    reasons = stage.refused(third.race, "check_selection", Role.SYSTEM_CLOCK)
    assert f"入围“{in_rescue.race.title}”" in reasons["race_entry_problems"].zh


def test_a_team_whose_leader_races_elsewhere_meanwhile_is_not_revived(
    stage: Stage, elsewhere: Racing, struck: Racing
) -> None:
    struck.team("C").proposal.pi_id = elsewhere.pi("A").id
    struck.refresh()
    reasons = stage.refused(struck.team("C"), "revive", struck.decision_maker, **REVIVED)
    assert "team_leads_no_other" in reasons
    gone(elsewhere, "A")
    stage.signed(struck.team("C"), "revive", struck.decision_maker, **REVIVED)


@pytest.mark.parametrize("outcome", ["propose", "drop"])
def test_a_refused_revival_tells_no_result_before_its_notice(
    stage: Stage, elsewhere: Racing, struck: Racing, outcome: str
) -> None:
    """Chosen or left out, its leader reads the same until the notice."""
    entry = elsewhere.team("A").proposal
    struck.team("C").proposal.pi_id = entry.pi_id
    line = stage.session.scalars(
        select(DecisionItem).where(DecisionItem.proposal_id == entry.id)
    ).one()
    gone(elsewhere, "A")
    entry.state, line.outcome = "awaiting_notice", outcome
    struck.refresh()
    team, decides = struck.team("C"), struck.decision_maker
    reasons = stage.refused(team, "revive", decides, **REVIVED)
    assert "的结果尚未公示" in reasons["team_leads_no_other"].zh
    assert "议定" not in reasons["team_leads_no_other"].zh
    entry.state = "not_selected"
    stage.session.flush()
    stage.signed(team, "revive", decides, **REVIVED)


@pytest.fixture
def without_a_notice(stage: Stage, elsewhere: Racing) -> Racing:
    """All proposed left before the notice; the leader of the reserve leads a team elsewhere."""
    racing = entered(stage)
    call, (*proposed, last) = racing.race.call, racing.applied
    decision = stage.session.scalars(select(Decision).where(Decision.call_id == call.id)).one()
    call.state, decision.decided_at = "notice", stage.now
    for one in racing.applied:
        one.proposal.state = "awaiting_notice"
    racing.refresh()
    for one in proposed:
        stage.moved(one.proposal, "disqualify", stage.holder(Role.SUPERVISOR), **FALSE)
    stage.moved(call, "announce_without_notice", racing.officer)
    last.proposal.pi_id = elsewhere.pi("A").id
    racing.refresh()
    return racing


def test_a_reserve_that_cannot_be_called_holds_up_no_decision_on_no_award(
    stage: Stage, elsewhere: Racing, without_a_notice: Racing
) -> None:
    """It has its letter of non-award with the others, once; one that can be called is called."""
    call, reserve = without_a_notice.race.call, without_a_notice.applied[-1].proposal
    meeting, words = without_a_notice.decision_maker, {**MINUTES, "reason": "均已退出。"}
    assert turn_of(stage.session, call, stage.now).hands == DECIDES
    racing_there = elsewhere.team("A").state
    gone(elsewhere, "A")
    reasons = stage.refused(call, "award_nothing", meeting, **words)
    assert reserve.title in reasons["no_award_in_play"].zh
    elsewhere.team("A").state = racing_there
    elsewhere.refresh()
    assert "race_leads_no_other_team" in stage.refused(reserve, "promote", meeting, **CALLING)
    stage.moved(call, "award_nothing", meeting, **words)
    assert (call.state, reserve.state) == ("no_award", "not_selected")
    assert without_a_notice.race.state == "cancelled"
    assert letters(without_a_notice, "non_award_letter") == 1
