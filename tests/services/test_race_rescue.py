"""What leaves, and what brings a race back above its floor (R15, R17, R18, I1, I2)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.models import Letter
from app.services.door.awaiting import turn_of
from app.services.money.funds import fund_of
from app.services.money.positions import position
from app.services.races.board import awaited, outlook_of
from app.services.races.books import books_of
from app.services.races.ways_out import ways_out
from tests.services.race_course import (
    accounted,
    assessed,
    called_in,
    hand_in,
    leave,
    paid_up,
    through_stage,
    to_checkpoint,
)
from tests.services.racing import ROUTES, WAN, awarded, kept, letters, started
from tests.services.stage import MINUTES, Stage
from workflows.engine.calendar import end_of_day, local_date
from workflows.engine.decide import Turn
from workflows.hands import OFFICER
from workflows.parameters import DEFAULTS
from workflows.roles import Role


def test_who_leaves_before_any_notice_returns_what_was_not_paid(stage: Stage) -> None:
    racing = started(stage)
    leave(racing, "C")
    assert racing.race.state == "running"
    assert ways_out(stage.session, racing.race, stage.now) == ()
    books = books_of(stage.session, racing.race)
    assert books.teams[racing.team("C").id].committed == 0
    assert books.uncommitted == (1200 - 240) * WAN
    kept(racing)


def test_a_broken_floor_means_a_rescue_in_the_same_commit(stage: Stage) -> None:
    racing = started(stage, ROUTES[:2])
    leave(racing, "B")
    assert racing.states == "A:racing B:withdrawn C:reserve"
    assert racing.race.state == "rescue"
    reasons = stage.refused(racing.race, "end_rescue", racing.officer)
    assert "在赛团队仅 1 支" in reasons["race_shortfall"].zh
    open_ways: list[str] = []
    closed: list[str] = []
    for way in ways_out(stage.session, racing.race, stage.now):
        (closed if way.refusals else open_ways).append(way.label.zh)
        assert way.hands - {Role.PANEL_CHAIR} == {Role.DECISION_MAKER}
    assert open_ways == ["备选递补", "补充征集团队"]
    assert closed == ["降低下限为一个团队", "救援失败，终止赛事", "认定目标已被他方实现"]
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


def test_what_the_teams_honestly_report_is_taken_and_where_nobody_can_finish_brings_a_rescue(
    stage: Stage,
) -> None:
    racing = started(stage, ROUTES[:2])
    paid_up(racing)
    to_checkpoint(racing)
    hand_in(racing, "A", cost=2500)
    assert racing.race.state == "checkpoint", "B can still finish"
    hand_in(racing, "B", cost=2500)
    assert racing.states == "A:at_checkpoint B:at_checkpoint C:reserve"
    assert racing.race.state == "rescue"
    reasons = stage.refused(racing.race, "end_rescue", racing.officer)
    assert "没有团队还能冲线" in reasons["race_shortfall"].zh
    kept(racing)


def test_a_reserve_that_has_signed_joins_and_ends_the_rescue(stage: Stage) -> None:
    racing = started(stage, ROUTES[:2])
    leave(racing, "B")
    assert stage.refused(racing.team("C"), "join", racing.officer).keys() == {"team_is_called"}
    called_in(racing, "C")
    stage.moved(racing.race, "end_rescue", racing.officer)
    assert racing.states == "A:racing B:withdrawn C:racing"
    assert books_of(stage.session, racing.race).teams[racing.team("C").id].committed > 0
    kept(racing)


def test_a_reserve_that_is_called_waits_for_its_notice_then_its_award_then_its_signatures(
    stage: Stage,
) -> None:
    racing = started(stage, ROUTES[:2])
    leave(racing, "B")
    one = next(a for a in racing.applied if a.proposal.id == racing.team("C").proposal_id)

    def waits_for() -> frozenset[Role]:
        ways = ways_out(stage.session, racing.race, stage.now)
        (refusal,) = next(way for way in ways if way.label.zh == "补入参赛").refusals
        return refusal.supplied_by

    leader = frozenset({Role.APPLICANT})
    told = turn_of(stage.session, one.proposal, stage.now, leader)
    assert told == Turn(frozenset()), "it waits for nobody as long as the race runs"
    words = {**MINUTES, "reason": "启用候补。"}
    row = stage.moved(one.proposal, "promote", racing.decision_maker, **words)
    assert turn_of(stage.session, one.proposal, stage.now, leader) == told, "not told before"
    assert turn_of(stage.session, one.proposal, stage.now, OFFICER).hands == OFFICER
    assert waits_for() == {Role.PROGRAMME_OFFICER}, "nothing to sign before it is announced"
    for state in ("notice", "objection"):
        one.proposal.state = state
        assert waits_for() == {Role.SYSTEM_CLOCK}
    one.proposal.state = "approved"
    awarded(racing, one, row.history_id)
    assert waits_for() == {Role.APPLICANT, Role.UNIT_ADMIN}


def test_with_every_team_below_the_line_a_rescue_brings_somebody_new(stage: Stage) -> None:
    """Or it ends the race, once every way out was tried (R16-R18)."""
    racing = started(stage)
    assessed(racing, {"A": 55, "B": 40, "C": 30})
    stage.moved(racing.race, "choose_rescue", racing.officer, reason="全部低于保持线。")
    reasons = stage.refused(racing.race, "end_rescue", racing.officer)
    assert "race_somebody_new_has_joined" in reasons
    words = {**MINUTES, "finding": "均不可行。", "report": "未冲线。"}
    reasons = stage.refused(racing.race, "fail_rescue", racing.decision_maker, **words)
    assert "须先补充征集" in reasons["race_untried"].zh
    assert "候补" not in reasons["race_untried"].zh, "the pool cannot pay it"
    reserve = racing.team("D").proposal
    calling = {**MINUTES, "reason": "启用候补。"}
    reasons = stage.refused(reserve, "promote", racing.decision_maker, **calling)
    assert "120.00 万元超出可机动经费 0.00 万元" in reasons["race_pool_bears_the_award"].zh
    outlook = outlook_of(stage.session, racing.race, stage.now)
    assert (outlook.slack, outlook.free) == (0, outlook.ahead), "which the board says in words"
    leave(racing, "C")
    reasons = stage.refused(racing.race, "fail_rescue", racing.decision_maker, **words)
    assert "须先启用候补团队" in reasons["race_untried"].zh
    called_in(racing, "D")
    reasons = stage.refused(racing.race, "fail_rescue", racing.decision_maker, **words)
    assert "race_nobody_can_finish" in reasons
    stage.moved(racing.race, "end_rescue", racing.officer)
    assert racing.states == "A:racing B:racing C:withdrawn D:racing"
    kept(racing)


def test_a_stage_that_goes_on_after_a_rescue_has_its_full_notice_again(stage: Stage) -> None:
    """Nobody stands before a checkpoint whose day has passed meanwhile."""
    racing = started(stage, ROUTES[:2])
    leave(racing, "B")
    before = racing.race_stage.due_on
    stage.at(end_of_day(before))
    called_in(racing, "C")
    stage.moved(racing.race, "end_rescue", racing.officer)
    notice = timedelta(days=DEFAULTS["race_call_days"])
    assert racing.race_stage.due_on > local_date(stage.now) + notice
    later = racing.race.stages[1].due_on - racing.race_stage.due_on
    assert later == timedelta(days=120), "all stages move together"
    stage.at(stage.now + timedelta(hours=1))
    assert racing.race.state == "running"


def test_the_time_to_choose_begins_anew_when_a_supplementary_entry_ends(stage: Stage) -> None:
    racing = started(stage, ROUTES[:2])
    leave(racing, "B")
    words = {**MINUTES, "reason": "在赛团队低于下限。"}
    stage.moved(racing.race, "open_supplementary_entry", racing.decision_maker, **words)
    until = racing.race.entry_until
    assert until is not None
    assert racing.race.due_at is not None
    assert racing.race.due_at > until
    waiting = [
        (one.what.zh, one.due_at) for one in awaited(stage.session, racing.race, stage.now, OFFICER)
    ]
    assert waiting == [("等待新的团队报名", until), ("保底救援", racing.race.due_at)]
    assert len(awaited(stage.session, racing.race, until, OFFICER)) == 1


def test_the_team_eliminated_last_is_revived_with_its_consent(stage: Stage) -> None:
    racing = started(stage)
    paid_up(racing)
    through_stage(racing, {"A": 88, "B": 76, "C": 54})
    racing.team("A").cost_to_finish = racing.team("B").cost_to_finish = 9000 * WAN
    stage.session.flush()
    route = racing.team("A").route
    fund = fund_of(stage.session, racing.project("C"))
    assert fund is not None
    assert fund.state == "balance_due"
    stage.moved(route, "find_infeasible", racing.decision_maker, **MINUTES, finding="路线不可行。")
    assert racing.race.state == "rescue"
    team, words = racing.team("C"), {**MINUTES, "reason": "恢复参赛。"}
    without = stage.refused(team, "revive", racing.decision_maker, reason="恢复参赛。")
    assert without.keys() == {"missing_minutes_number", "missing_minutes_date"}
    stage.signed(team, "revive", racing.decision_maker, **words)
    stage.moved(team, "revive", racing.pi("C"))
    assert team.state == "racing"
    assert fund.state == "normal", "a team that races on pays nothing back"
    letter = stage.session.scalars(select(Letter).where(Letter.letter_kind == "revival_notice"))
    printed = str(letter.one().payload)
    assert MINUTES["minutes_number"] in printed
    assert "从第2节点继续；第1节点的终止支持通知书不再执行" in printed
    kept(racing)


@pytest.mark.parametrize("days", [0, 35, 70])
def test_a_revived_team_whose_recovery_had_begun_pays_back_no_more(stage: Stage, days: int) -> None:
    racing = started(stage)
    paid_up(racing)
    through_stage(racing, {"A": 88, "B": 76, "C": 54})
    fund, finance = fund_of(stage.session, racing.project("C")), stage.holder(Role.FINANCE)
    assert fund is not None
    accounted(racing, "C")
    stage.moved(fund, "recover", finance)
    refund = {"refunded_on": local_date(stage.now).isoformat(), "reference": "TK-1"}
    stage.moved(fund, "record_refund", finance, **refund, amount=str(10 * WAN))
    for step in ("demand", "default")[: days // 35]:
        stage.moved(fund, step, Role.SYSTEM_CLOCK)
    owed_before = position(stage.session, fund.project).in_hand
    assert owed_before > 0
    racing.team("A").cost_to_finish = racing.team("B").cost_to_finish = 9000 * WAN
    stage.session.flush()
    route, words = racing.team("A").route, {**MINUTES, "finding": "路线不可行。"}
    stage.moved(route, "find_infeasible", racing.decision_maker, **words)
    words = {**MINUTES, "reason": "恢复参赛。"}
    stage.signed(racing.team("C"), "revive", racing.decision_maker, **words)
    stage.moved(racing.team("C"), "revive", racing.pi("C"))
    assert (fund.state, fund.owed, fund.ground) == ("normal", 0, "")
    assert position(stage.session, fund.project).in_hand == owed_before
    assert "recovery_has_ground" in stage.refused(fund, "recover", finance)
    kept(racing)
    pool = books_of(stage.session, racing.race).uncommitted
    stage.moved(fund, "record_refund", finance, **refund, amount=str(20 * WAN))
    stage.session.expire_all()
    assert position(stage.session, fund.project).in_hand == owed_before - 20 * WAN
    assert books_of(stage.session, racing.race).uncommitted == pool + 20 * WAN, (
        "sent before the revival and come after it: booked where it went, and not paid again"
    )
    kept(racing)


def test_the_floor_is_waived_only_after_a_supplementary_entry(stage: Stage) -> None:
    racing = started(stage, ROUTES[:2])
    leave(racing, "B")
    waive = {**MINUTES, "reason": "补充征集无人响应。"}
    reasons = stage.refused(racing.race, "waive_floor", racing.decision_maker, **waive)
    assert "race_supplementary_entry_was_tried" in reasons
    stage.moved(racing.race, "open_supplementary_entry", racing.decision_maker, **waive)
    reasons = stage.refused(racing.race, "waive_floor", racing.decision_maker, **waive)
    assert "race_supplementary_entry_was_tried" in reasons
    stage.at(stage.now + timedelta(days=DEFAULTS["race_supplementary_days"] + 1))
    stage.moved(racing.race, "waive_floor", racing.decision_maker, **waive)
    stage.moved(racing.race, "end_rescue", racing.officer)
    assert (racing.race.state, racing.race.rescues) == ("running", 1)
    kept(racing)


def test_a_route_found_infeasible_leads_into_a_rescue_when_nobody_else_can_finish(
    stage: Stage,
) -> None:
    racing = started(stage, ROUTES[:2])
    racing.team("B").cost_to_finish = 9000 * WAN
    racing.race.rescues = DEFAULTS["race_rescues_most"]
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
