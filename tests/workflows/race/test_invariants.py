"""I1-I10 on one snapshot each: what keeps the invariant, and what breaks it, with its numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.workflows.race.races import TERMS, WAN, at_checkpoint, race, team
from workflows.race.effect import changed
from workflows.race.invariants import INVARIANTS, violations
from workflows.race.rules import RaceRules
from workflows.race.state import Counts, Decided, Money, RaceState, Route, Team, Terms
from workflows.race.words import (
    Appeal,
    Outcome,
    RaceIs,
    RouteIs,
    StageIs,
    TeamIs,
)


def broken(state: RaceState) -> dict[str, str]:
    """Each broken invariant with its Chinese reasons."""
    found: dict[str, str] = {}
    for violation in violations(state):
        assert violation.reason.en
        found[violation.invariant] = found.get(violation.invariant, "") + violation.reason.zh
    return found


def decided(state: RaceState, **outcomes: Outcome) -> RaceState:
    """Stage 1 is decided like this, on a score of 70 for everybody."""
    for key, outcome in outcomes.items():
        state = changed(
            state, key, stood_at=1, score=7000, decided=Decided(1, outcome, "会议纪要 1", 7000)
        )
    stages = (replace(state.stages[0], state=StageIs.EFFECTIVE), *state.stages[1:])
    return replace(state, state=RaceIs.REALLOC, stages=stages)


def eliminated(state: RaceState, key: str, **values: object) -> RaceState:
    return changed(state, key, state=TeamIs.ELIMINATED, **values)


STAYS, GOES = Outcome.ADVANCE, Outcome.ELIMINATE


def test_there_are_ten_and_each_has_its_name() -> None:
    assert [one.key for one in INVARIANTS] == [f"I{n}" for n in range(1, 11)]
    assert all(one.label.zh and one.label.en for one in INVARIANTS)


def test_a_race_in_order_breaks_none() -> None:
    assert broken(race()) == {}


class TestI1:
    def test_two_race_until_the_race_converges(self) -> None:
        state = race(team("A"), team("B", state=TeamIs.WITHDRAWN))
        assert broken(state) == {"I1": "在赛团队仅 1 支，本阶段不得少于 2 支"}

    def test_one_is_enough_afterwards_or_with_a_waiver(self) -> None:
        state = race(team("A"), team("B", state=TeamIs.WITHDRAWN))
        assert broken(replace(state, floor_waived=True)) == {}
        assert broken(decided(replace(state, converge_at=1), A=STAYS)) == {}

    @pytest.mark.parametrize("state", [RaceIs.RESCUE, RaceIs.NOTICE, RaceIs.SOLVED_ELSEWHERE])
    def test_it_asks_nothing_of_a_race_in_rescue_or_not_under_way(self, state: RaceIs) -> None:
        gone = race(team("A", state=TeamIs.WITHDRAWN), team("B", state=TeamIs.WITHDRAWN))
        assert broken(replace(gone, state=state)) == {}

    def test_pending_counts_and_suspended_does_not(self) -> None:
        pending = race(team("A"), team("B", state=TeamIs.ELIM_PENDING))
        assert "I1" not in broken(pending)
        suspended = race(team("A"), team("B", state=TeamIs.SUSPENDED))
        assert "I1" in broken(suspended)


class TestI2:
    def test_the_arithmetic_of_every_team_is_shown(self) -> None:
        state = race(*(team(key, cost_to_finish=1_000 * WAN) for key in "AB"))
        assert broken(state)["I2"] == (
            "没有团队还能冲线：A 队尚需 1,000.00 万元 − 自有 50.00 万元 = 缺口 950.00 万元，"
            "大于可用经费 840.00 万元；"
            "B 队尚需 1,000.00 万元 − 自有 50.00 万元 = 缺口 950.00 万元，大于可用经费 840.00 万元"
        )

    @pytest.mark.parametrize("gap", [840, 841])
    def test_the_gap_may_be_as_large_as_the_pool(self, gap: int) -> None:
        state = race(*(team(key, cost_to_finish=(50 + gap) * WAN) for key in "AB"))
        assert ("I2" in broken(state)) == (gap > 840)

    def test_what_is_ring_fenced_for_others_is_not_open_to_a_team(self) -> None:
        rich = Money(paid=120 * WAN, spent=120 * WAN, ring_fenced=100 * WAN)
        state = race(
            team("A", cost_to_finish=800 * WAN),
            team("B", cost_to_finish=2_000 * WAN, money=rich, state=TeamIs.ELIM_PENDING),
        )
        assert "可用经费 740.00 万元" in broken(state)["I2"]

    def test_the_time_that_is_left_has_to_do(self) -> None:
        late = race(team("A", plan_days=401), team("B", plan_days=500))
        assert "A 队尚需 401 天，只剩 400 天" in broken(late)["I2"]
        assert broken(race(team("A", plan_days=400), team("B", plan_days=500))) == {}

    def test_a_team_on_a_dead_or_paused_route_cannot_finish(self) -> None:
        for state in (RouteIs.DEAD, RouteIs.PAUSED):
            routes = (Route("route A", "硫化物", state), Route("route B", "氧化物", state))
            assert "路线已终止或暂停" in broken(race(team("A"), team("B"), routes=routes))["I2"]


class TestI3:
    def test_the_pool_balances_to_the_fen(self) -> None:
        state = race()
        assert (
            "840.00 万元 + 已安排 360.00 万元 = 1,200.00 万元"
            in (broken(replace(state, pool=state.pool + 1))["I3"])
        )

    def test_nothing_is_negative_and_the_ring_fence_is_covered(self) -> None:
        state = race(team("A", money=Money(paid=10, ordered=-1)), team("B"))
        assert "在途 -0.01 元" in broken(state)["I3"]
        fenced = changed(race(), "A", money=Money(120 * WAN, 0, 120 * WAN, 900 * WAN))
        assert "少于申诉期留存 900.00 万元" in broken(fenced)["I3"]

    def test_nobody_has_spent_more_than_it_got(self) -> None:
        assert "I3" in broken(race(team("A", money=Money(paid=10, spent=11)), team("B")))


class TestI4:
    def test_the_stages_ahead_and_the_prize_stay_covered(self) -> None:
        state = changed(race(), "A", money=Money(paid=121 * WAN, spent=121 * WAN))
        state = replace(state, uncommitted=839 * WAN)
        assert broken(state) == {
            "I4": "未分配 839.00 万元 − 申诉期留存 0.00 万元 = 839.00 万元，"
            "小于后续节点 720.00 万元 + 奖励 120.00 万元 = 840.00 万元"
        }

    def test_the_sprint_is_covered_without_the_prize(self) -> None:
        state = race(*(team(key, cost_to_finish=800 * WAN) for key in "AB"))
        assert broken(state) == {
            "I4": "冲刺经费不足：缺口最小的 A 队缺 750.00 万元，"
            "扣除奖励 120.00 万元 后只有 720.00 万元"
        }
        cheaper = changed(state, "B", cost_to_finish=770 * WAN)
        assert broken(cheaper) == {}


class TestI5:
    def test_two_routes_that_passed_are_both_kept_while_the_race_is_parallel(self) -> None:
        state = race(team("A", "r1"), team("B", "r1"), team("C", "r2"))
        state = eliminated(decided(state, A=STAYS, B=STAYS, C=GOES), "C")
        assert broken(state)["I5"].endswith("在赛只剩 1 条路线，失去：r2")
        assert broken(replace(state, converge_at=1)) == {}

    def test_a_route_below_the_line_or_gone_by_itself_may_be_lost(self) -> None:
        state = race(team("A", "r1"), team("B", "r1"), team("C", "r2"))
        state = eliminated(decided(state, A=STAYS, B=STAYS, C=GOES), "C")
        below = changed(state, "C", decided=Decided(1, GOES, "会议纪要 1", 5999))
        assert broken(below) == {}
        assert broken(changed(state, "C", state=TeamIs.WITHDRAWN)) == {}


class TestI6:
    def test_nothing_is_ordered_after_a_team_has_left(self) -> None:
        state = race(team("A"), team("B"), team("C", state=TeamIs.WITHDRAWN))
        assert broken(state) == {}
        late = Money(paid=120 * WAN, spent=120 * WAN, after_end=5 * WAN)
        assert broken(changed(state, "C", money=late)) == {"I6": "C 队退出后仍被安排 5.00 万元"}


class TestI7:
    @staticmethod
    def pending(fenced: int) -> RaceState:
        state = decided(race(), A=STAYS, B=STAYS, C=GOES)
        money = Money(120 * WAN, 0, 120 * WAN, fenced * WAN)
        state = changed(
            state, "C", state=TeamIs.ELIM_PENDING, appeal=Appeal.OPEN, share=30 * WAN, money=money
        )
        stages = (state.stages[0], replace(state.stages[1], pool=0), state.stages[2])
        return replace(state, state=RaceIs.RUNNING, stage=2, paid_through=2, stages=stages)

    def test_the_share_is_ring_fenced_from_the_allocation_on(self) -> None:
        assert broken(self.pending(30)) == {}
        assert broken(self.pending(29)) == {"I7": "C 队申诉期留存 29.00 万元，应为 30.00 万元"}
        assert "I7" not in broken(replace(self.pending(0), paid_through=1))

    def test_the_place_is_kept_as_long_as_the_appeal_is_open(self) -> None:
        state = eliminated(self.pending(0), "C")
        assert broken(state) == {"I7": "C 队申诉未决，名额却未保留"}

    def test_nobody_else_has_money_fenced(self) -> None:
        state = changed(self.pending(30), "C", appeal=Appeal.UPHELD, state=TeamIs.HELD)
        assert broken(state) == {"I7": "C 队申诉期留存 30.00 万元，应为 0.00 万元"}


class TestI8:
    STATE = at_checkpoint({"A": 80, "B": 70, "C": 60})

    @pytest.mark.parametrize(
        "terms",
        [
            replace(TERMS, target_version=2),
            replace(TERMS, protocol="another"),
            replace(TERMS, deadline="a day later"),
            replace(TERMS, panel=frozenset({"others"})),
        ],
    )
    def test_all_stand_on_the_same_terms(self, terms: Terms) -> None:
        assert broken(self.STATE) == {}
        assert "考核条件不一致" in broken(changed(self.STATE, "B", terms=terms))["I8"]

    def test_everybody_has_terms(self) -> None:
        assert "I8" in broken(changed(self.STATE, "B", terms=None))

    def test_who_has_a_conflict_with_one_team_leaves_all(self) -> None:
        assert broken(replace(self.STATE, conflicted=("专家甲",)))["I8"].endswith("专家甲")


class TestI9:
    def test_all_outcomes_of_a_stage_come_at_once(self) -> None:
        whole = decided(race(), A=STAYS, B=STAYS, C=STAYS)
        assert broken(whole) == {}
        assert broken(changed(whole, "C", decided=None))["I9"].endswith("C")

    def test_none_comes_before_the_decision(self) -> None:
        early = decided(race(), A=STAYS)
        stages = (replace(early.stages[0], state=StageIs.NOTICE), *early.stages[1:])
        assert "尚未作决定" in broken(replace(early, stages=stages))["I9"]

    def test_they_stand_in_one_document(self) -> None:
        state = decided(race(), A=STAYS, B=STAYS, C=STAYS)
        other = changed(state, "C", decided=Decided(1, STAYS, "会议纪要 2", 7000))
        assert broken(other)["I9"].endswith("会议纪要 1、会议纪要 2")

    def test_nobody_is_eliminated_without_a_decision(self) -> None:
        assert broken(eliminated(race(), "C")) == {"I9": "C 队被淘汰而没有决定"}

    def test_who_left_before_the_decision_is_owed_no_outcome(self) -> None:
        state = decided(race(), A=STAYS, B=STAYS)
        assert broken(changed(state, "C", state=TeamIs.WITHDRAWN, stood_at=1)) == {}


class TestI10:
    @pytest.mark.parametrize(
        "counts",
        [
            Counts(extensions=2),
            Counts(long_extensions=2),
            Counts(final_extensions=2),
            Counts(refocuses=3),
            Counts(rescues=3),
            Counts(halts=3),
            Counts(claims=3),
        ],
    )
    def test_what_is_repeated_is_bounded(self, counts: Counts) -> None:
        assert broken(race(counts=counts)).keys() == {"I10"}

    def test_so_are_yellow_cards(self) -> None:
        assert "连续保持观察 2 次，上限 1 次" in broken(changed(race(), "A", holds=2))["I10"]

    def test_a_finished_race_has_a_team_that_finished(self) -> None:
        state = race(state=RaceIs.FINISHED)
        assert broken(state) == {"I10": "赛题已冲线，却没有冲线团队"}
        assert broken(changed(state, "A", state=TeamIs.FINISHED)) == {}

    def test_a_race_without_a_finish_has_none_and_a_report(self) -> None:
        state = race(state=RaceIs.NO_FINISH, report=True)
        assert broken(state) == {}
        assert broken(replace(state, report=False)) == {"I10": "未冲线终止须有专家组报告"}
        assert "A 队却已冲线" in broken(changed(state, "A", state=TeamIs.FINISHED))["I10"]


def test_a_snapshot_finds_its_teams() -> None:
    state = race()
    assert state.team("B").name == "B"
    with pytest.raises(KeyError):
        state.team("Z")
    assert isinstance(state.teams[0], Team)


def test_the_rules_of_a_call_are_its_parameters_and_the_rest_is_usual() -> None:
    rules = RaceRules.of({"race_pass_line": 80, "race_rescues_most": 1, "pass_line": 1})
    assert rules == replace(RaceRules(), pass_line=80, rescues_most=1)
