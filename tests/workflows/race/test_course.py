"""Whole races and single moves: R3-R22, with the money to the 分."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.workflows.race.races import WAN, at_checkpoint, make, outcomes, race, team
from workflows.race.course import MOVES, Event, NotAllowed, apply, refusals
from workflows.race.effect import changed
from workflows.race.invariants import violations
from workflows.race.rules import RaceRules
from workflows.race.state import Counts, Money, RaceState, Stage
from workflows.race.words import Appeal, Outcome, RaceIs, RouteIs, StageIs, TeamIs


def enabled(state: RaceState, *names: str) -> list[str]:
    return [name for name in names if not refusals(state, Event(name))]


def before_start(**rules: int) -> RaceState:
    """The race of §3.7: 1200 万元, 30 % / 40 % / 20 %, prize 10 %."""
    members = [
        team(key, state=TeamIs.ENTERED, cost_to_finish=600 * WAN, matching=0, plan_days=300)
        for key in "ABC"
    ]
    made = race(*members, state=RaceIs.NOTICE, rules=RaceRules(**rules))
    teams = tuple(replace(one, money=Money()) for one in made.teams)
    stages = tuple(replace(stage, state=StageIs.PLANNED) for stage in made.stages)
    return replace(
        made, stage=0, paid_through=0, teams=teams, stages=stages, uncommitted=1_200 * WAN
    )


SUBMIT = tuple(Event("submit_evidence", key) for key in "AB")


def run_the_worked_example(**rules: int) -> RaceState:
    """§3.7 from the start to the finish; the costs are those estimated at the second checkpoint."""
    state = make(
        before_start(**rules),
        Event("start"),
        Event("call_checkpoint"),
        *SUBMIT,
        Event("submit_evidence", "C"),
        Event("assess", scores=(("A", 8800), ("B", 7600), ("C", 5400))),
        Event("publish_result", outcomes=outcomes(A="advance", B="advance", C="eliminate")),
        Event("decide_stage", outcomes=outcomes(A="advance", B="advance", C="eliminate")),
        Event("reallocate"),
        Event("call_checkpoint"),
        *SUBMIT,
        Event(
            "assess",
            scores=(("A", 9000), ("B", 7200)),
            costs=(("A", 150 * WAN), ("B", 200 * WAN)),
        ),
        Event("publish_result", outcomes=outcomes(A="advance", B="hold")),
        Event("decide_stage", outcomes=outcomes(A="advance", B="hold")),
        Event("reallocate"),
        Event("final_test"),
        Event("pass_test", "A"),
        Event("cross_line"),
    )
    assert violations(state) == ()
    return state


def paid_out(state: RaceState) -> dict[str, int]:
    return {team.key: team.money.committed for team in state.teams} | {"back": state.uncommitted}


def test_the_worked_example_to_the_fen() -> None:
    state = run_the_worked_example()
    assert state.state is RaceIs.FINISHED
    assert paid_out(state) == {
        "A": 582_536_585,
        "B": 397_463_415,
        "C": 120_000_000,
        "back": 100_000_000,
    }
    assert [team.state for team in state.teams] == [
        TeamIs.FINISHED,
        TeamIs.NOT_FINISHED,
        TeamIs.ELIMINATED,
    ]


def test_the_worked_example_as_it_is_printed() -> None:
    """A 582.54, B 397.46, C 120.00, back 100.00 万元."""
    state = run_the_worked_example(round_to=10_000)
    printed = {key: amount / WAN for key, amount in paid_out(state).items()}
    assert printed == {"A": 582.54, "B": 397.46, "C": 120.0, "back": 100.0}


def test_a_race_needs_two_teams_on_two_routes_to_start() -> None:
    state = before_start()
    one_route = replace(state, teams=tuple(replace(one, route="route A") for one in state.teams))
    assert enabled(state, "start") == ["start"]
    assert "2 条技术路线" in refusals(one_route, Event("start"))[0].zh


def test_nobody_is_assessed_before_all_evidence_is_in() -> None:
    state = make(race(), Event("call_checkpoint"), Event("submit_evidence", "A"))
    scores = Event("assess", scores=(("A", 8000),))
    assert "佐证尚未交齐" in refusals(state, scores)[0].zh
    state = make(state, Event("submit_evidence", "B"), Event("miss_evidence", "C"))
    assert refusals(state, scores)[0].zh == "须同时给出全部团队的得分"
    state = make(state, Event("assess", scores=(("A", 8000), ("B", 9000)), missed=frozenset("A")))
    assert [team.score for team in state.teams] == [8000, 9000, 0]
    assert [team.hard_met for team in state.teams] == [False, True, False]


PUBLISHED = outcomes(A="advance", B="advance", C="eliminate")


def result_notice() -> RaceState:
    state = at_checkpoint({"A": 88, "B": 76, "C": 54})
    published: RaceState = make(state, Event("publish_result", outcomes=PUBLISHED))
    return published


class TestTheDecision:
    def test_publishing_proposes_and_only_the_decision_eliminates(self) -> None:
        state = result_notice()
        assert state.team("C").state is TeamIs.ELIM_PENDING
        after = make(state, Event("decide_stage", outcomes=PUBLISHED))
        assert [team.state for team in after.teams] == [
            TeamIs.RACING,
            TeamIs.RACING,
            TeamIs.ELIMINATED,
        ]
        assert len({team.decided.document for team in after.teams if team.decided}) == 1

    def test_what_is_decided_is_what_was_published(self) -> None:
        other = Event("decide_stage", outcomes=outcomes(A="advance", B="hold", C="eliminate"))
        assert "与公示不一致" in refusals(result_notice(), other)[0].zh
        part = Event("decide_stage", outcomes=outcomes(A="advance", C="eliminate"))
        assert "全部团队" in refusals(result_notice(), part)[0].zh

    def test_who_became_the_last_runner_meanwhile_is_kept(self) -> None:
        """B withdraws during the notice: eliminating C would leave one team."""
        state = make(result_notice(), Event("withdraw", "B"))
        assert state.state is RaceIs.RESULT_NOTICE
        eliminating = Event("decide_stage", outcomes=outcomes(A="advance", C="eliminate"))
        assert "在赛团队仅 1 支" in refusals(state, eliminating)[0].zh
        after = make(state, Event("decide_stage", outcomes=outcomes(A="advance", C="hold")))
        assert (after.team("C").state, after.team("C").kept) == (TeamIs.HELD, 1)

    def test_an_elimination_that_is_proposed_is_not_evaded_by_withdrawing(self) -> None:
        """§7.18."""
        assert refusals(result_notice(), Event("withdraw", "C"))[0].zh == "C队目前的状态不允许"

    def test_an_eliminated_team_keeps_what_it_spent_and_no_more(self) -> None:
        state = changed(result_notice(), "C", money=Money(paid=120 * WAN, spent=100 * WAN))
        after = make(state, Event("decide_stage", outcomes=PUBLISHED))
        assert after.team("C").money == Money(paid=100 * WAN, spent=100 * WAN)
        assert after.uncommitted == state.uncommitted + 20 * WAN


class TestAnAppeal:
    """C appeals; the race goes on with its share in a ring."""

    @staticmethod
    def decided() -> RaceState:
        return make(
            result_notice(), Event("appeal", "C"), Event("decide_stage", outcomes=PUBLISHED)
        )

    def test_it_is_made_once_and_only_by_who_is_to_leave(self) -> None:
        state = make(result_notice(), Event("appeal", "C"))
        assert refusals(state, Event("appeal", "C"))
        assert refusals(state, Event("appeal", "A"))

    def test_the_place_and_the_share_are_kept_and_no_checkpoint_is_called(self) -> None:
        state = make(self.decided(), Event("reallocate"))
        pending = state.team("C")
        assert pending.state is TeamIs.ELIM_PENDING
        assert pending.money.ring_fenced == pending.share > 0
        assert pending.money.ordered == 0
        assert violations(state) == ()
        assert "申诉尚未终结：C队" in refusals(state, Event("call_checkpoint"))[0].zh

    @pytest.mark.parametrize(
        ("won", "to"), [(Outcome.ADVANCE, TeamIs.RACING), (Outcome.HOLD, TeamIs.HELD)]
    )
    def test_upheld_it_uses_the_ring_and_cuts_nobody(self, won: Outcome, to: TeamIs) -> None:
        before = make(self.decided(), Event("reallocate"))
        after = make(before, Event("uphold_appeal", "C", outcome=won))
        winner = after.team("C")
        due = winner.share if won is Outcome.ADVANCE else winner.base_share
        assert (winner.state, winner.money.ordered, winner.money.ring_fenced) == (to, due, 0)
        assert [after.team(key).money for key in "AB"] == [before.team(key).money for key in "AB"]
        assert violations(after) == ()

    def test_dismissed_it_frees_the_ring(self) -> None:
        before = make(self.decided(), Event("reallocate"))
        after = make(before, Event("dismiss_appeal", "C"))
        assert after.team("C").state is TeamIs.ELIMINATED
        assert after.free == before.free + before.team("C").money.ring_fenced
        assert violations(after) == ()

    def test_dismissed_it_eliminates_nobody_who_became_the_last_runner(self) -> None:
        state = make(self.decided(), Event("withdraw", "B"), Event("dismiss_appeal", "C"))
        assert state.team("C").state is TeamIs.HELD
        assert violations(state) == ()

    def test_it_may_be_ruled_on_before_the_decision(self) -> None:
        state = make(result_notice(), Event("appeal", "C"))
        upheld = make(state, Event("uphold_appeal", "C", outcome=Outcome.HOLD))
        assert upheld.team("C").proposed is Outcome.HOLD
        decided = outcomes(A="advance", B="advance", C="hold")
        assert make(upheld, Event("decide_stage", outcomes=decided)).team("C").state is TeamIs.HELD
        dismissed = make(state, Event("dismiss_appeal", "C"))
        assert dismissed.team("C").state is TeamIs.ELIM_PENDING
        after = make(dismissed, Event("decide_stage", outcomes=PUBLISHED))
        assert after.team("C").state is TeamIs.ELIMINATED


class TestAllBelowTheLine:
    """R16: nobody is eliminated; the office chooses."""

    STATE = at_checkpoint({"A": 59, "B": 40, "C": 10})

    def test_nothing_can_be_published_and_there_are_three_ways_on(self) -> None:
        holds = Event("publish_result", outcomes=outcomes(A="hold", B="hold", C="hold"))
        assert "各队均低于保持线" in refusals(self.STATE, holds)[0].zh
        ways = ["long_extend", "refocus", "enter_rescue"]
        assert enabled(self.STATE, *ways) == ways
        assert enabled(at_checkpoint({"A": 60, "B": 40, "C": 10}), *ways) == []

    def test_extending_calls_the_test_again_for_all_once(self) -> None:
        state = make(self.STATE, Event("long_extend"))
        assert (state.state, state.days_left) == (RaceIs.RUNNING, 310)
        assert {(team.score, team.stood_at) for team in state.teams} == {(None, 0)}
        again = replace(self.STATE, counts=Counts(long_extensions=1))
        assert refusals(again, Event("long_extend"))[0].zh == "已达上限 1 次"

    def test_refocusing_closes_the_test_with_everybody_held(self) -> None:
        state = make(self.STATE, Event("refocus"), Event("set_target"))
        assert (state.state, state.target_version) == (RaceIs.REALLOC, 2)
        assert {team.state for team in state.teams} == {TeamIs.HELD}
        assert violations(state) == ()

    def test_the_rescue_needs_somebody_new_or_the_panels_report(self) -> None:
        state = make(self.STATE, Event("enter_rescue"))
        assert "须有新团队加入" in refusals(state, Event("rescue_ok"))[0].zh
        assert "须先补充征集" in refusals(state, Event("rescue_fail"))[0].zh
        failed = make(state, Event("open_entry"), Event("rescue_fail"))
        assert (failed.state, failed.report) == (RaceIs.NO_FINISH, True)
        entrant = team("N", "route N")
        helped = make(
            state, Event("open_entry"), Event("admit", entrant=entrant), Event("rescue_ok")
        )
        assert helped.state is RaceIs.RUNNING
        assert helped.team("N").state is TeamIs.RACING


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
        """§7.20."""
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
        """§7.17."""
        state = make(race(), Event("call_checkpoint"))
        assert refusals(state, Event("merge", "A", "B"))[0].zh == "现在不能合并"

    def test_only_of_complementary_routes_and_not_below_the_floor(self) -> None:
        same = race(team("A", "r"), team("B", "r"), team("C"))
        assert refusals(same, Event("merge", "A", "B"))[0].zh == "合并须技术路线互补"
        two = race(team("A"), team("B"))
        assert "不得少于 2 支" in refusals(two, Event("merge", "A", "B"))[0].zh


class TestTargetAndTime:
    def test_the_target_is_never_refocused_during_a_checkpoint_or_without_a_result(self) -> None:
        assert refusals(race(), Event("refocus"))[0].zh == "尚无节点结果可依据"
        state = at_checkpoint({"A": 88, "B": 76, "C": 54})
        assert "不得调整目标" in refusals(state, Event("refocus"))[0].zh

    def test_a_target_nobody_can_reach_is_refused_with_the_arithmetic(self) -> None:
        state = make(result_notice(), Event("decide_stage", outcomes=PUBLISHED))
        assert refusals(state, Event("refocus")) == ()
        refused = refusals(state, Event("refocus", amount=5_000 * WAN))
        assert "缺口 5,150.00 万元" in refused[0].zh

    def test_a_second_extension_is_refused(self) -> None:
        """§7.21."""
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
        assert refusals(passed, Event("withdraw", "A"))[0].zh == "A队已通过冲线测试"

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


def test_a_race_is_cancelled_only_before_it_starts() -> None:
    assert make(before_start(), Event("cancel")).state is RaceIs.CANCELLED
    assert refusals(race(), Event("cancel"))[0].zh == "现在不能撤销"


def test_a_race_that_is_over_allows_nothing() -> None:
    for over in (RaceIs.FINISHED, RaceIs.NO_FINISH, RaceIs.CANCELLED, RaceIs.SOLVED_ELSEWHERE):
        state = race(state=over)
        assert [name for name in MOVES if state.state in MOVES[name].source] == []


def test_a_refusal_is_raised_with_its_reasons_and_changes_nothing() -> None:
    state = race()
    with pytest.raises(NotAllowed) as refused:
        apply(state, Event("withdraw", "nobody"))
    assert [reason.zh for reason in refused.value.reasons] == ["没有团队 nobody"]
    with pytest.raises(KeyError):
        apply(state, Event("lottery"))


def test_every_move_has_its_clause_and_a_label_in_both_languages() -> None:
    for name, move in MOVES.items():
        assert move.name == name
        assert move.clause
        assert move.label.zh
        assert move.label.en
        assert move.source


def test_a_route_that_died_stays_dead() -> None:
    state = make(race(), Event("route_dies", other="route A"))
    assert state.routes[0].state is RouteIs.DEAD
    assert refusals(state, Event("route_dies", other="route A"))
