"""The limit on running projects is met at every moment of §3.5, and holds up nobody but whom it
concerns: acceptance of the file, promotion, the decision on no award."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app.models import Project, Proposal, ProposalVersion, Sanction
from app.services.eligibility.limits import limit_findings
from app.services.races import reserves
from tests.services.awarding import Ranked, decided, published
from tests.services.formal_checks import answer, failed
from tests.services.race_course import leave, struck
from tests.services.racing import ROUTES, Racing, started
from tests.services.running import awarded
from tests.services.stage import MINUTES, Applied, Stage
from tests.web.counting import counting
from workflows.engine.calendar import last_day
from workflows.parameters import DEFAULTS
from workflows.roles import Role

pytestmark = pytest.mark.own_sql

CALLING = {**MINUTES, "reason": "按备选顺序递补。"}
FALSE = {"evidence": "检测报告系伪造。", "reason": "查实。"}
REVIVED = {**MINUTES, "reason": "恢复参赛。"}
FAILED = {**MINUTES, "finding": "均不可行。", "report": "未冲线。"}
NOTHING = {**MINUTES, "reason": "均已退出。"}


def running_of(stage: Stage, proposal: Proposal) -> Project:
    """Another project that its leader leads."""
    return awarded(stage, pi=proposal.pi).project


def bar(stage: Stage, proposal: Proposal, ends_on: date | None = None) -> None:
    """Its leader, from today on."""
    act = {"act": "弄虚作假", "basis": "规则", "decided_by": "厅", "starts_on": stage.now.date()}
    stage.session.add(Sanction(person_id=proposal.pi_id, ends_on=ends_on, **act))
    stage.session.flush()


def over(stage: Stage, project: Project) -> None:
    project.state = "passed"
    stage.session.flush()
    stage.session.expire_all()


def test_no_file_is_accepted_whose_leader_is_above_the_limit(
    stage: Stage, checked: Applied
) -> None:
    answer(stage, checked)
    checker, running = stage.holder(Role.FORMAL_CHECKER), running_of(stage, checked.proposal)
    reasons = stage.refused(checked.proposal, "pass_formal_check", checker)
    words = reasons["eligible_when_accepted"]
    assert f"{checked.pi.name}主持在研项目 1 项，已达上限 1 项" in words.zh
    assert "判为不符合" in words.zh
    assert "mark the item on limits as not met" in words.en
    over(stage, running)
    stage.moved(checked.proposal, "pass_formal_check", checker)


def test_no_appeal_lets_a_file_in_whose_leader_is_above_the_limit(
    stage: Stage, checked: Applied
) -> None:
    failed(stage, checked)
    stage.serve(checked.proposal)
    stage.moved(checked.proposal, "appeal_formal_check", checked.pi, reason="属于方向三。")
    officer, running = stage.holder(Role.PROGRAMME_OFFICER), running_of(stage, checked.proposal)
    why = {"reason": "属于方向三。"}
    reasons = stage.refused(checked.proposal, "uphold_formal_appeal", officer, **why)
    assert reasons.keys() == {"eligible_when_accepted"}
    over(stage, running)
    stage.take(checked.proposal, "uphold_formal_appeal", officer, **why)
    stage.take(checked.proposal, "uphold_formal_appeal", stage.holder(Role.SUPERVISOR), **why)
    assert checked.proposal.state == "accepted"


@pytest.mark.parametrize(("sent", "is_too_old"), [(None, True), (date(2025, 12, 20), False)])
def test_nobody_grows_too_old_while_the_file_is_looked_at(
    stage: Stage, checked: Applied, sent: date | None, *, is_too_old: bool
) -> None:
    """60 at the start of 2026, and 59 at that of the year it was sent in."""
    checked.pi.born_on = date(1965, 6, 1)
    if sent:
        version = {"version": 1, "content": {}, "digest": "", "receipt_number": "SL2025-1"}
        at = datetime(sent.year, sent.month, sent.day, tzinfo=UTC)
        by = {"submitted_at": at, "submitted_by_id": checked.pi.id}
        stage.session.add(ProposalVersion(proposal_id=checked.proposal.id, **version, **by))
        stage.session.flush()
    rules = DEFAULTS | {"age_most": 59}
    found = limit_findings(stage.session, checked.proposal, rules, stage.now)
    assert any("周岁" in text.zh for text in found) is is_too_old


@pytest.fixture
def place_free(stage: Stage) -> Ranked:
    """One award has fallen away after the notice, and two are in reserve."""
    made = decided(stage)
    published(stage, made)
    stage.moved(made.proposals[0], "disqualify", stage.holder(Role.SUPERVISOR), **FALSE)
    return made


def test_no_reserve_is_promoted_whose_leader_is_above_the_limit(
    stage: Stage, place_free: Ranked
) -> None:
    reserve, meeting = place_free.proposals[2], stage.holder(Role.DECISION_MAKER)
    running = running_of(stage, reserve)
    reasons = stage.refused(reserve, "promote", meeting, **CALLING)
    assert reasons.keys() == {"reserve_within_running_limits"}
    assert "也可递补其他备选" in reasons["reserve_within_running_limits"].zh
    over(stage, running)
    stage.moved(reserve, "promote", meeting, **CALLING)


def test_another_reserve_is_promoted_meanwhile(stage: Stage, place_free: Ranked) -> None:
    _, _, reserve, other, _ = place_free.proposals
    running_of(stage, reserve)
    stage.moved(other, "promote", stage.holder(Role.DECISION_MAKER), **CALLING)


@pytest.fixture
def left_to_reserves(stage: Stage) -> Ranked:
    """All proposed left before the notice; two are in reserve."""
    made = decided(stage)
    for one in made.proposals[:2]:
        stage.moved(one, "disqualify", stage.holder(Role.SUPERVISOR), **FALSE)
    stage.moved(made.call, "announce_without_notice", stage.holder(Role.PROGRAMME_OFFICER))
    return made


def test_reserves_that_nobody_may_promote_hold_up_no_decision_on_no_award(
    stage: Stage, left_to_reserves: Ranked
) -> None:
    """Neither one above the limit nor one that is barred; one that can be called is called."""
    call, meeting = left_to_reserves.call, stage.holder(Role.DECISION_MAKER)
    above, barred = left_to_reserves.proposals[2:4]
    running_of(stage, above)
    reasons = stage.refused(call, "award_nothing", meeting, **NOTHING)
    assert barred.title in reasons["no_award_in_play"].zh
    assert above.title not in reasons["no_award_in_play"].zh
    bar(stage, barred)
    stage.moved(call, "award_nothing", meeting, **NOTHING)
    assert (above.state, barred.state) == ("not_selected", "not_selected")


@pytest.fixture
def in_rescue(stage: Stage) -> Racing:
    """C is in reserve, and the race needs somebody."""
    racing = started(stage, ROUTES[:2])
    leave(racing, "B")
    return racing


def test_a_reserve_above_the_limit_is_no_way_out_of_a_rescue(
    stage: Stage, in_rescue: Racing
) -> None:
    running = running_of(stage, in_rescue.team("C").proposal)
    meeting = in_rescue.decision_maker
    reasons = stage.refused(in_rescue.race, "fail_rescue", meeting, **FAILED)
    assert "候补" not in reasons["race_untried"].zh
    over(stage, running)
    reasons = stage.refused(in_rescue.race, "fail_rescue", meeting, **FAILED)
    assert "须先启用候补团队" in reasons["race_untried"].zh


def test_a_barred_reserve_is_no_way_out_of_a_rescue(stage: Stage, in_rescue: Racing) -> None:
    bar(stage, in_rescue.team("C").proposal)
    reasons = stage.refused(in_rescue.race, "fail_rescue", in_rescue.decision_maker, **FAILED)
    assert "候补" not in reasons["race_untried"].zh


def test_a_reserve_whose_bar_ends_while_it_may_still_be_called_holds_up_the_decision_on_no_award(
    stage: Stage, left_to_reserves: Ranked
) -> None:
    call, meeting = left_to_reserves.call, stage.holder(Role.DECISION_MAKER)
    above, barred = left_to_reserves.proposals[2:4]
    running_of(stage, above)
    assert barred.due_at is not None
    lapses = last_day(barred.due_at)
    bar(stage, barred, lapses - timedelta(days=1))
    reasons = stage.refused(call, "award_nothing", meeting, **NOTHING)
    assert barred.title in reasons["no_award_in_play"].zh
    bar(stage, barred, lapses)
    stage.moved(call, "award_nothing", meeting, **NOTHING)


def test_a_reserve_whose_bar_ends_while_a_rescue_may_still_be_chosen_is_a_way_out(
    stage: Stage, in_rescue: Racing
) -> None:
    race, reserve = in_rescue.race, in_rescue.team("C").proposal
    assert race.due_at is not None
    until = last_day(race.due_at)
    bar(stage, reserve, until - timedelta(days=1))
    reasons = stage.refused(race, "fail_rescue", in_rescue.decision_maker, **FAILED)
    assert "须先启用候补团队" in reasons["race_untried"].zh
    bar(stage, reserve, until)
    reasons = stage.refused(race, "fail_rescue", in_rescue.decision_maker, **FAILED)
    assert "候补" not in reasons["race_untried"].zh


@pytest.mark.parametrize("above", ["one", "all"])
def test_barred_reserves_are_found_by_as_many_statements_as_one(stage: Stage, above: str) -> None:
    made = decided(stage)
    *_, one, other, last = made.proposals
    held = (one, other, last)
    for proposal in held:
        proposal.state = "reserve"
    for proposal in held if above == "all" else (one,):
        bar(stage, proposal)
    stage.session.expire_all()
    with counting(stage.session.get_bind()) as asked:
        found = reserves.not_to_be_called(stage.session, made.call, stage.now)
    assert set(found) == {p.id for p in (held if above == "all" else (one,))}
    assert sum("sanction" in statement for statement in asked) == 1


def test_no_team_is_revived_whose_leader_is_above_the_limit(stage: Stage) -> None:
    racing = struck(stage)
    team, leader = racing.team("C"), racing.pi("C")
    running = running_of(stage, team.proposal)
    running.state = "active"
    stage.session.flush()
    reasons = stage.refused(team, "revive", racing.decision_maker, **REVIVED)
    assert reasons.keys() == {"team_leader_may_race_again"}
    assert f"{leader.name}主持在研项目 1 项" in reasons["team_leader_may_race_again"].zh
    over(stage, running)
    stage.signed(team, "revive", racing.decision_maker, **REVIVED)


def test_many_reserves_are_looked_at_by_as_many_statements_as_one(stage: Stage) -> None:
    made = decided(stage)
    *_, one, other, last = made.proposals

    def statements(*held: Proposal) -> int:
        for proposal in (one, other, last):
            proposal.state = "reserve" if proposal in held else "not_selected"
        stage.session.flush()
        with counting(stage.session.get_bind()) as asked:
            assert reserves.not_to_be_called(stage.session, made.call, stage.now) == []
        return len(asked)

    statements(one)
    assert statements(one) == statements(one, other, last)
