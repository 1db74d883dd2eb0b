"""The explorer: what it finds in order, and that a bug planted in each invariant is found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from workflows.race.course import MOVES, Event, NotAllowed, apply
from workflows.race.effect import changed, ordered
from workflows.race.explore import World, explore
from workflows.race.explore.offers import disturbing, disturbs, ordinary
from workflows.race.explore.progress import rank
from workflows.race.explore.sameness import digest
from workflows.race.explore.wander import wander
from workflows.race.state import RaceState
from workflows.race.words import Outcome, RaceIs, TeamIs


def test_every_undisturbed_race_of_three_teams_is_walked_to_its_end() -> None:
    report = explore(World(teams=3, stages=3, disturbances=0, merit_percent=60))
    assert report.found is None
    assert report.is_complete
    assert report.states == report.levels[0] > 1_000
    assert report.endings.keys() == {RaceIs.FINISHED, RaceIs.NO_FINISH}
    assert report.longest > 20


def test_a_bound_is_kept_for_each_level_and_said() -> None:
    report = explore(World(teams=4, stages=3, disturbances=2), most_of_level=150)
    assert report.found is None
    assert not report.is_complete
    assert report.levels == [150, 150, 150]
    assert report.refused > 0


def test_a_bounded_walk_makes_nearly_every_move() -> None:
    """Rescue, appeal, merger, withdrawal, refocusing, halt and extension among them."""
    report = explore(World(teams=3, stages=2, disturbances=2), most_of_level=700)
    assert report.found is None
    assert MOVES.keys() - report.made.keys() <= {"rescue_fail", "refund"}


def allowed(state: RaceState, world: World) -> Iterator[RaceState]:
    for event in (*ordinary(state, world), *disturbing(state)):
        try:
            yield apply(state, event)
        except NotAllowed:
            continue


def wandered(world: World, random: Random, most_steps: int) -> RaceState:
    state = world.start()
    for _ in range(random.randint(1, most_steps)):
        found = [after for after in allowed(state, world) if not after.is_over]
        if not found:
            break
        state = random.choice(found)
    return state


def renamed(state: RaceState, random: Random) -> RaceState:
    """Other names and another order of teams and routes: the same race."""
    keys = [route.key for route in state.routes]
    others = [f"other {n}" for n in range(len(keys))]
    random.shuffle(others)
    names = dict(zip(keys, others, strict=True))
    teams = [replace(team, route=names[team.route]) for team in state.teams]
    routes = [replace(route, key=names[route.key]) for route in state.routes]
    random.shuffle(teams)
    random.shuffle(routes)
    return replace(state, teams=tuple(teams), routes=tuple(routes))


@pytest.mark.parametrize("seed", range(12))
def test_names_do_not_count_neither_here_nor_in_what_can_follow(seed: int) -> None:
    random, world = Random(seed), World(teams=4, stages=3)
    state = wandered(world, random, 25)
    other = renamed(state, random)
    assert digest(other) == digest(state)
    assert rank(other) == rank(state)
    assert {digest(s) for s in allowed(other, world)} == {digest(s) for s in allowed(state, world)}


@pytest.mark.parametrize("seed", range(12))
def test_what_is_spent_does_not_count_neither_here_nor_in_what_can_follow(seed: int) -> None:
    random, world = Random(100 + seed), World(teams=4, stages=3)
    state = wandered(world, random, 25)
    teams = tuple(
        team
        if team.state is TeamIs.DISQUALIFIED
        else replace(
            team, money=replace(team.money, paid=team.money.paid + 7, spent=team.money.spent + 7)
        )
        for team in state.teams
    )
    sunk = 7 * sum(team.state is not TeamIs.DISQUALIFIED for team in teams)
    richer = replace(state, teams=teams, pool=state.pool + sunk)
    assert digest(richer) == digest(state)

    def following(one: RaceState) -> set[bytes]:
        """A refund is a sum of its own."""
        return {
            digest(s)
            for s in allowed(one, world)
            if not any(team.state is TeamIs.DISQUALIFIED for team in s.teams)
        }

    assert following(richer) == following(state)


def test_what_counts_no_more_in_a_calm_race_changes_nothing_that_can_follow() -> None:
    """A suspension, an extension, a halt that are over; means and time of which there is enough."""
    world = World(teams=3, stages=2)
    random, alike = Random(7), dict[bytes, dict[bytes, RaceState]]()
    for _ in range(150):
        state = wandered(world, random, 14)
        alike.setdefault(digest(state, calm=True), {})[digest(state)] = state
    compared = 0
    for one, *others in (list(found.values()) for found in alike.values()):
        for other in others:
            assert calmly_following(other, world) == calmly_following(one, world)
            compared += 1
    assert compared > 5


def calmly_following(state: RaceState, world: World) -> set[tuple[str, bytes]]:
    found = set()
    for event in ordinary(state, world):
        if disturbs(event):
            continue
        try:
            found.add((event.name, digest(apply(state, event), calm=True)))
        except NotAllowed:
            continue
    return found


def test_what_can_still_be_spent_counts() -> None:
    state = World(teams=3, stages=2).start()
    state = apply(state, Event("start"))
    key = state.teams[0].key
    assert digest(state) != digest(ordered(state, key, 1))
    assert digest(state) != digest(changed(state, key, holds=1))


@pytest.mark.parametrize("seed", range(250))
def test_a_random_history_keeps_every_invariant_and_ends(seed: int) -> None:
    """`flask workflows wander` runs thousands of them."""
    found = wander(Random(seed))
    assert found.is_sound, (found.events, found.violation)
    assert len(found.events) < 300


def test_the_office_may_keep_either_of_two_equal_losers() -> None:
    """A passes, B and C are below the line, two have to race: both sets are offered."""
    world = World(teams=3, stages=3)
    state = apply(apply(world.start(), Event("start")), Event("call_checkpoint"))
    for key in "ABC":
        state = apply(state, Event("submit_evidence", key))
    state = apply(state, Event("assess", scores=(("A", 9000), ("B", 5000), ("C", 5000))))
    kept = {
        frozenset(key for key, outcome in event.outcomes if outcome is Outcome.HOLD)
        for event in ordinary(state, world)
    }
    assert kept == {frozenset("B"), frozenset("C")}
