"""R7-R9, R16 and 保底: what scores propose, what people may choose, and who is kept."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.race.races import WAN, at_checkpoint, team
from workflows.race.effect import changed
from workflows.race.outcomes import Ground, outcome_faults, propose, would_break
from workflows.race.rules import RaceRules
from workflows.race.state import RaceState, Route
from workflows.race.words import Outcome, RouteIs

ADVANCE, HOLD, ELIMINATE = Outcome.ADVANCE, Outcome.HOLD, Outcome.ELIMINATE


def proposed(state: RaceState, **sds: int) -> dict[str, tuple[Outcome, Ground]]:
    spreads = {key: Fraction(sd) for key, sd in sds.items()}
    return {p.team: (p.outcome, p.ground) for p in propose(state, spreads)}


def on_one_route(state: RaceState) -> RaceState:
    """All teams on the route of the first: no route is anybody's own."""
    route = state.teams[0].route
    return replace(state, teams=tuple(replace(one, route=route) for one in state.teams))


def converging(state: RaceState) -> RaceState:
    """After this stage one team may go on alone."""
    return replace(state, converge_at=1)


def test_the_worked_example_advances_two_and_eliminates_the_third() -> None:
    """§3.7, checkpoint 1: A 88, B 76, C 54; pass line 75, quota 2."""
    assert proposed(at_checkpoint({"A": 88, "B": 76, "C": 54})) == {
        "A": (ADVANCE, Ground.PASSED),
        "B": (ADVANCE, Ground.PASSED),
        "C": (ELIMINATE, Ground.BELOW_LINE),
    }


@pytest.mark.parametrize(
    ("score", "outcome"), [(59, ELIMINATE), (60, HOLD), (74, HOLD), (75, ADVANCE)]
)
def test_the_lines_belong_to_the_better_side(score: int, outcome: Outcome) -> None:
    state = at_checkpoint({"A": 90, "B": score, "C": 50})
    state = replace(state, converge_at=0)
    assert proposed(state)["B"][0] is outcome


def test_a_missed_hard_indicator_holds_whoever_passed_the_line() -> None:
    state = changed(at_checkpoint({"A": 88, "B": 76, "C": 54}), "B", hard_met=False)
    assert proposed(state)["B"] == (HOLD, Ground.HARD_INDICATOR)


def test_a_second_hold_in_a_row_is_an_elimination() -> None:
    state = at_checkpoint({"A": 88, "B": 76, "C": 65})
    assert proposed(state)["C"] == (HOLD, Ground.BETWEEN_LINES)
    state = changed(state, "C", holds=1)
    assert proposed(converging(state))["C"] == (ELIMINATE, Ground.SECOND_HOLD)


class TestBeyondTheQuota:
    """The quota is 2."""

    def test_a_route_nobody_else_has_is_held(self) -> None:
        state = at_checkpoint({"A": 90, "B": 85, "C": 80})
        assert proposed(state)["C"] == (HOLD, Ground.ONLY_ROUTE)

    def test_a_route_others_have_too_is_eliminated(self) -> None:
        state = on_one_route(at_checkpoint({"A": 90, "B": 85, "C": 80}))
        assert proposed(state)["C"] == (ELIMINATE, Ground.BELOW_QUOTA)

    def test_within_the_noise_it_is_held_unless_the_call_named_the_rule(self) -> None:
        state = on_one_route(at_checkpoint({"A": 90, "B": 85, "C": 80}))
        assert proposed(state, B=6, C=6)["C"] == (HOLD, Ground.INSIDE_NOISE)
        assert proposed(state, B=5, C=5)["C"] == (ELIMINATE, Ground.BELOW_QUOTA)
        named = replace(state, rules=RaceRules(quota_inside_noise=1))
        assert proposed(named, B=6, C=6)["C"] == (ELIMINATE, Ground.BELOW_QUOTA)

    def test_equals_at_the_edge_are_all_held(self) -> None:
        state = on_one_route(at_checkpoint({"A": 90, "B": 80, "C": 80}))
        assert proposed(state) == {
            "A": (ADVANCE, Ground.PASSED),
            "B": (HOLD, Ground.INSIDE_NOISE),
            "C": (HOLD, Ground.INSIDE_NOISE),
        }


