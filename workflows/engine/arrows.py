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
    """Moves of one name and label under one number."""

    number: int
    moves: tuple[Transition[Any], ...]

    @property
    def label(self) -> Text:
        return self.moves[0].label

    @property
    def edges(self) -> tuple[Edge, ...]:
        return tuple(dict.fromkeys((s, t.target) for t in self.moves for s in t.source))

    @property
    def lines(self) -> tuple[Edge, ...]:
        """The edges that are drawn; a move from nearly everywhere would hide all the others."""
        going = tuple((a, b) for a, b in self.edges if a != b)
        return going if len(going) <= _LINES_MOST else ()

    @property
    def notes(self) -> tuple[Edge, ...]:
        """The edges that are written into the box they leave."""
        return tuple(edge for edge in self.edges if edge not in self.lines)

    @property
    def is_of_the_system(self) -> bool:
        return all(t.roles <= SYSTEM_ROLES for t in self.moves)


def arrows_of(workflow: Workflow[Any]) -> tuple[Arrow, ...]:
    """Numbered from 1 in the order of the definition."""
    grouped: dict[tuple[str, Text], list[Transition[Any]]] = {}
    for t in workflow.transitions:
        grouped.setdefault((t.name, t.label), []).append(t)
    return tuple(Arrow(n, tuple(moves)) for n, moves in enumerate(grouped.values(), 1))


def lines_of(arrows: Iterable[Arrow]) -> dict[Edge, list[Arrow]]:
    """Each line to be drawn, with the arrows that run along it."""
    lines: dict[Edge, list[Arrow]] = {}
    for arrow in arrows:
        for edge in arrow.lines:
            lines.setdefault(edge, []).append(arrow)
    return lines
