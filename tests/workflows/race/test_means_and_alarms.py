"""What a team can still finish with, and what the board warns of."""

from __future__ import annotations

from dataclasses import replace

from tests.workflows.race.races import WAN, race, team
from workflows.race.alarms import alarms
from workflows.race.effect import changed
from workflows.race.means import can_finish, prospects_of, slack
from workflows.race.state import Money, RaceState
from workflows.race.words import RaceIs, TeamIs


def test_the_prospects_of_a_team_are_its_arithmetic() -> None:
    money = Money(paid=100 * WAN, ordered=20 * WAN, spent=90 * WAN)
    state = race(team("A", money=money), team("B"))
    assert can_finish(state, state.team("A"))
    assert prospects_of(state, state.team("A")).zh == (
        "A 队尚需 200.00 万元 − 自有 80.00 万元 = 缺口 120.00 万元，"
        "可用经费 840.00 万元，时间余 200 天"
    )
    assert "gap ¥1,200,000.00" in prospects_of(state, state.team("A")).en


def test_a_team_that_cannot_finish_says_why() -> None:
    state = race(team("A", plan_days=500), team("B"), team("C", state=TeamIs.WITHDRAWN))
    assert not can_finish(state, state.team("A"))
    assert "尚需 500 天，只剩 400 天" in prospects_of(state, state.team("A")).zh
    assert "不在赛" in prospects_of(state, state.team("C")).zh


def test_the_slack_is_what_no_stage_ahead_and_no_prize_waits_for() -> None:
    state = race(team("A"), team("B"), team("C"))
    assert slack(state) == 0
    assert slack(replace(state, uncommitted=845 * WAN, pool=state.pool + 5 * WAN)) == 5 * WAN


def test_alarms_name_what_is_the_last() -> None:
    assert warned(race(team("A"), team("B"), team("C"))) == []
    state = race(team("A", "r1"), team("B", "r1", cost_to_finish=9_000 * WAN))
    assert warned(state) == [
        "只剩 A 队还能冲线",
        "只剩一条技术路线",
        "在赛团队已到下限 2 支，不能再淘汰",
    ]
    nobody = changed(state, "A", cost_to_finish=9_000 * WAN)
    assert warned(nobody)[0] == "没有团队还能冲线"


def test_a_race_in_rescue_says_so_and_one_that_is_over_says_nothing() -> None:
    state = race(team("A", "r1"), team("B", "r1"))
    assert warned(replace(state, state=RaceIs.RESCUE))[0] == "赛题处于保底救援"
    assert warned(replace(state, state=RaceIs.FINISHED)) == []
    assert warned(replace(state, state=RaceIs.NOTICE)) == []


def warned(state: RaceState) -> list[str]:
    return [alarm.zh for alarm in alarms(state)]
