"""What the board shows of the future."""

from __future__ import annotations

from dataclasses import replace

from tests.workflows.race.races import WAN, race, team
from workflows.race.effect import changed
from workflows.race.forecast import forecast, prospect
from workflows.race.state import Money
from workflows.race.words import RaceIs, TeamIs


def test_a_prospect_is_the_arithmetic_of_one_team() -> None:
    money = Money(paid=100 * WAN, ordered=20 * WAN, spent=90 * WAN)
    state = race(team("A", money=money), team("B"))
    found = prospect(state, "A")
    assert (found.cost_to_finish, found.own_means, found.gap) == (200 * WAN, 80 * WAN, 120 * WAN)
    assert (found.pool_open, found.plan_days, found.spare_days) == (840 * WAN, 200, 200)
    assert found.feasible
    assert "缺口 120.00 万元" in found.reason.zh
    assert "gap ¥1,200,000.00" in found.reason.en


def test_a_team_that_cannot_finish_says_why() -> None:
    state = race(team("A", plan_days=500), team("B"), team("C", state=TeamIs.WITHDRAWN))
    assert not prospect(state, "A").feasible
    assert prospect(state, "A").spare_days == -100
    assert "尚需 500 天" in prospect(state, "A").reason.zh
    assert "不在赛" in prospect(state, "C").reason.zh


def test_the_reserve_the_gap_and_the_slack() -> None:
    state = race(team("A", cost_to_finish=300 * WAN), team("B"), team("C"))
    found = forecast(state)
    assert [one.team for one in found.prospects] == ["A", "B", "C"]
    assert found.can_finish
    assert (found.sprint_reserve, found.sprint_gap) == (720 * WAN, 150 * WAN)
    assert (found.slack, found.routes_alive, found.alarms) == (0, 3, ())
    richer = replace(state, uncommitted=845 * WAN, pool=state.pool + 5 * WAN)
    assert forecast(richer).slack == 5 * WAN


def test_alarms_name_what_is_the_last() -> None:
    state = race(team("A", "r1"), team("B", "r1", cost_to_finish=9_000 * WAN))
    assert [alarm.zh for alarm in forecast(state).alarms] == [
        "只剩A队还能冲线",
        "只剩一条技术路线",
        "在赛团队已到下限 2 支，不能再淘汰",
    ]
    nobody = forecast(changed(state, "A", cost_to_finish=9_000 * WAN))
    assert not nobody.can_finish
    assert nobody.sprint_gap is None
    assert nobody.alarms[0].zh == "没有团队还能冲线"


def test_a_race_in_rescue_says_so_and_one_that_is_over_says_nothing() -> None:
    state = race(team("A", "r1"), team("B", "r1"))
    assert forecast(replace(state, state=RaceIs.RESCUE)).alarms[0].zh == "赛题处于保底救援"
    assert forecast(replace(state, state=RaceIs.FINISHED)).alarms == ()
    assert forecast(replace(state, state=RaceIs.NOTICE)).alarms == ()