def test_when_all_are_below_the_line_nobody_is_eliminated() -> None:
    """R16."""
    state = at_checkpoint({"A": 59, "B": 40, "C": 0})
    assert set(proposed(state).values()) == {(HOLD, Ground.ALL_BELOW)}
    decided = dict.fromkeys("ABC", ELIMINATE)
    assert any("各队均低于保持线" in fault.zh for fault in outcome_faults(state, decided))


class TestTheLastRunner:
    def test_the_best_ranked_would_be_loser_is_held_so_that_two_race(self) -> None:
        state = at_checkpoint({"A": 88, "B": 50, "C": 54})
        assert proposed(state) == {
            "A": (ADVANCE, Ground.PASSED),
            "B": (ELIMINATE, Ground.BELOW_LINE),
            "C": (HOLD, Ground.LAST_RUNNER),
        }

    def test_the_only_one_that_can_finish_is_held_although_it_ranks_last(self) -> None:
        state = at_checkpoint({"A": 88, "B": 76, "C": 30})
        for key in "AB":
            state = changed(state, key, cost_to_finish=5_000 * WAN)
        reason = {p.team: p for p in propose(state)}["C"]
        assert (reason.outcome, reason.ground) == (HOLD, Ground.LAST_RUNNER)
        assert "5,000.00 万元" in reason.reason.zh
        assert "缺口 4,950.00 万元" in reason.reason.zh
        assert "¥49,500,000.00" in reason.reason.en

    def test_a_set_that_leaves_nobody_able_to_finish_is_refused_with_the_arithmetic(self) -> None:
        state = at_checkpoint({"A": 88, "B": 76, "C": 30})
        for key in "AB":
            state = changed(state, key, cost_to_finish=5_000 * WAN)
        broken = would_break(state, {"A": ADVANCE, "B": ADVANCE, "C": ELIMINATE})
        assert [one.invariant for one in broken] == ["I2"]
        assert "大于可用经费 840.00 万元" in broken[0].reason.zh
        assert would_break(state, {"A": ADVANCE, "B": ADVANCE, "C": HOLD}) == ()

    def test_the_last_of_a_route_is_held_before_the_race_converges(self) -> None:
        state = on_one_route(at_checkpoint({"A": 90, "B": 85, "C": 65}))
        state = changed(state, "C", route="route C", holds=1)
        state = replace(state, routes=(Route("route A", "A"), Route("route C", "C")))
        assert proposed(state)["C"] == (HOLD, Ground.LAST_RUNNER)
        assert proposed(converging(state))["C"] == (ELIMINATE, Ground.SECOND_HOLD)

    def test_a_dead_route_saves_nobody(self) -> None:
        state = at_checkpoint({"A": 90, "B": 85, "C": 30})
        for key in "AB":
            state = changed(state, key, cost_to_finish=5_000 * WAN)
        dead = tuple(
            replace(route, state=RouteIs.DEAD) if route.key == "route C" else route
            for route in state.routes
        )
        state = replace(state, routes=dead)
        assert proposed(state)["C"][0] is ELIMINATE
        broken = would_break(state, {"A": ADVANCE, "B": ADVANCE, "C": ELIMINATE})
        assert any("route" not in one.invariant and one.invariant == "I2" for one in broken)


