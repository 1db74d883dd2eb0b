"""What those awaited do on another case where no move of this one is theirs: a proposal that is
accepted is led on by the start of its panel's review."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from workflows.engine.cascades import cascading_to
from workflows.engine.model import Transition, Workflow
from workflows.engine.text import Text
from workflows.registry import WORKFLOWS
from workflows.roles import SYSTEM_ROLES, Role


@dataclass(frozen=True, slots=True)
class Driving:
    """On a case of this kind, by one of these moves."""

    kind: str
    moves: tuple[Text, ...]


def driving(workflow: Workflow[Any], state: str, hands: frozenset[Role]) -> Driving | None:
    """None where those awaited move the case itself, and where it is led on by cases of several
    kinds, so that no one place can be named. What only ends it does not lead it on, nor what
    throws it back where something leads ahead."""
    leaving = workflow.leaving(state)
    if any(hands & _makers(t) for t in leaving):
        return None
    found = [
        (t.target, other.case_kind, move.label)
        for t in leaving
        if not workflow.state(t.target).is_final
        for other, move in _driven_by(workflow.case_kind, t.name, hands)
    ]
    ahead = [row for row in found if state not in _reached_from(workflow, row[0])]
    moves = tuple(dict.fromkeys(label for _, _, label in ahead or found))
    kinds = {kind for _, kind, _ in found}
    return Driving(kinds.pop(), moves) if len(kinds) == 1 else None


def _reached_from(workflow: Workflow[Any], state: str) -> frozenset[str]:
    """Itself and all states that may follow it, however late."""
    reached, fresh = {state}, {state}
    while fresh:
        fresh = {t.target for s in fresh for t in workflow.leaving(s)} - reached
        reached |= fresh
    return frozenset(reached)


def _driven_by(
    kind: str, name: str, hands: frozenset[Role], seen: frozenset[tuple[str, str]] = frozenset()
) -> Iterator[tuple[Workflow[Any], Transition[Any]]]:
    """The moves of these hands which cause this one, also by what others cause in between."""
    for other, move in _causing(kind, name):
        here = (other.case_kind, move.name)
        if hands & _makers(move):
            yield other, move
        elif move.roles & SYSTEM_ROLES and here not in seen:
            yield from _driven_by(*here, hands, seen | {here})


@cache
def _causing(kind: str, name: str) -> tuple[tuple[Workflow[Any], Transition[Any]], ...]:
    return cascading_to(WORKFLOWS, kind, name)


def _makers(move: Transition[Any]) -> frozenset[Role]:
    return move.roles.union(move.approvals)
