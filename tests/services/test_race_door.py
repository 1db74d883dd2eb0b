"""A race at the door: nobody kills the last runner, a stage is one decision (R1-R22, I1-I10)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from app.models import Letter, Payment, Project, StageResult
from app.services.races import outcomes
from app.services.races.money import books_of
from app.services.races.outcomes import Draft
from app.services.races.snapshot import snapshot
from app.worker.context import Context
from tests.services.racing import (
    ROUTES,
    WAN,
    Racing,
    assessed,
    decided,
    drafted,
    entered,
    hand_in,
    measured,
    paid_up,
    plan,
    published,
    reallocated,
    sign,
    signed,
    started,
    through_stage,
    to_checkpoint,
    wait_for_appeals,
)
from tests.services.stage import MINUTES, Stage
from tests.services.test_two_at_once import act, at_once, keys
from workflows.engine.calendar import end_of_day
from workflows.engine.decide import Refusals
from workflows.race.invariants import violations
from workflows.roles import Role


def kept(racing: Racing) -> None:
    """I1-I10 hold as the race is committed."""
    racing.refresh()
    assert violations(snapshot(racing.stage.session, racing.race, racing.stage.now)) == ()


def letters(racing: Racing, kind: str) -> int:
    query = select(func.count(Letter.id)).where(Letter.letter_kind == kind)
    return racing.stage.session.scalar(query) or 0


def result(racing: Racing, lane: str) -> StageResult:
    team = racing.team(lane)
    return next(r for r in racing.node.results if r.team_id == team.id)


def test_a_race_without_a_finish_line_is_not_posted(stage: Stage) -> None:
    race = drafted(stage)
    race.finish_line = []
    reasons = stage.refused(race, "post", Role.SYSTEM_CLOCK)
    assert "冲线标准" in reasons["race_plan_problems"].zh


def test_stages_and_prize_must_make_up_the_budget(stage: Stage) -> None:
    race = drafted(stage, budget=1300 * WAN)
    reasons = stage.refused(race, "post", Role.SYSTEM_CLOCK)
    assert "1,200.00 万元" in reasons["race_plan_problems"].zh
    assert "1,300.00 万元" in reasons["race_plan_problems"].zh


def test_a_call_cannot_be_published_before_its_race_can(stage: Stage) -> None:
    race = drafted(stage)
    race.loser_rule = ""
    race.call.state, race.call.contact, race.call.contact_phone = "approved", "张", "1"
    race.call.open_at = stage.now + timedelta(days=1)
    race.call.close_at = stage.now + timedelta(days=40)
    reasons = stage.refused(race.call, "publish", race.call.drafted_by)
    assert "race_plan_problems" in reasons


def test_teams_on_one_route_do_not_make_a_race(stage: Stage) -> None:
    racing = entered(stage, ("硫化物", "硫化物"))
    reasons = stage.refused(racing.race, "select_teams", Role.SYSTEM_CLOCK)
    assert "只有 1 条技术路线" in reasons["race_entry_problems"].zh


def test_a_race_needs_a_reserve(stage: Stage) -> None:
    racing = entered(stage, reserves=0)
    reasons = stage.refused(racing.race, "select_teams", Role.SYSTEM_CLOCK)
    assert "候补 0 个" in reasons["race_entry_problems"].zh


def test_teams_share_no_member_and_no_controller(stage: Stage) -> None:
    racing = entered(stage)
    one, other, third = (a.proposal for a in racing.applied[:3])
    other.pi_id = one.pi_id
    third.lead_unit.parent_id = one.lead_unit_id
    stage.session.flush()
    reasons = stage.refused(racing.race, "select_teams", Role.SYSTEM_CLOCK)
    assert "有共同成员" in reasons["race_entry_problems"].zh
    assert "受同一主体控制" in reasons["race_entry_problems"].zh


def test_nobody_starts_before_everybody_has_signed_the_same_terms(stage: Stage) -> None:
    racing = signed(entered(stage))
    racing.team("B").agreed = "another"
    reasons = stage.refused(racing.race, "start", racing.officer)
    assert reasons["race_start_problems"].zh == "尚不能起跑：B队所签指标不一致。"


def test_a_running_race_cannot_be_cancelled(stage: Stage) -> None:
    racing = started(stage)
    reasons = stage.refused(racing.race, "cancel", racing.decision_maker, reason="不办了。")
    assert "state_has_changed" in reasons


def test_stage_one_is_shared_equally_to_the_cent(stage: Stage) -> None:
    """Item 19: 100 yuan do not divide by three."""
    race = drafted(stage, plan(stage, pools=(100, 480, 240)))
    race.stages[0].pool = 100_00
    race.stages[1].pool += 100 * WAN - 100_00
    racing = signed(entered(stage, race=race))
    stage.moved(racing.race, "start", racing.officer)
    amounts = stage.session.scalars(select(Payment.amount).order_by(Payment.amount)).all()
    assert amounts == [33_33, 33_33, 33_34]
    kept(racing)


def test_with_every_team_below_the_line_nobody_is_eliminated(stage: Stage) -> None:
    """Item 15."""
    racing = started(stage)
    assessed(racing, {"A": 55, "B": 40, "C": 30})
    assert {result(racing, lane).proposed for lane in "ABC"} == {"hold"}
    reasons = stage.refused(racing.node, "publish_result", racing.officer)
    assert "各队均低于保持线，不得淘汰" in reasons["stage_outcome_breaches"].zh
    stage.signed(racing.race, "extend_all", racing.officer, days="60", reason="全部低于保持线。")
    stage.moved(racing.race, "extend_all", racing.decision_maker)
    assert racing.states == "A:racing B:racing C:racing D:reserve"
    assert racing.race.state == "running"
    kept(racing)


def last_runner(stage: Stage) -> Racing:
    """Two teams, and only A can still pay for the way to the finish."""
    racing = started(stage, ROUTES[:2], cost=500)
    to_checkpoint(racing)
    hand_in(racing, "A", cost=400)
    hand_in(racing, "B", cost=5000)
    return racing


def kill(racing: Racing) -> None:
    """The officer drafts the end of the last runner against the rules."""
    drafts = {racing.team("A").id: Draft("eliminate", "评委意见。")}
    answer = outcomes.save(
        racing.stage.session, racing.node, drafts, racing.officer, racing.stage.now
    )
    assert answer is None
    racing.stage.session.flush()


def test_no_decision_kills_the_last_runner(stage: Stage) -> None:
    """Item 16: refused with the arithmetic; the best-ranked would-be loser is held instead."""
    racing = started(stage, ROUTES[:2], cost=500)
    assessed(racing, {"A": 80, "B": 62})
    racing.team("B").cost_to_finish = 9000 * WAN
    stage.session.flush()
    kill(racing)
    reasons = stage.refused(racing.node, "publish_result", racing.officer)
    words = reasons["stage_outcome_breaches"].zh
    assert "没有团队还能冲线" in words
    assert "9,000.00 万元" in words
    stage.moved(racing.node, "keep_runner", racing.officer)
    assert result(racing, "A").proposed == "hold"
    assert result(racing, "A").ground == "last_runner"
    assert "保底" in result(racing, "A").reason["zh"]


def test_teams_do_not_merge_during_a_checkpoint(stage: Stage) -> None:
    """Item 17."""
    racing = started(stage)
    agree(racing, "A", "C")
    agree(racing, "C", "A")
    to_checkpoint(racing)
    reasons = stage.refused(racing.team("C"), "merge", racing.decision_maker, **MINUTES)
    assert "team_no_checkpoint_is_open" in reasons


def agree(racing: Racing, lane: str, partner: str) -> None:
    words = {"partner": partner, "agreement": "A 牵头，成果共享，经费与人员并入。"}
    team, stage = racing.team(lane), racing.stage
    stage.signed(team, "agree_to_merge", racing.pi(lane), **words)
    stage.moved(team, "agree_to_merge", racing.unit(lane))


def test_two_complementary_teams_merge_and_their_commitment_is_conserved(stage: Stage) -> None:
    racing = started(stage)
    agree(racing, "C", "A")
    reasons = stage.refused(racing.team("C"), "merge", racing.decision_maker, **MINUTES)
    assert "对方尚未同意" in reasons["team_merge_is_agreed"].zh
    agree(racing, "A", "C")
    before = sum(m.committed for m in books_of(stage.session, racing.race).teams.values())
    stage.moved(racing.team("C"), "merge", racing.decision_maker, **MINUTES)
    racing.refresh()
    after = sum(m.committed for m in books_of(stage.session, racing.race).teams.values())
    assert racing.states == "A:racing B:racing C:merged D:reserve"
    assert after == before
    kept(racing)


def test_leaving_does_not_replace_an_elimination_on_notice(stage: Stage) -> None:
    """Item 18."""
    racing = started(stage)
    assessed(racing, {"A": 88, "B": 76, "C": 54})
    published(racing)
    reasons = stage.refused(racing.team("C"), "withdraw", racing.pi("C"), reason="另有安排。")
    assert "team_elimination_is_not_proposed" in reasons


def test_who_leaves_before_any_notice_returns_what_was_not_paid(stage: Stage) -> None:
    racing = started(stage)
    leave(racing, "C")
    assert racing.race.state == "running"
    books = books_of(stage.session, racing.race)
    assert books.teams[racing.team("C").id].committed == 0
    assert books.uncommitted == (1200 - 240) * WAN
    kept(racing)


def leave(racing: Racing, lane: str) -> None:
    racing.stage.signed(racing.team(lane), "withdraw", racing.pi(lane), reason="另有安排。")
    racing.stage.moved(racing.team(lane), "withdraw", racing.unit(lane))
    racing.refresh()


def test_a_broken_floor_means_a_rescue_in_the_same_commit(stage: Stage) -> None:
    racing = started(stage, ROUTES[:2])
    leave(racing, "B")
    assert racing.states == "A:racing B:withdrawn C:reserve"
    assert racing.race.state == "rescue"
    reasons = stage.refused(racing.race, "end_rescue", racing.officer)
    assert "在赛团队仅 1 支" in reasons["race_shortfall"].zh
    reasons = stage.refused(
        racing.race,
        "fail_rescue",
        racing.decision_maker,
        **MINUTES,
        finding="无",
        report="无",
    )
    assert "race_nobody_can_finish" in reasons
    kept(racing)


def test_a_reserve_that_has_signed_joins_and_ends_the_rescue(stage: Stage) -> None:
    racing = started(stage, ROUTES[:2])
    leave(racing, "B")
    reserve = next(a for a in racing.applied if a.proposal.id == racing.team("C").proposal_id)
    reasons = stage.refused(racing.team("C"), "join", racing.officer)
    assert "team_has_signed" in reasons
    row = stage.moved(
        reserve.proposal, "promote", racing.decision_maker, **MINUTES, reason="启用候补。"
    )
    reserve.proposal.state = "approved"
    sign(racing, reserve, row.history_id)
    stage.moved(racing.team("C"), "join", racing.officer)
    stage.moved(racing.race, "end_rescue", racing.officer)
    assert racing.states == "A:racing B:withdrawn C:racing"
    assert books_of(stage.session, racing.race).teams[racing.team("C").id].committed > 0
    kept(racing)


def test_the_team_eliminated_last_is_revived_with_its_consent(stage: Stage) -> None:
    racing = started(stage)
    paid_up(racing)
    through_stage(racing, {"A": 88, "B": 76, "C": 54})
    racing.team("A").cost_to_finish = racing.team("B").cost_to_finish = 9000 * WAN
    stage.session.flush()
    route = racing.team("A").route
    stage.moved(route, "find_infeasible", racing.decision_maker, **MINUTES, finding="路线不可行。")
    assert racing.race.state == "rescue"
    stage.signed(racing.team("C"), "revive", racing.pi("C"), reason="同意复活。")
    stage.moved(racing.team("C"), "revive", racing.decision_maker)
    assert racing.team("C").state == "racing"
    kept(racing)


def test_the_floor_is_waived_only_after_a_supplementary_entry(stage: Stage) -> None:
    racing = started(stage, ROUTES[:2])
    leave(racing, "B")
    waive = {**MINUTES, "reason": "补充征集无人响应。"}
    reasons = stage.refused(racing.race, "waive_floor", racing.decision_maker, **waive)
    assert "race_supplementary_entry_was_tried" in reasons
    stage.moved(racing.race, "open_supplementary_entry", racing.decision_maker, **waive)
    stage.moved(racing.race, "waive_floor", racing.decision_maker, **waive)
    stage.moved(racing.race, "end_rescue", racing.officer)
    assert (racing.race.state, racing.race.rescues) == ("running", 1)
    kept(racing)


def test_a_route_found_infeasible_leads_into_a_rescue_when_nobody_else_can_finish(
    stage: Stage,
) -> None:
    racing = started(stage, ROUTES[:2])
    racing.team("B").cost_to_finish = 9000 * WAN
    stage.session.flush()
    route = racing.team("A").route
    stage.moved(
        route, "find_infeasible", racing.decision_maker, **MINUTES, finding="界面副反应不可控。"
    )
    assert racing.race.state == "rescue"
    stage.moved(
        racing.race,
        "fail_rescue",
        racing.decision_maker,
        **MINUTES,
        finding="无可行团队。",
        report="路线不可行，余款退回。",
    )
    assert racing.race.state == "no_finish"
    assert racing.states == "A:not_finished B:not_finished C:not_finished"
    assert letters(racing, "no_finish_report") == 1
    kept(racing)


def test_a_stage_is_decided_for_all_teams_at_once_in_one_document(stage: Stage) -> None:
    """I9: and never before notice and appeals are over."""
    racing = started(stage)
    paid_up(racing)
    assessed(racing, {"A": 88, "B": 76, "C": 54})
    published(racing)
    assert racing.states == "A:at_checkpoint B:at_checkpoint C:elim_pending D:reserve"
    reasons = stage.refused(racing.node, "decide", racing.decision_maker, **MINUTES)
    assert {"stage_notice_is_over", "stage_appeals_are_over"} <= reasons.keys()
    wait_for_appeals(racing)
    stage.moved(racing.node, "decide", racing.decision_maker, **MINUTES)
    assert racing.states == "A:racing B:racing C:eliminated D:reserve"
    assert letters(racing, "stage_decision") == 1
    assert letters(racing, "elimination_letter") == 1
    kept(racing)


def test_an_open_appeal_keeps_the_place_and_ring_fences_the_share(stage: Stage) -> None:
    racing = started(stage)
    paid_up(racing)
    appealed(racing)
    decided(racing)
    assert racing.states == "A:racing B:racing C:elim_pending D:reserve"
    reallocated(racing)
    fenced = racing.team("C").ring_fenced
    assert fenced > 0
    kept(racing)
    others = {t.lane: t.share for t in racing.race.teams if t.lane in "AB"}
    stage.moved(
        racing.team("C"), "uphold_as_held", racing.decision_maker, **MINUTES, reason="检测有误。"
    )
    assert racing.team("C").state == "held"
    assert {t.lane: t.share for t in racing.race.teams if t.lane in "AB"} == others
    kept(racing)


def appealed(racing: Racing) -> None:
    """C is to be stopped after stage 1, and appeals."""
    assessed(racing, {"A": 88, "B": 76, "C": 54})
    published(racing)
    racing.stage.moved(
        racing.team("C"), "file_appeal", racing.pi("C"), evidence="检测样品编号有误。"
    )
    racing.stage.session.commit()


def test_a_dismissed_appeal_frees_the_share(stage: Stage) -> None:
    racing = started(stage)
    paid_up(racing)
    appealed(racing)
    decided(racing)
    reallocated(racing)
    before = books_of(stage.session, racing.race).uncommitted
    stage.moved(
        racing.team("C"), "dismiss_appeal", racing.decision_maker, **MINUTES, reason="查无此误。"
    )
    assert racing.team("C").state == "eliminated"
    assert racing.team("C").ring_fenced == 0
    assert books_of(stage.session, racing.race).uncommitted == before
    assert letters(racing, "elimination_letter") == 1
    kept(racing)


def test_no_evidence_by_the_end_of_grace_is_a_zero(stage: Stage) -> None:
    racing = started(stage)
    assessed(racing, {"A": 88, "B": 76, "C": 80}, missing=("C",))
    assert result(racing, "C").score == 0
    assert result(racing, "C").proposed == "eliminate"


def test_evidence_after_the_grace_is_refused(stage: Stage) -> None:
    racing = started(stage)
    to_checkpoint(racing)
    team = racing.team("A")
    result(racing, "A").evidence = "节点报告。"
    stage.session.commit()
    stage.clock.move_to(end_of_day(racing.node.due_on + timedelta(days=10)))
    reasons = stage.refused(team, "submit_evidence", racing.pi("A"))
    assert "team_checkpoint_is_open" in reasons


def test_all_teams_stand_on_the_same_terms_and_a_changed_one_is_refused(stage: Stage) -> None:
    """I8: whatever moves next, the door sees that the field is no longer level."""
    racing = started(stage)
    to_checkpoint(racing)
    terms = dict(result(racing, "B").terms) | {"deadline": "2030-01-01"}
    result(racing, "B").terms = terms
    team = racing.team("A")
    result(racing, "A").evidence = "节点报告。"
    stage.session.commit()
    reasons = stage.refused(team, "submit_evidence", racing.pi("A"))
    assert "考核条件不一致" in reasons["race_I8"].zh


def test_a_joint_extension_is_for_all_teams_or_none(stage: Stage) -> None:
    racing = started(stage)
    due = racing.node.due_on
    extend = {"days": "45", "reason": "检测排队。"}
    for lane in "AB":
        stage.moved(racing.team(lane), "ask_extension", racing.pi(lane), reason="检测排队。")
    reasons = stage.refused(racing.race, "extend_jointly", racing.officer, **extend)
    assert "C" in reasons["race_not_asked"].zh
    stage.moved(racing.team("C"), "ask_extension", racing.pi("C"), reason="检测排队。")
    stage.moved(racing.race, "extend_jointly", racing.officer, **extend)
    assert racing.node.due_on == due + timedelta(days=30)
    reasons = stage.refused(racing.team("A"), "ask_extension", racing.pi("A"), reason="再延。")
    assert "team_has_not_asked" in reasons
    kept(racing)


def test_a_refocus_is_the_same_version_for_all_and_never_inside_a_checkpoint(stage: Stage) -> None:
    racing = started(stage)
    line = [{**racing.race.finish_line[0], "target": "420"}]
    racing.race.new_target, racing.race.new_line = "能量密度提高到 420 Wh/kg。", line
    stage.session.flush()
    stage.moved(racing.race, "propose_refocus", racing.officer, finding="节点结果优于预期。")
    stage.moved(racing.race, "adopt_refocus", racing.decision_maker, **MINUTES)
    assert (racing.race.state, racing.race.target_version) == ("running", 2)
    assert racing.race.finish_line[0]["target"] == "420"
    assert letters(racing, "target_adjustment") == 1
    kept(racing)
    racing.race.new_target, racing.race.new_line = "再提高。", line
    to_checkpoint(racing)
    reasons = stage.refused(racing.race, "propose_refocus", racing.officer, finding="再提高。")
    assert "state_has_changed" in reasons


def test_a_weaker_target_is_decided_after_its_public_notice_only(stage: Stage) -> None:
    racing = started(stage)
    racing.race.new_target = "能量密度达到 380 Wh/kg。"
    racing.race.new_line = [{**racing.race.finish_line[0], "target": "380"}]
    stage.session.flush()
    stage.moved(racing.race, "propose_refocus", racing.officer, finding="材料极限。")
    reasons = stage.refused(racing.race, "adopt_refocus", racing.decision_maker, **MINUTES)
    assert "race_weaker_target_was_publicised" in reasons
    stage.at(stage.now + timedelta(days=12))
    stage.moved(racing.race, "adopt_refocus", racing.decision_maker, **MINUTES)
    assert racing.race.target_version == 2


def test_two_cross_and_the_first_valid_pass_wins(stage: Stage) -> None:
    racing = in_final(stage)
    today = racing.node.due_on
    measured(racing, "A", "405", today + timedelta(days=1))
    measured(racing, "B", "430", today)
    stage.moved(racing.race, "cross_line", racing.decision_maker, **MINUTES)
    assert racing.states == "A:runner_up B:finished C:not_finished"
    assert letters(racing, "crossing_certificate") == 2
    prizes = {
        p.basis_label: p.amount
        for p in stage.session.scalars(select(Payment).where(Payment.basis == "prize"))
    }
    assert sorted(prizes.values()) == [36 * WAN, 84 * WAN]
    kept(racing)


def in_final(stage: Stage) -> Racing:
    """A short race of two stages whose last one has ended."""
    race = drafted(stage, plan(stage, pools=(400, 680), quotas=(2, 1)))
    racing = signed(entered(stage, ROUTES[:2], race=race))
    stage.moved(racing.race, "start", racing.officer)
    through_stage(racing, {"A": 88, "B": 80})
    stage.at(end_of_day(racing.node.due_on) + timedelta(days=2))
    assert racing.race.state == "final"
    return racing


def test_nobody_crosses_one_extension_then_the_fault_of_every_team_is_found(
    stage: Stage,
) -> None:
    racing = in_final(stage)
    measured(racing, "A", "390")
    measured(racing, "B", "300")
    end = {**MINUTES, "finding": "未达标。", "report": "未冲线。"}
    reasons = stage.refused(racing.race, "end_without_finish", racing.decision_maker, **end)
    assert "race_no_extension_is_owed" in reasons
    stage.moved(racing.race, "extend_final", racing.decision_maker, **MINUTES, days="120")
    assert racing.race.state == "running"
    kept(racing)
    stage.at(end_of_day(racing.node.due_on) + timedelta(days=2))
    measured(racing, "A", "395")
    measured(racing, "B", "300")
    stage.moved(racing.race, "end_without_finish", racing.decision_maker, **end)
    assert racing.race.state == "no_finish"
    states = set(stage.session.scalars(select(Project.state)))
    assert states == {"fault_review"}
    kept(racing)


def test_a_claim_waits_for_the_others_and_leads_into_the_final(stage: Stage) -> None:
    racing = started(stage)
    stage.moved(racing.team("B"), "claim_finish", racing.pi("B"), evidence="已达 401 Wh/kg。")
    stage.at(stage.now + timedelta(days=20))
    assert racing.race.state == "running"
    stage.at(stage.now + timedelta(days=12))
    assert racing.race.state == "final"
    assert racing.states == "A:at_checkpoint B:at_checkpoint C:at_checkpoint D:reserve"
    kept(racing)


def test_of_two_who_decide_a_stage_at_once_one_decides(stage: Stage, context: Context) -> None:
    """Item 24."""
    racing = started(stage)
    assessed(racing, {"A": 88, "B": 76, "C": 54})
    published(racing)
    wait_for_appeals(racing)
    node = racing.node
    first, second = (
        act(stage, node, "decide", stage.holder(Role.DECISION_MAKER, which), **MINUTES)
        for which in ("first", "second")
    )
    one, two = at_once(stage, context, first, second)
    assert not isinstance(one, Refusals)
    assert keys(two) == {"state_has_changed"}
    assert letters(racing, "stage_decision") == 1
    kept(racing)


def test_the_officer_who_drafted_the_outcomes_cannot_decide_them(stage: Stage) -> None:
    racing = started(stage)
    assessed(racing, {"A": 88, "B": 76, "C": 54})
    published(racing)
    wait_for_appeals(racing)
    reasons: dict[str, Any] = stage.refused(racing.node, "decide", racing.officer, **MINUTES)
    assert "role_required" in reasons
