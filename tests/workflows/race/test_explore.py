"""The explorer: what it finds in order, and that a bug planted in each invariant is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from workflows.race import outcomes
from workflows.race.course import MOVES, Event, Move, NotAllowed, apply
from workflows.race.course.model import Answers, nothing
from workflows.race.effect import changed, ordered, take_effect
from workflows.race.explore import World, explore
from workflows.race.explore.offers import disturbing, disturbs, ordinary
from workflows.race.explore.progress import rank
from workflows.race.explore.sameness import digest
from workflows.race.explore.wander import wander
from workflows.race.invariants import violations
from workflows.race.keeping import lacks
from workflows.race.state import Money, RaceState, Terms
from workflows.race.words import LEFT, Outcome, RaceIs, TeamIs

SMALL = World(teams=3, stages=2, disturbances=1)


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


def planted(name: str, **news: Any) -> Mapping[str, Move]:
    """The moves, one of them with another rule."""
    return {**MOVES, name: replace(MOVES[name], **news)}


def after(name: str, spoil: Callable[[RaceState], RaceState]) -> Mapping[str, Move]:
    """The moves, one of which does something wrong besides."""
    right = MOVES[name].change

    def change(state: RaceState, event: Event) -> RaceState:
        return spoil(right(state, event))

    return planted(name, change=change)


def forgets_to_return_money(state: RaceState, event: Event) -> RaceState:
    return changed(state, event.team, state=TeamIs.WITHDRAWN, money=Money())


def waits_without_working(state: RaceState, event: Event) -> RaceState:
    return replace(state, entry_tried=True, days_left=0)


def spends_the_reserve(state: RaceState, event: Event) -> RaceState:
    state = MOVES["reallocate"].change(state, event)
    return ordered(state, state.active[0].key, state.free)


def pays_whoever_left(state: RaceState) -> RaceState:
    gone = [team.key for team in state.teams if team.state in LEFT]
    return ordered(state, gone[0], 1) if gone else state


def forgets_the_ring(state: RaceState) -> RaceState:
    for team in state.teams:
        state = changed(state, team.key, money=replace(team.money, ring_fenced=0))
    return state


def gives_one_team_more_time(state: RaceState) -> RaceState:
    later = Terms(1, "protocol 1", "a week later", frozenset())
    return changed(state, state.active[0].key, terms=later)


def decides_part_of_a_stage(state: RaceState, event: Event) -> RaceState:
    some = dict(event.outcomes[:-1])
    return take_effect(state, some, "stage")


def decides_in_two_documents(state: RaceState) -> RaceState:
    team = state.teams[0]
    if team.decided is None:
        return state
    return changed(state, team.key, decided=replace(team.decided, document="another"))


def forgets_the_report(state: RaceState) -> RaceState:
    return replace(state, report=False)


def counts_no_claim(state: RaceState) -> RaceState:
    return replace(state, counts=replace(state.counts, claims=0))


@pytest.mark.parametrize(
    ("invariant", "world", "moves"),
    [
        pytest.param("I1", SMALL, planted("withdraw", answers=Answers.STEP), id="I1 no rescue"),
        pytest.param(
            "I2", SMALL, planted("refocus", answers=Answers.STEP), id="I2 target out of reach"
        ),
        pytest.param(
            "I2",
            SMALL,
            planted("open_entry", change=waits_without_working, answers=Answers.STEP),
            id="I2 time for nothing",
        ),
        pytest.param(
            "I2", SMALL, planted("rescue_fail", needs=nothing), id="I2 a race given up too soon"
        ),
        pytest.param(
            "I3", SMALL, planted("withdraw", change=forgets_to_return_money), id="I3 lost money"
        ),
        pytest.param(
            "I4",
            SMALL,
            planted("reallocate", change=spends_the_reserve, answers=Answers.STEP),
            id="I4 spent ahead",
        ),
        pytest.param("I6", SMALL, after("reallocate", pays_whoever_left), id="I6 paid the dead"),
        pytest.param("I7", SMALL, after("reallocate", forgets_the_ring), id="I7 no ring-fence"),
        pytest.param(
            "I8", SMALL, after("call_checkpoint", gives_one_team_more_time), id="I8 more time"
        ),
        pytest.param(
            "I9", SMALL, planted("decide_stage", change=decides_part_of_a_stage), id="I9 in part"
        ),
        pytest.param(
            "I9", SMALL, after("decide_stage", decides_in_two_documents), id="I9 two documents"
        ),
        pytest.param("I10", SMALL, after("no_finish", forgets_the_report), id="I10 no report"),
        pytest.param(
            "I10",
            World(2, 2, 2),
            planted("halt", needs=nothing),
            id="I10 halts without bound",
        ),
        pytest.param("I10", SMALL, planted("resume", source=frozenset()), id="I10 stuck"),
        pytest.param("I10", SMALL, after("claim", counts_no_claim), id="I10 round and round"),
    ],
)
def test_a_planted_bug_is_found_with_the_story_that_leads_to_it(
    invariant: str, world: World, moves: Mapping[str, Move]
) -> None:
    report = explore(world, most_of_level=20_000, moves=moves)
    assert report.found is not None
    assert report.found.violation.invariant == invariant
    state = world.start()
    for event in report.found.story:
        assert violations(state) == ()
        state = apply(state, event, moves)


@pytest.mark.parametrize(
    ("forgotten", "found", "world"),
    [
        ({"I1", "I2", "I4", "I5"}, "I1", SMALL),
        ({"I5"}, "I5", World(4, 3, 0)),
    ],
)
def test_a_decision_that_forgets_what_must_be_kept_is_found(
    forgotten: set[str], found: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        outcomes,
        "lacks",
        lambda state: tuple(lack for lack in lacks(state) if lack.invariant not in forgotten),
    )
    report = explore(world, most_of_level=1_500)
    assert report.found is not None
    assert report.found.violation.invariant == found


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
