"""The moves of a definition as numbered arrows, as a picture and its legend show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from workflows.engine.layout import Edge
from workflows.engine.model import Transition, Workflow
from workflows.engine.text import Text
from workflows.roles import SYSTEM_ROLES

_LINES_MOST = 3


@dataclass(frozen=True)
class Arrow:
    """Moves of one name and label, made by the same people, under one number.

    `lines` are drawn from box to box; `notes` are written into the box they leave.
    """

    number: int
    moves: tuple[Transition[Any], ...]
    lines: tuple[Edge, ...]
    notes: tuple[Edge, ...]

    @property
    def label(self) -> Text:
        return self.moves[0].label

    @property
    def edges(self) -> tuple[Edge, ...]:
        return _edges(self.moves)

    @property
    def is_of_the_system(self) -> bool:
        return self.moves[0].roles <= SYSTEM_ROLES


def arrows_of(workflow: Workflow[Any]) -> tuple[Arrow, ...]:
    """Numbered from 1 in the order of the definition."""
    grouped: dict[tuple[object, ...], list[Transition[Any]]] = {}
    for t in workflow.transitions:
        grouped.setdefault((t.name, t.label, t.roles, t.approvals), []).append(t)
    return tuple(_arrow(workflow, n, moves) for n, moves in enumerate(grouped.values(), 1))


def _arrow(workflow: Workflow[Any], number: int, moves: list[Transition[Any]]) -> Arrow:
    """A move from nearly everywhere would hide all the others: it is noted, not drawn."""
    edges = _edges(moves)
    everywhere = [e for e in _edges(workflow.named(moves[0].name)) if e[0] != e[1]]
    drawn = len(everywhere) <= _LINES_MOST
    lines = tuple(e for e in edges if drawn and e[0] != e[1])
    notes = tuple(e for e in edges if e not in lines)
    return Arrow(number, tuple(moves), lines, notes)


def _edges(moves: Iterable[Transition[Any]]) -> tuple[Edge, ...]:
    return tuple(dict.fromkeys((s, t.target) for t in moves for s in t.source))


def lines_of(arrows: Iterable[Arrow]) -> dict[Edge, list[Arrow]]:
    """Each line to be drawn, with the arrows that run along it."""
    lines: dict[Edge, list[Arrow]] = {}
    for arrow in arrows:
        for edge in arrow.lines:
            lines.setdefault(edge, []).append(arrow)
    return lines
