"""Results on notice that can no longer take effect are drafted and put on notice anew (R9, R15)."""

from __future__ import annotations

from app.queries.attention.awaited import awaited_on
from app.queries.attention.waiting import waiting_for
from app.services.door.awaiting import turn_of
from app.services.races import outcomes
from app.services.races.noticing import results_withdrawn
from app.services.races.outcomes import Draft
from tests.services.race_course import assessed, decided, published, result, wait_for_appeals
from tests.services.racing import Racing, drafted, entered, kept, plan, signed, started
from tests.services.stage import MINUTES, Stage
from workflows.roles import Role


def overtaken(stage: Stage, *, c_held: bool) -> Racing:
    """C is the only one of its route and beyond the quota; B, which is ahead of it, is disqualified
    while the results are on notice."""
    racing = started(stage)
    assessed(racing, {"A": 88, "B": 80, "C": 76})
    assert result(racing, "C").ground == "only_route"
    if not c_held:
        drafts = {racing.team("C").id: Draft("eliminate", "与 A 队重复。")}
        saved = (racing.race_stage, drafts, racing.officer, stage.now)
        assert outcomes.save(stage.session, *saved) is None
    published(racing)
    if c_held:
        assert not offered(racing), "all can take effect"
    disqualify(racing, "B")
    return racing


def disqualify(racing: Racing, lane: str) -> None:
    supervisor = racing.stage.holder(Role.SUPERVISOR)
    racing.stage.moved(racing.team(lane), "disqualify", supervisor, evidence="数据伪造。")
    racing.stage.session.commit()


def offered(racing: Racing) -> bool:
    """Whether the stage is on the officer's list, and no more on the decision maker's."""
    stage, race_stage = racing.stage, racing.race_stage
    rows = [
        race_stage in waiting_for(stage.session, who, stage.now).page.rows
        for who in (racing.officer, racing.decision_maker)
    ]
    turn = turn_of(stage.session, race_stage, stage.now).hands
    assert awaited_on(stage.session, [race_stage], stage.now)["stage", race_stage.id].roles == turn
    assert rows == [turn == {role} for role in (Role.PROGRAMME_OFFICER, Role.DECISION_MAKER)]
    return rows[0]


def test_results_on_notice_that_a_departure_overtook_are_drafted_and_noticed_anew(
    stage: Stage,
) -> None:
    racing = overtaken(stage, c_held=True)
    scores = {lane: result(racing, lane).score for lane in "AC"}
    wait_for_appeals(racing)
    reasons = stage.refused(racing.race_stage, "decide", racing.decision_maker, **MINUTES)
    assert set(reasons) == {"stage_results_still_hold"}
    assert "须先撤回公示" in reasons["stage_results_still_hold"].zh
    assert "应予晋级，不得保持观察" in reasons["stage_results_still_hold"].zh
    assert offered(racing)
    stage.moved(racing.race_stage, "withdraw_result", racing.officer)
    assert (racing.race.state, racing.race_stage.state) == ("checkpoint", "assessing")
    assert racing.told("stage_results_overtaken") == "AC", "who is left"
    assert not racing.told("stage_results_withdrawn"), "no score is said to be void"
    withdrawn = results_withdrawn(stage.session, racing.race)
    assert withdrawn is not None
    assert not withdrawn.scores_void
    kept(racing)
    stage.moved(racing.race_stage, "draft_result", racing.officer)
    assert result(racing, "C").proposed == "advance"
    assert {lane: result(racing, lane).score for lane in "AC"} == scores
    published(racing)
    stage.refused(racing.race_stage, "decide", racing.decision_maker, **MINUTES)
    decided(racing)
    assert racing.states == "A:racing B:disqualified C:racing D:reserve"
    kept(racing)


def test_an_elimination_that_a_departure_overtook_is_withdrawn_with_the_results(
    stage: Stage,
) -> None:
    racing = overtaken(stage, c_held=False)
    wait_for_appeals(racing)
    reasons = stage.refused(racing.race_stage, "decide", racing.decision_maker, **MINUTES)
    assert "不得淘汰" in reasons["stage_results_still_hold"].zh
    stage.moved(racing.race_stage, "withdraw_result", racing.officer)
    assert racing.states == "A:at_checkpoint B:disqualified C:at_checkpoint D:reserve"
    kept(racing)


def test_no_result_that_was_not_on_notice_takes_effect_by_keeping_the_last_runner(
    stage: Stage,
) -> None:
    """§3.4, R9: nobody could object to it."""
    race = drafted(stage, plan(stage, converge_at=2))
    racing = signed(entered(stage, race=race))
    stage.moved(racing.race, "start", racing.officer)
    assessed(racing, {"A": 88, "B": 80, "C": 76})
    drafts = {racing.team("C").id: Draft("eliminate", "与 A 队重复。")}
    saved = (racing.race_stage, drafts, racing.officer, stage.now)
    assert outcomes.save(stage.session, *saved) is None
    published(racing)
    wait_for_appeals(racing)
    disqualify(racing, "B")
    assert outcomes.lacking(stage.session, racing.race_stage, stage.now)
    stage.moved(racing.race_stage, "keep_runner", racing.officer)
    assert result(racing, "C").proposed != "advance"
    stage.refused(racing.race_stage, "decide", racing.decision_maker, **MINUTES)
    stage.moved(racing.race_stage, "withdraw_result", racing.officer)
    kept(racing)


def test_what_an_appeal_won_while_on_notice_is_decided_and_not_withdrawn(stage: Stage) -> None:
    """R11: it was ruled on; the rules by which it was to be stopped undo it no more."""
    racing = started(stage)
    assessed(racing, {"A": 88, "B": 76, "C": 54})
    published(racing)
    stage.moved(racing.team("C"), "file_appeal", racing.pi("C"), evidence="检测有误。")
    ruling = {**MINUTES, "reason": "检测有误。"}
    stage.moved(racing.team("C"), "uphold_as_held", racing.decision_maker, **ruling)
    withdraw = stage.refused(racing.race_stage, "withdraw_result", racing.officer)
    assert withdraw.keys() & {"stage_scores_were_struck", "stage_results_hold_no_more"}
    decided(racing)
    assert racing.states == "A:racing B:racing C:held D:reserve"
    kept(racing)
