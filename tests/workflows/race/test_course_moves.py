"""Rescue, money, mergers, target, time and finish: R12-R22, move by move."""

from __future__ import annotations

from dataclasses import replace

from tests.workflows.race.races import (
    PUBLISHED,
    WAN,
    at_checkpoint,
    make,
    race,
    result_notice,
    team,
)
from workflows.race.course import Event, refusals
from workflows.race.invariants import violations
from workflows.race.rules import RaceRules
from workflows.race.state import Counts, Money, RaceState, Stage
from workflows.race.words import Appeal, RaceIs, StageIs, TeamIs


class TestARetest:
    """A yellow card ends with the stage, or before it by a re-test (R8)."""

    def test_it_clears_a_yellow_card_while_the_teams_work_and_not_at_a_checkpoint(self) -> None:
        held = team("B", state=TeamIs.HELD, holds=1)
        state = make(race(team("A"), held), Event("retest", "B"))
        assert (state.team("B").state, state.team("B").holds) == (TeamIs.RACING, 0)
        assert violations(state) == ()
        called = make(race(team("A"), held), Event("call_checkpoint"))
        for refused in ((called, "B"), (race(team("A"), held), "A")):
            assert refusals(refused[0], Event("retest", refused[1]))


class TestRescue:
    """The only way to lose the last runner, entered by a fact from outside in the same step."""

    def test_a_withdrawal_below_the_floor_puts_the_race_into_rescue(self) -> None:
        state = make(race(team("A"), team("B")), Event("withdraw", "B"))
        assert state.state is RaceIs.RESCUE
        assert make(race(), Event("withdraw", "B")).state is RaceIs.RUNNING

    def test_so_do_a_dead_route_a_cost_nobody_bears_and_a_suspension(self) -> None:
        two = race(team("A"), team("B", cost_to_finish=5_000 * WAN))
        for event in (
            Event("route_dies", other="route A"),
            Event("re_estimate", "A", amount=5_000 * WAN),
            Event("suspend", "A"),
            Event("disqualify", "A"),
        ):
            assert make(two, event).state is RaceIs.RESCUE, event.name

    def test_the_reserve_may_be_activated(self) -> None:
        reserve = team("R", state=TeamIs.RESERVE, plan_days=900)
        state = make(race(team("A"), team("B"), reserve), Event("withdraw", "B"))
        assert "须先启用候补团队" in "".join(
            reason.zh for reason in refusals(state, Event("rescue_fail"))
        )
        state = make(state, Event("activate_reserve", "R"), Event("rescue_ok"))
        assert (state.state, state.counts.rescues) == (RaceIs.RUNNING, 1)
        assert state.team("R").plan_days == 400

    def test_the_last_eliminated_team_may_be_revived_but_no_older_one(self) -> None:
        decided = make(result_notice(), Event("decide_stage", outcomes=PUBLISHED))
        state = make(decided, Event("withdraw", "B"))
        assert state.state is RaceIs.RESCUE
        revived = make(state, Event("revive", "C"), Event("rescue_ok"))
        assert (revived.state, revived.team("C").state) == (RaceIs.REALLOC, TeamIs.RACING)
        assert violations(revived) == ()
        assert "已过一个节点" in refusals(replace(state, stage=3), Event("revive", "C"))[0].zh

    def test_going_on_alone_needs_an_entry_that_was_tried_and_a_waiver(self) -> None:
        state = make(race(team("A"), team("B")), Event("withdraw", "B"))
        assert "须先补充征集" in refusals(state, Event("waive_floor"))[0].zh
        assert refusals(state, Event("rescue_ok"))
        state = make(state, Event("open_entry"), Event("waive_floor"), Event("rescue_ok"))
        assert state.state is RaceIs.RUNNING
        assert violations(state) == ()

    def test_it_does_not_fail_while_somebody_can_finish(self) -> None:
        state = make(race(team("A"), team("B")), Event("withdraw", "B"), Event("open_entry"))
        assert [reason.zh for reason in refusals(state, Event("rescue_fail"))] == [
            "仍有团队能够冲线，不得终止"
        ]
        lost = make(state, Event("route_dies", other="route A"), Event("rescue_fail"))
        assert lost.state is RaceIs.NO_FINISH
        assert violations(lost) == ()

    def test_nobody_is_brought_in_with_the_money_the_last_runner_needs(self) -> None:
        """A lacks 755 万元: the 720 of the stages ahead, and 35 of the 40 nothing waits for."""
        poor = team("B", cost_to_finish=5_000 * WAN)
        state = make(
            race(
                team("A", cost_to_finish=805 * WAN), poor, uncommitted=880 * WAN, pool=1_120 * WAN
            ),
            Event("withdraw", "B"),
            Event("open_entry"),
        )
        assert (state.state, state.days_left) == (RaceIs.RESCUE, 370)
        entrant = team("N", "route N", cost_to_finish=5_000 * WAN)
        costly = Event("admit", entrant=entrant, amount=6 * WAN)
        assert "缺口最小的 A 队缺 755.00 万元" in refusals(state, costly)[0].zh
        assert refusals(state, replace(costly, amount=5 * WAN)) == ()

    def test_after_two_rescues_nobody_more_is_brought_in(self) -> None:
        state = make(race(team("A"), team("B")), Event("withdraw", "B"), Event("open_entry"))
        state = replace(state, counts=Counts(rescues=2))
        assert refusals(state, Event("admit", entrant=team("N")))[0].zh == "已达上限 2 次"

    def test_an_open_checkpoint_is_called_again_for_all(self) -> None:
        reserve = team("R", state=TeamIs.RESERVE)
        state = make(
            race(team("A"), team("B"), reserve),
            Event("call_checkpoint"),
            Event("submit_evidence", "A"),
            Event("withdraw", "B"),
            Event("activate_reserve", "R"),
            Event("rescue_ok"),
        )
        assert state.state is RaceIs.RUNNING
        assert {team.state for team in state.active} == {TeamIs.RACING}


