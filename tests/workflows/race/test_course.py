"""The worked example as a whole race, and the checkpoint: evidence, decision, appeal (R3-R11)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.workflows.race.races import (
    PUBLISHED,
    WAN,
    at_checkpoint,
    make,
    outcomes,
    race,
    result_notice,
    team,
)
from workflows.race.course import MOVES, Event, NotAllowed, apply, refusals
from workflows.race.effect import changed
from workflows.race.invariants import violations
from workflows.race.rules import RaceRules
from workflows.race.state import Counts, Money, RaceState
from workflows.race.words import Outcome, RaceIs, RouteIs, StageIs, TeamIs


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
        assert refusals(result_notice(), Event("withdraw", "C"))[0].zh == "C 队目前的状态不允许"

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
        assert "申诉尚未终结：C" in refusals(state, Event("call_checkpoint"))[0].zh

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

    def test_refocusing_calls_the_test_again_for_all(self) -> None:
        state = make(self.STATE, Event("refocus"), Event("set_target"))
        assert (state.state, state.target_version) == (RaceIs.RUNNING, 2)
        assert {(team.state, team.score) for team in state.teams} == {(TeamIs.RACING, None)}
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


@pytest.mark.parametrize("name", sorted(MOVES))
@pytest.mark.parametrize("state", [race(), race(state=RaceIs.RESCUE), race(state=RaceIs.FINAL)])
def test_what_names_no_team_or_route_is_refused_and_never_raises(
    name: str, state: RaceState
) -> None:
    """But for the moves that concern the race as a whole."""
    refused = refusals(state, Event(name, "nobody", "nowhere"))
    assert all(reason.zh and reason.en for reason in refused)
