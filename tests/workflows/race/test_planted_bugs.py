"""A bug planted in each invariant of a race is found, with the story that leads to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from workflows.race import outcomes
from workflows.race.course import MOVES, Event, Move, apply
from workflows.race.course.model import Answers, nothing
from workflows.race.effect import changed, ordered, take_effect
from workflows.race.explore import World, explore
from workflows.race.invariants import violations
from workflows.race.keeping import lacks
from workflows.race.state import Money, RaceState, Terms
from workflows.race.words import LEFT, TeamIs

SMALL = World(teams=3, stages=2, disturbances=1)


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