class TestMoney:
    def test_a_withdrawal_returns_what_is_unspent(self) -> None:
        money = Money(paid=80 * WAN, ordered=40 * WAN, spent=30 * WAN)
        state = race(team("A", money=money), team("B"), team("C"))
        after = make(state, Event("withdraw", "A"))
        assert after.uncommitted == state.uncommitted + 90 * WAN
        assert after.team("A").money == Money(paid=30 * WAN, spent=30 * WAN)

    def test_a_refund_goes_back_to_the_pool_also_after_the_pool_was_spent(self) -> None:
        cheap = [team(key, cost_to_finish=100 * WAN) for key in "ABC"]
        state = make(race(*cheap), Event("disqualify", "C"))
        state = replace(state, paid_through=3, uncommitted=120 * WAN, pool=480 * WAN)
        after = make(state, Event("refund", "C", amount=120 * WAN))
        assert after.uncommitted == 240 * WAN
        assert violations(after) == ()
        for amount in (0, -1, 120 * WAN + 1):
            assert refusals(state, Event("refund", "C", amount=amount))
        assert refusals(state, Event("refund", "A", amount=1))

    def test_nothing_is_ordered_out_of_what_is_kept_for_later(self) -> None:
        state = race(team("A", cost_to_finish=300 * WAN), team("B"), team("C"))
        more = replace(state, uncommitted=850 * WAN, pool=state.pool + 10 * WAN)
        assert refusals(more, Event("top_up", "A", amount=10 * WAN)) == ()
        refused = refusals(more, Event("top_up", "A", amount=10 * WAN + 1))
        assert "10.00 万元" in refused[0].zh

    def test_as_much_of_a_pool_is_held_back_as_the_last_runner_needs(self) -> None:
        """A needs 600 万元, B and C much more; after equal parts of the pool nobody could."""
        state = race(
            team("A", cost_to_finish=650 * WAN),
            team("B", cost_to_finish=900 * WAN),
            team("C", cost_to_finish=900 * WAN),
        )
        equal = RaceRules(base_percent=100, merit_percent=0)
        state = replace(state, state=RaceIs.REALLOC, rules=equal)
        after = make(state, Event("reallocate"))
        assert violations(after) == ()
        assert [team.money.ordered for team in after.teams] == [60 * WAN] * 3
        assert after.uncommitted == 660 * WAN

    def test_no_team_gets_more_than_its_gap(self) -> None:
        state = race(team("A", cost_to_finish=60 * WAN), team("B"), team("C"))
        after = make(replace(state, state=RaceIs.REALLOC), Event("reallocate"))
        assert after.team("A").money.ordered == 10 * WAN


class TestMerging:
    def test_commitment_is_conserved_and_the_lead_keeps_its_route(self) -> None:
        before = race(team("A"), team("B"), team("C"))
        after = make(before, Event("merge", "A", "B"))
        assert after.team("A").money.committed == 240 * WAN
        assert after.team("A").matching == 100 * WAN
        assert after.team("B").state is TeamIs.MERGED
        assert violations(after) == ()

    def test_not_inside_an_open_checkpoint(self) -> None:
        state = make(race(), Event("call_checkpoint"))
        assert refusals(state, Event("merge", "A", "B"))[0].zh == "现在不能合并"

    def test_only_of_complementary_routes_and_not_below_the_floor(self) -> None:
        same = race(team("A", "r"), team("B", "r"), team("C"))
        assert refusals(same, Event("merge", "A", "B"))[0].zh == "合并须技术路线互补"
        two = race(team("A"), team("B"))
        assert "不得少于 2 支" in refusals(two, Event("merge", "A", "B"))[0].zh


