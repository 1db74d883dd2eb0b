"""The steps of a call's funnel, by mechanism: how far its proposals came, and where they left.

Every open state of a mechanism belongs to one step; whoever ends is counted where it ended.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from workflows.engine.model import Workflow
from workflows.engine.text import Text
from workflows.registry import MECHANISMS

DRAFT = "draft"
DRAFTED = "drafted"
"""The first step of every funnel."""


@dataclass(frozen=True, slots=True)
class Step:
    """A proposal that has ever been in one of `states` has come so far."""

    key: str
    label: Text
    states: frozenset[str]


@dataclass(frozen=True, slots=True)
class Stop:
    """How many came no further than a step and are in one state now; `has_left`: for good."""

    state: str
    label: Text
    count: int
    has_left: bool


@dataclass(frozen=True, slots=True)
class Reached:
    """How many came as far as a step or further; of them, those that came no further."""

    step: Step
    count: int
    stops: Sequence[Stop] = ()

    @property
    def left(self) -> int:
        return sum(stop.count for stop in self.stops if stop.has_left)

    @property
    def here(self) -> int:
        return sum(stop.count for stop in self.stops if not stop.has_left)

    @property
    def went_on(self) -> int:
        return self.count - self.left - self.here


def _step(key: str, label: Text, *states: str) -> Step:
    return Step(key, label, frozenset(states))


_FORMAL = ("formal_check", "correction", "rejected_formal", "formal_appeal")
_REVIEWED = ("awaiting_notice", "reserve")
_COMPETING = (
    _step(DRAFTED, Text("起草", "Drafted"), DRAFT),
    _step("submitted", Text("提交", "Submitted"), "unit_review", "recommend_review"),
    _step("forwarded", Text("推荐至主管部门", "Recommended to the office"), *_FORMAL),
    _step("accepted", Text("通过形式审查", "Passed the formal check"), "accepted"),
    _step("reviewing", Text("进入评审", "In review"), "online_review", "shortlisted", "defence"),
    _step("scored", Text("完成评审", "Reviewed"), "scored", "re_review", *_REVIEWED),
    _step("proposed", Text("决定拟立项", "Proposed for award"), "proposed"),
    _step("noticed", Text("公示", "On public notice"), "notice", "objection"),
    _step("awarded", Text("立项", "Awarded"), "approved"),
)
_BIDDING = (
    _step(DRAFTED, Text("起草", "Drafted"), DRAFT),
    _step("submitted", Text("提交", "Submitted"), "unit_review"),
    _step("sealed", Text("密封揭榜", "Sealed"), "sealed"),
    _step("opened", Text("开启", "Opened"), *_FORMAL),
    _step("accepted", Text("通过资格审查", "Passed vetting"), "accepted"),
    _step("reviewing", Text("进入评榜", "Under evaluation"), "online_review"),
    _step("scored", Text("完成评榜", "Evaluated"), "scored", "re_review", "reserve"),
    _step("matching", Text("入围对接", "Shortlisted for matching"), "shortlisted", "matching"),
    _step("proposed", Text("决定拟中榜", "Selected"), "proposed"),
    _step("noticed", Text("公示", "On public notice"), "notice", "objection"),
    _step("awarded", Text("中榜", "Won"), "approved"),
    _step("contracted", Text("签约", "Contract signed"), "contracted"),
)
FUNNELS: Mapping[str, tuple[Step, ...]] = {
    "open_competition": _COMPETING,
    "open_call": _BIDDING,
    "parallel_teams": (
        *_COMPETING[:-1],
        _step("awarded", Text("立项参赛", "Awarded and racing"), "approved"),
    ),
}


def told_by_state(workflow: Workflow[Any]) -> dict[str, int]:
    """The place of the last step that a proposal in a state came to, for each state that tells it:
    whichever way led there, it was the same. What was returned to its writer is a draft again."""
    told = {state: min(places) for state, places in _came(workflow.key) if len(places) == 1}
    return told | {DRAFT: 0}


def place_of(workflow: Workflow[Any], state: str, came: str | None) -> int | None:
    """Of the last step that a proposal came to, by its state and what `came_to` said of it. None:
    neither tells."""
    told = told_by_state(workflow).get(state)
    return told if told is not None else _by_key(FUNNELS[workflow.key]).get(came or "")


def came_to(workflow: Workflow[Any], source: str, came: str | None, target: str) -> str | None:
    """The key of the last step that a proposal came to which goes from one state to another, where
    its new state does not tell. `came` is what this said of it before. None: the state tells, or
    nobody has said."""
    steps, places = FUNNELS[workflow.key], dict(_came(workflow.key))
    if len(places[target]) == 1:
        return None
    before = _by_key(steps).get(came or "")
    if len(places[source]) == 1:
        before = min(places[source])
    if before is None:
        return None
    place = _places(steps)
    return steps[max(before, place.get(source, 0), place.get(target, 0))].key


@cache
def _came(mechanism: str) -> tuple[tuple[str, frozenset[int]], ...]:
    """Each state with the places of the last steps that a proposal there may have come to."""
    workflow, place = MECHANISMS[mechanism], _places(FUNNELS[mechanism])
    been: set[tuple[str, int]] = set()
    ahead = [(workflow.start.key, 0)]
    while ahead:
        state, furthest = ahead.pop()
        furthest = max(furthest, place.get(state, 0))
        if (state, furthest) not in been:
            been.add((state, furthest))
            ahead += [(move.target, furthest) for move in workflow.leaving(state)]
    last: dict[str, set[int]] = {}
    for state, furthest in been:
        last.setdefault(state, set()).add(furthest)
    return tuple((state, frozenset(places)) for state, places in last.items())


def _by_key(steps: Sequence[Step]) -> dict[str, int]:
    return {step.key: place for place, step in enumerate(steps)}


def _places(steps: Sequence[Step]) -> dict[str, int]:
    return {state: place for place, step in enumerate(steps) for state in step.states}


def reached(workflow: Workflow[Any], found: Iterable[tuple[int, str, int]]) -> list[Reached]:
    """`found`: the last step that proposals came to, by its place; their state; how many."""
    steps = FUNNELS[workflow.key]
    rows = sorted(found)
    return [
        Reached(
            step,
            sum(count for last, _, count in rows if last >= place),
            [_stop(workflow, step, *row[1:]) for row in rows if row[0] == place],
        )
        for place, step in enumerate(steps)
    ]


def by_state(steps: Iterable[Reached]) -> list[tuple[str, int]]:
    """How many are in each state, whatever step they came to."""
    counts: Counter[str] = Counter()
    for step in steps:
        for stop in step.stops:
            counts[stop.state] += stop.count
    return sorted(counts.items())


def _stop(workflow: Workflow[Any], step: Step, key: str, count: int) -> Stop:
    state = workflow.state(key)
    return Stop(key, state.label, count, state.is_final and key not in step.states)
