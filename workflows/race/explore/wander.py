"""One whole race at random: where the walk is bounded, a random history goes on to the end.

The lots come from outside; the same lots give the same history.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from workflows.race.course import Event, NotAllowed, apply
from workflows.race.explore.offers import disturbing, ordinary
from workflows.race.explore.world import World
from workflows.race.invariants import Violation, violations
from workflows.race.state import RaceState
from workflows.race.words import RaceIs, TeamIs

T = TypeVar("T")

MOST_TEAMS, MOST_STAGES = 5, 4
_USUAL = 0.7
"""How often nothing out of the ordinary is tried."""
_GIVES_UP = 0.1
"""How often the rare ends of a race are let happen, so that most races run on."""
_RARE = ("solved_elsewhere", "cancel")
_ENDLESS = 1_000


class Lots(Protocol):
    """What draws is passed in, already seeded; nothing is drawn here otherwise."""

    def random(self) -> float: ...
    def randint(self, a: int, b: int, /) -> int: ...
    def sample(self, population: Sequence[T], k: int, /) -> list[T]: ...


@dataclass(frozen=True, slots=True)
class History:
    """The events of a race from its start, and the state they led to; `violation` is the first
    breach, with which the history stops."""

    events: tuple[Event, ...]
    last: RaceState
    violation: Violation | None

    @property
    def is_sound(self) -> bool:
        """No breach, it has come to an end, and who finished agrees with how it ended."""
        finished = any(team.state is TeamIs.FINISHED for team in self.last.teams)
        ends_well = finished is (self.last.state is RaceIs.FINISHED)
        return self.violation is None and self.last.is_over and ends_well


def wander(lots: Lots) -> History:
    """Any scores, up to five teams and four stages, disturbed as often as the rules allow."""
    scores = tuple(lots.sample(range(0, 10_001, 50), 3))
    teams, stages = lots.randint(2, MOST_TEAMS), lots.randint(2, MOST_STAGES)
    world = World(teams, stages, merit_percent=60, scores=scores)
    state = world.start()
    events: list[Event] = []
    while not state.is_over and len(events) < _ENDLESS:
        step = _step(state, world, lots)
        if step is None:
            break
        event, state = step
        events.append(event)
        if breaches := violations(state):
            return History(tuple(events), state, breaches[0])
    return History(tuple(events), state, None)


def _step(state: RaceState, world: World, lots: Lots) -> tuple[Event, RaceState] | None:
    """Mostly what is ordinary; the scores of an assessment are one of very many. None: stuck."""
    usual, unusual = list(ordinary(state, world)), list(disturbing(state))
    if lots.random() < _USUAL:
        unusual = []
    for event in lots.sample(usual + unusual, len(usual + unusual)) + usual:
        if event.name in _RARE and lots.random() >= _GIVES_UP:
            continue
        try:
            return event, apply(state, event)
        except NotAllowed:
            continue
    return None