class TestTargetAndTime:
    def test_the_target_is_never_refocused_during_a_checkpoint_or_without_a_result(self) -> None:
        assert refusals(race(), Event("refocus"))[0].zh == "尚无节点结论可依据"
        state = at_checkpoint({"A": 88, "B": 76, "C": 54})
        assert "不得调整目标" in refusals(state, Event("refocus"))[0].zh

    def test_a_target_nobody_can_reach_is_refused_with_the_arithmetic(self) -> None:
        state = make(result_notice(), Event("decide_stage", outcomes=PUBLISHED))
        assert refusals(state, Event("refocus")) == ()
        refused = refusals(state, Event("refocus", amount=5_000 * WAN))
        assert "缺口 5,150.00 万元" in refused[0].zh

    def test_a_second_extension_is_refused(self) -> None:
        state = make(race(), Event("extend"))
        assert state.days_left == 370
        assert refusals(state, Event("extend"))[0].zh == "已达上限 1 次"

    def test_an_extension_that_takes_the_time_to_finish_is_refused(self) -> None:
        tight = race(*(team(key, plan_days=371) for key in "AB"))
        assert "尚需 371 天，只剩 370 天" in refusals(tight, Event("extend"))[0].zh

    def test_a_halt_returns_to_where_the_race_was(self) -> None:
        for state in (race(), result_notice()):
            halted = make(state, Event("halt"))
            assert halted.state is RaceIs.HALTED
            assert make(halted, Event("resume")).state is state.state

    def test_a_team_is_suspended_once_a_stage_and_comes_back_between_tests(self) -> None:
        state = make(race(), Event("suspend", "A"), Event("reinstate", "A"))
        assert state.team("A").state is TeamIs.RACING
        assert "已被暂停过" in refusals(state, Event("suspend", "A"))[0].zh
        at_test = make(race(), Event("suspend", "A"), Event("call_checkpoint"))
        assert refusals(at_test, Event("reinstate", "A"))


class TestTheFinish:
    @staticmethod
    def last_stage() -> RaceState:
        """One stage runs, the last; the prize is all that is left."""
        state = race(*(team(key, cost_to_finish=50 * WAN, plan_days=10) for key in "ABC"))
        stage = Stage(1, 360 * WAN, 1, 10, StageIs.OPEN)
        return replace(state, stages=(stage,), converge_at=0)

    def test_the_order_is_that_of_valid_passes_and_the_prize_is_split(self) -> None:
        state = make(
            self.last_stage(),
            Event("final_test"),
            Event("pass_test", "B"),
            Event("pass_test", "A"),
            Event("cross_line"),
        )
        assert [team.state for team in state.teams] == [
            TeamIs.RUNNER_UP,
            TeamIs.FINISHED,
            TeamIs.NOT_FINISHED,
        ]
        assert [team.money.ordered for team in state.teams] == [36 * WAN, 84 * WAN, 0]
        assert violations(state) == ()

    def test_it_is_not_declared_before_somebody_has_passed(self) -> None:
        state = make(self.last_stage(), Event("final_test"))
        assert refusals(state, Event("cross_line"))
        passed = make(state, Event("pass_test", "A"))
        assert refusals(passed, Event("withdraw", "A"))[0].zh == "A 队已通过冲线测试"

    def test_one_extension_is_owed_when_the_best_is_near(self) -> None:
        state = make(self.last_stage(), Event("final_test"))
        assert refusals(state, Event("no_finish", reached=70))[0].zh == "尚可延期一次，不得终止"
        assert refusals(state, Event("extend_final", reached=69))[0].zh.startswith("最好成绩不到")
        ended = make(state, Event("no_finish", reached=69))
        assert (ended.state, ended.report) == (RaceIs.NO_FINISH, True)
        again = make(state, Event("extend_final", reached=70), Event("final_test"))
        assert refusals(again, Event("extend_final", reached=90))
        assert make(again, Event("no_finish", reached=90)).state is RaceIs.NO_FINISH

    def test_a_team_may_claim_early_others_may_join_and_a_failed_claim_costs_no_race(self) -> None:
        state = make(race(), Event("claim", "A"), Event("join_claim", "B"))
        assert state.state is RaceIs.FINAL
        assert violations(state) == ()
        back = make(state, Event("claim_fails"))
        assert back.state is RaceIs.RUNNING
        assert {team.state for team in back.teams} == {TeamIs.RACING}
        done = make(state, Event("pass_test", "A"), Event("cross_line"))
        assert done.state is RaceIs.FINISHED
        assert violations(done) == ()

    def test_solved_elsewhere_ends_the_race_with_a_report(self) -> None:
        state = make(result_notice(), Event("appeal", "C"), Event("solved_elsewhere"))
        assert (state.state, state.report) == (RaceIs.SOLVED_ELSEWHERE, True)
        assert state.team("C").appeal is Appeal.NONE
        assert violations(state) == ()
