"""What the office may choose when nobody reached the line (R16).

Refocusing is the third choice: see `running`; to stop the race is the end of a rescue that failed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workflows.engine.text import Text
from workflows.race.by_rule import all_below, is_assessed
from workflows.race.course.model import Answers, Event, Move
from workflows.race.course.needs import fewer_than
from workflows.race.course.passing import reopened
from workflows.race.state import RaceState
from workflows.race.words import RaceIs

_CHECKPOINT = frozenset({RaceIs.CHECKPOINT})


def _all_below_needs(state: RaceState, event: Event) -> Iterator[Text]:
    if not is_assessed(state) or not all_below(state):
        yield _NOT_ALL_BELOW


def _long_extend_needs(state: RaceState, event: Event) -> Iterator[Text]:
    yield from _all_below_needs(state, event)
    yield from fewer_than(state.counts.long_extensions, state.rules.long_extensions_most)


def _long_extend(state: RaceState, event: Event) -> RaceState:
    counts = replace(state.counts, long_extensions=state.counts.long_extensions + 1)
    left = state.days_left - state.rules.long_extension_days
    return replace(reopened(state), counts=counts, days_left=left)


def _enter_rescue(state: RaceState, event: Event) -> RaceState:
    return replace(state, state=RaceIs.RESCUE, back_to=RaceIs.CHECKPOINT)


MOVES = (
    Move(
        "long_extend",
        "R16",
        Text("全体延期", "extend for all"),
        Answers.ACT,
        _CHECKPOINT,
        _long_extend,
        _long_extend_needs,
    ),
    Move(
        "enter_rescue",
        "R16",
        Text("进入保底救援", "enter the rescue"),
        Answers.STEP,
        _CHECKPOINT,
        _enter_rescue,
        _all_below_needs,
    ),
)

_NOT_ALL_BELOW = Text(
    "只在各队均低于保持线时", "possible only when every team is below the hold line"
)
