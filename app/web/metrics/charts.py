"""Shapes of the charts, in the units of their SVG; the same numbers stand in the table beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.queries.metrics import LedgerRow, ProgrammeLine

LEFT, WIDTH, ROW, BAR = 190, 460, 38, 16
_MOST = 160
"""Per cent at the right end; what goes beyond ends there, its number says how far it goes."""


@dataclass(frozen=True, slots=True)
class Bar:
    """`kind` is how the metric stands, and the class it is drawn in."""

    label: str
    y: int
    width: int
    kind: str
    percent: int | None


@dataclass(frozen=True, slots=True)
class Chart:
    """`target_x` is where 100 % lies."""

    bars: Sequence[Bar]
    height: int
    target_x: int


def of_project(rows: Sequence[LedgerRow]) -> Chart:
    """How much of its target each metric makes up by its newest value."""
    bars = []
    for n, row in enumerate(rows):
        percent = row.percent(row.newest.value) if row.newest else None
        shown = min(max(percent or 0, 0), _MOST)
        bars.append(
            Bar(row.metric.name, 30 + n * ROW, shown * WIDTH // _MOST, row.standing, percent)
        )
    return Chart(bars, 40 + len(rows) * ROW, LEFT + 100 * WIDTH // _MOST)


@dataclass(frozen=True, slots=True)
class Part:
    x: int
    width: int
    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class Stack:
    label: str
    y: int
    parts: Sequence[Part]


def of_programme(lines: Sequence[ProgrammeLine]) -> tuple[Sequence[Stack], int]:
    """For each project its metrics side by side as they stand; and the height."""
    most = max((sum(line.counts.values()) for line in lines), default=1) or 1
    stacks = []
    for n, line in enumerate(lines):
        x, parts = LEFT, []
        for kind, count in line.counts.items():
            width = count * WIDTH // most
            if count:
                parts.append(Part(x, width, kind, count))
            x += width
        stacks.append(Stack(line.project.number, 20 + n * ROW, parts))
    return stacks, 30 + len(lines) * ROW
