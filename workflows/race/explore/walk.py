"""The walk: every state reached is held against the invariants.

Besides, no act of the office may take away the last runner (I2), every event has to raise the rank,
so that no race runs for ever, and every state that is not the end has to offer an ordinary event
(I10).
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from workflows.engine.text import Text
from workflows.race.course import MOVES, Event, Move, NotAllowed, apply
from workflows.race.explore.offers import disturbing, disturbs, in_one_order, ordinary
from workflows.race.explore.progress import Rank, rank
from workflows.race.explore.promise import broken_promises
from workflows.race.explore.sameness import digest
from workflows.race.explore.world import World
from workflows.race.invariants import Violation, violations
from workflows.race.state import RaceState
from workflows.race.words import RaceIs

Moves = Mapping[str, Move]


@dataclass(frozen=True, slots=True)
class Place:
    """A state, and how it was reached."""

    state: RaceState
    event: Event | None = None
    before: Place | None = None
    length: int = 0

    def story(self) -> tuple[Event, ...]:
        events: list[Event] = []
        place: Place | None = self
        while place is not None and place.event is not None:
            events.append(place.event)
            place = place.before
        return tuple(reversed(events))


@dataclass(frozen=True, slots=True)
class Found:
    """A breach, and the events that led to it."""

    violation: Violation
    story: tuple[Event, ...]


@dataclass
class Report:
    """`states` are the different ones visited; `levels` says how many of them need 0, 1, 2 …
    disturbances, `left_over` how many were reached but not visited. `made` counts the events by
    name, `refused` those that were not allowed, `longest` those of the longest story. `endings` are
    the different ends."""

    world: World
    made: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    longest: int = 0
    levels: list[int] = field(default_factory=list)
    endings: Counter[RaceIs] = field(default_factory=Counter)
    left_over: list[int] = field(default_factory=list)
    found: Found | None = None

    @property
    def events(self) -> int:
        return self.made.total()

    @property
    def is_complete(self) -> bool:
        """Nothing within the world's disturbances was left out."""
        return self.found is None and not any(self.left_over)

    @property
    def states(self) -> int:
        return sum(self.levels)


def explore(world: World, most_of_level: int | None = None, moves: Moves = MOVES) -> Report:
    """Level by level: all races without a disturbance, then those with one, and so on, at most so
    many states of each level. Stops at the first breach."""
    walk = _Walk(world, most_of_level, moves)
    walk.run()
    return walk.report


class _Walk:
    """`seen` are the states of this level and those before, `later` those first met by a
    disturbance: they belong to the next level unless this one reaches them too. On the last level
    nothing disturbs any more, so that more states are the same there; `calmed` are all those before
    as that level sees them."""

    def __init__(self, world: World, most_of_level: int | None, moves: Moves) -> None:
        self.world, self.most_of_level, self.moves = world, most_of_level, moves
        self.report = Report(world)
        self.level = 0
        self.seen: set[bytes] = set()
        self.calmed: set[bytes] = set()
        self.waiting: deque[Place] = deque()
        self.later: dict[bytes, Place] = {}

    @property
    def is_calm(self) -> bool:
        return self.level == self.world.disturbances

    def run(self) -> None:
        start = self.world.start()
        self.later[digest(start, calm=self.is_calm)] = Place(start)
        for level in range(self.world.disturbances + 1):
            self.level = level
            if self.is_calm:
                self.seen = self.calmed
            first = {key: self.later[key] for key in sorted(self.later.keys() - self.seen)}
            self.later = {}
            self.report.levels.append(0)
            self.seen.update(first)
            self.waiting = deque(first.values())
            while self.waiting and self.report.levels[-1] != self.most_of_level:
                self.report.levels[-1] += 1
                self._leave(self._next())
                if self.report.found is not None:
                    return
            self.report.left_over.append(len(self.waiting))

    def _next(self) -> Place:
        """By turns where the walk is, and somewhere else: so a bounded walk sees both how races go
        on and how differently they may be disturbed."""
        return self.waiting.pop() if self.report.states % 2 else self.waiting.popleft()

    def _leave(self, place: Place) -> None:
        """Make every event that is possible here."""
        if place.state.is_over:
            self.report.endings[place.state.state] += 1
            return
        if not self.is_calm:
            self.calmed.add(digest(place.state, calm=True))
        here, goes_on = rank(place.state), False
        for event in self._events(place.state):
            try:
                state = apply(place.state, event, self.moves)
            except NotAllowed:
                self.report.refused += 1
                continue
            goes_on = goes_on or self.moves[event.name].is_ordinary
            if disturbs(event) and self.is_calm:
                continue
            after = Place(state, event, place, place.length + 1)
            self._look_at(after, place.state, here)
            self._arrive(after)
        if not goes_on:
            self._find(Violation("I10", _STUCK.format(state=place.state.state)), place)

    def _events(self, state: RaceState) -> Iterator[Event]:
        usual = ordinary(state, self.world)
        if self.is_calm:
            return in_one_order(usual)
        return chain(usual, disturbing(state))

    def _look_at(self, place: Place, before: RaceState, here: Rank) -> None:
        assert place.event is not None
        move = self.moves[place.event.name]
        self.report.made[place.event.name] += 1
        self.report.longest = max(self.report.longest, place.length)
        for violation in violations(place.state):
            self._find(violation, place)
        for broken in broken_promises(before, move, place.state):
            self._find(Violation("I2", broken), place)
        if rank(place.state) <= here:
            self._find(Violation("I10", _NO_PROGRESS.format(move=move.label)), place)

    def _arrive(self, place: Place) -> None:
        assert place.event is not None
        goes_later = disturbs(place.event)
        level = self.level + goes_later
        key = digest(place.state, calm=level == self.world.disturbances)
        if goes_later:
            self.later.setdefault(key, place)
        elif key not in self.seen:
            self.seen.add(key)
            self.waiting.append(place)

    def _find(self, violation: Violation, place: Place) -> None:
        if self.report.found is None:
            self.report.found = Found(violation, place.story())


_STUCK = Text("此状态下无事可做：{state}", "nothing can be done in this state: {state}")
_NO_PROGRESS = Text("{move}没有使赛程前进", "{move} does not move the race forward")
