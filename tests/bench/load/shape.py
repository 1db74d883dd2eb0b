"""How much of what a province or a country has, and in which states."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from workflows.engine.model import Transition
from workflows.funnel import DRAFTED, came_to
from workflows.registry import workflow_for
from workflows.roles import Role

CALLS = 20
"""Whatever the size: so that each call grows with it, which is the harder case."""

PROPOSALS_IN_GROUP, SEATS, GROUPS_OF_EXPERT = 30, 5, 2
PROPOSALS_OF_UNIT = 20


@dataclass(frozen=True, slots=True)
class Slot:
    """A call in that state, its proposals in those, turn by turn, and their reviews."""

    call: str
    proposals: Sequence[str]
    review: str = ""
    group: str = ""


SLOTS = (
    *(Slot("decided", ("approved", "approved", "not_selected"), "closed", "locked"),) * 3,
    Slot("notice", ("notice", "not_selected"), "closed", "locked"),
    Slot("deliberation", ("scored",), "closed", "locked"),
    Slot("review", ("online_review",), "reading", "reviewing"),
    Slot("formal", ("formal_check", "accepted", "closed_formal")),
    *(Slot("open", ("draft", "unit_review", "recommend_review")),) * 3,
)
"""Of ten proposals six have five reviews each and two are projects: 10,000 have 30,000, 2,000."""


@cache
def way_to(kind: str, state: str) -> tuple[tuple[Transition[Any], str], ...]:
    """The shortest way into that state: each move, and the state it was made from."""
    workflow = workflow_for(kind, "open_competition")
    waiting: deque[tuple[str, tuple[tuple[Transition[Any], str], ...]]] = deque()
    waiting.append((workflow.start.key, ()))
    seen = set()
    while waiting:
        here, way = waiting.popleft()
        if here == state:
            return tuple(way)
        for move in workflow.leaving(here):
            if move.target not in seen:
                seen.add(move.target)
                waiting.append((move.target, (*way, (move, here))))
    raise LookupError(f"no way to {kind} {state}")


@cache
def clocked(kind: str, state: str) -> tuple[str, ...]:
    """The moves that the clock makes from that state."""
    leaving = workflow_for(kind, "open_competition").leaving(state)
    found = (t.name for t in leaving if t.due is not None and Role.SYSTEM_CLOCK in t.roles)
    return tuple(dict.fromkeys(found))


@cache
def step_of(state: str) -> str | None:
    """What the door notes of a proposal that has come that way: the last step it reached."""
    workflow = workflow_for("proposal", "open_competition")
    came: str | None = DRAFTED
    for move, here in way_to("proposal", state):
        came = came_to(workflow, here, came, move.target)
    return came