@pytest.mark.parametrize(
    ("decided", "told"),
    [
        ({"A": ADVANCE, "B": ADVANCE}, "同时作出结论"),
        ({"A": ADVANCE, "B": ADVANCE, "C": ADVANCE}, "未达晋级线"),
        ({"A": ADVANCE, "B": ADVANCE, "C": HOLD}, "低于保持线或已连续保持"),
        ({"A": ADVANCE, "B": HOLD, "C": ELIMINATE}, "应予晋级，不得保持观察"),
        ({"A": ADVANCE, "B": ELIMINATE, "C": ELIMINATE}, "不得淘汰"),
    ],
)
def test_people_choose_within_the_rules_and_for_all_teams_at_once(
    decided: dict[str, Outcome], told: str
) -> None:
    state = at_checkpoint({"A": 88, "B": 76, "C": 54})
    faults = list(outcome_faults(state, decided))
    assert any(told in fault.zh for fault in faults)
    assert all(fault.en for fault in faults)


def test_more_than_the_quota_cannot_go_on() -> None:
    state = at_checkpoint({"A": 90, "B": 85, "C": 80})
    faults = list(outcome_faults(state, dict.fromkeys("ABC", ADVANCE)))
    assert [fault.zh for fault in faults] == ["晋级 3 支，名额 2 支"]


def test_people_may_stop_a_team_beyond_the_quota_that_the_scores_alone_would_not() -> None:
    state = on_one_route(at_checkpoint({"A": 90, "B": 80, "C": 80}))
    state = converging(state)
    assert list(outcome_faults(state, {"A": ADVANCE, "B": ADVANCE, "C": ELIMINATE})) == []


scores = st.fixed_dictionaries({key: st.integers(0, 100) for key in "ABCD"})


@given(scores, st.sets(st.sampled_from("ABCD")), st.sets(st.sampled_from("ABCD")), st.booleans())
def test_whatever_the_scores_what_is_proposed_may_be_decided(
    given_scores: dict[str, int], poor: set[str], held: set[str], shared_route: bool
) -> None:
    """Unless all are below the line, or nothing could have been kept anyway."""
    state = at_checkpoint(given_scores)
    for key in poor:
        state = changed(state, key, cost_to_finish=5_000 * WAN)
    for key in held:
        state = changed(state, key, holds=1)
    if shared_route:
        state = changed(state, "B", route="route A")
    proposals = propose(state)
    everybody = dict.fromkeys(given_scores, HOLD)
    if would_break(state, everybody) or max(given_scores.values()) < 60:
        return
    assert list(outcome_faults(state, {p.team: p.outcome for p in proposals})) == []


@given(scores, st.sets(st.sampled_from("ABCD")))
def test_no_more_are_kept_than_it_takes(given_scores: dict[str, int], poor: set[str]) -> None:
    """Against every other set of holds among the would-be losers."""
    state = at_checkpoint(given_scores)
    for key in poor:
        state = changed(state, key, cost_to_finish=5_000 * WAN)
    proposals = {p.team: p for p in propose(state)}
    kept = [key for key, p in proposals.items() if p.ground is Ground.LAST_RUNNER]
    chosen = {key: p.outcome for key, p in proposals.items()}
    if would_break(state, chosen):
        return
    losers = [key for key, outcome in chosen.items() if outcome is ELIMINATE or key in kept]
    fewest = min(
        sum(holds)
        for holds in product((False, True), repeat=len(losers))
        if not would_break(
            state,
            chosen
            | {k: HOLD if hold else ELIMINATE for k, hold in zip(losers, holds, strict=True)},
        )
    )
    assert len(kept) == fewest


def test_every_ground_has_a_sentence_with_the_score() -> None:
    state = at_checkpoint({"A": 88, "B": 76, "C": 54})
    for proposal in propose(state):
        score = f"{(state.team(proposal.team).score or 0) / 100:.2f}"
        assert score in proposal.reason.zh
        assert score in proposal.reason.en


def test_a_team_that_is_not_at_the_checkpoint_gets_no_outcome() -> None:
    state = at_checkpoint({"A": 88, "B": 76})
    late = replace(state, teams=(*state.teams, team("R", "route A")))
    assert {p.team for p in propose(late)} == {"A", "B"}
