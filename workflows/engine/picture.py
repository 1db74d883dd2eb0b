"""The states of a definition as boxes and its moves as numbered lines, in SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from workflows.engine.arrows import Arrow, arrows_of, lines_of
from workflows.engine.layout import Edge, Lane, Layout, Node, lay_out
from workflows.engine.model import Kind, State, Workflow
from workflows.engine.typeset import element, width, wrap

_LABEL, _NOTE = 15, 12
_LABEL_MOST = 150.0
_NOTES_MOST = 3
_PORT = 32.0
_STUB = 30.0
_HEAD = 12.0


@dataclass(frozen=True)
class Place:
    """Where one case stands: the state it is in, and those it has come through."""

    here: str = ""
    been: frozenset[str] = frozenset()

    def mark(self, key: str) -> str:
        """`here`, `been` or nothing."""
        if key == self.here:
            return "here"
        return "been" if key in self.been else ""


_SIGNS = {"here": "● ", "been": "√ ", "": ""}
"""On paper without colours the place is still seen."""


@dataclass(frozen=True)
class Box:
    """A state: its label in lines, and the moves noted in it with their number."""

    state: State
    mark: str
    label: tuple[str, ...]
    notes: tuple[tuple[Arrow, str], ...]
    width: float

    @property
    def height(self) -> float:
        return 26.0 + 20 * len(self.label) + 19 * len(self.notes)


@dataclass(frozen=True)
class Picture:
    """A finished drawing, to be put below a title."""

    elements: tuple[str, ...]
    width: float
    height: float


def draw_states(workflow: Workflow[Any], locale: str, place: Place) -> Picture:
    arrows = arrows_of(workflow)
    lines = lines_of(arrows)
    boxes = {s.key: _box(workflow, s, arrows, lines, locale, place) for s in workflow.states}
    layout = lay_out({key: b.width for key, b in boxes.items()}, lines, workflow.start.key)
    sheet = _Sheet(boxes, layout)
    elements = [
        *(
            element("path", d=sheet.line(edge), class_=_line_class(edge, boxes, layout))
            for edge in lines
        ),
        *(piece for key in boxes for piece in sheet.box(key)),
        *(piece for edge, along in lines.items() for piece in sheet.badge(edge, along)),
    ]
    return Picture(tuple(elements), layout.width, sheet.height)


def _box(
    workflow: Workflow[Any],
    state: State,
    arrows: Sequence[Arrow],
    lines: dict[Edge, list[Arrow]],
    locale: str,
    place: Place,
) -> Box:
    notes = [
        (arrow, note) for arrow in arrows for note in _notes(workflow, arrow, state.key, locale)
    ]
    mark = place.mark(state.key)
    label = wrap(_SIGNS[mark] + state.label.within(locale), _LABEL, _LABEL_MOST)
    ports = max(sum(e[0] == state.key for e in lines), sum(e[1] == state.key for e in lines))
    widest = max(
        88.0,
        32 + max(width(line, _LABEL) for line in label),
        24 + _PORT * ports,
        *(52 + width(note, _NOTE) for _, note in notes),
    )
    return Box(state, mark, tuple(label), tuple(notes), widest)


def _notes(workflow: Workflow[Any], arrow: Arrow, source: str, locale: str) -> list[str]:
    """Where a move leads that is not drawn; by its own name when it stays or leads all over."""
    targets = [b for a, b in arrow.notes if a == source]
    if targets == [source] or len(targets) > _NOTES_MOST:
        return [arrow.label.within(locale)]
    return [f"→ {workflow.state(target).label.within(locale)}" for target in targets]


def _line_class(edge: Edge, boxes: dict[str, Box], layout: Layout) -> str:
    if layout.rank[edge[1]] < layout.rank[edge[0]]:
        return "line back"
    return "line last" if boxes[edge[1]].state.is_final else "line"


class _Sheet:
    """Pixels: rows of boxes below each other, ports where lines leave and arrive."""

    def __init__(self, boxes: dict[str, Box], layout: Layout) -> None:
        self.boxes, self.layout = boxes, layout
        self.row_height = [0.0] * (max(layout.rank.values()) + 1)
        for key, box in boxes.items():
            r = layout.rank[key]
            self.row_height[r] = max(self.row_height[r], box.height)
        self.row_top = [0.0]
        for r, height in enumerate(self.row_height[:-1]):
            self.row_top.append(self.row_top[-1] + height + self._gap_below(r))
        self.height = self.row_top[-1] + self.row_height[-1]
        self.ports = self._ports()

    def _gap_below(self, rank: int) -> float:
        """Wider where lines run far aside, so that they stay apart."""
        aside = [
            abs(self.layout.x[a] - self.layout.x[b])
            for way in self.layout.ways.values()
            for a, b in pairwise(way)
            if min(self.layout.rank[a], self.layout.rank[b]) == rank
        ]
        return 66.0 + min(90.0, max(aside, default=0.0) / 8)

    def _ports(self) -> dict[tuple[str, Node, bool], float]:
        """The x where a line touches a box: by box, next place on its way, whether it leaves."""
        sides: dict[tuple[str, bool], set[tuple[Node, bool]]] = {}
        for way in self.layout.ways.values():
            for key, near, leaves in ((way[0], way[1], True), (way[-1], way[-2], False)):
                below = self.layout.rank[near] > self.layout.rank[key]
                sides.setdefault((str(key), below), set()).add((near, leaves))
        ports: dict[tuple[str, Node, bool], float] = {}
        for (key, below), touching in sides.items():
            # Between the same two boxes the line back runs to the right of the line forth.
            places = sorted(
                (self.layout.x[n], leaves is not below, str(n), n, leaves) for n, leaves in touching
            )
            first = self.layout.x[key] - _PORT * (len(places) - 1) / 2
            for i, (*_, node, leaves) in enumerate(places):
                ports[key, node, leaves] = first + _PORT * i
        return ports

    def top(self, key: str) -> float:
        r = self.layout.rank[key]
        return self.row_top[r] + (self.row_height[r] - self.boxes[key].height) / 2

    def row_edge(self, rank: int, down: bool) -> float:
        return self.row_top[rank] + (self.row_height[rank] if down else 0.0)

    def box_edge(self, key: str, down: bool) -> float:
        return self.top(key) + (self.boxes[key].height if down else 0.0)

    def line(self, edge: Edge) -> str:
        """Out of the box, straight through the lanes, curved between the rows, into the box."""
        source, target = edge
        way, rank = self.layout.ways[edge], self.layout.rank
        down = rank[target] > rank[source]
        sign = 1.0 if down else -1.0
        x = self.ports[source, way[1], True]
        y = self.row_edge(rank[source], down) + sign * _STUB
        path = [f"M{x:.1f} {self.box_edge(source, down):.1f}V{y:.1f}"]
        for node in way[1:]:
            entry = self.row_edge(rank[node], not down)
            if isinstance(node, Lane):
                to, leave = self.layout.x[node], self.row_edge(rank[node], down)
            else:
                to, leave = self.ports[target, way[-2], False], self.box_edge(target, not down)
                entry -= sign * _HEAD
            middle = (y + entry) / 2
            path.append(f"C{x:.1f} {middle:.1f} {to:.1f} {middle:.1f} {to:.1f} {entry:.1f}")
            path.append(f"V{leave:.1f}")
            x, y = to, leave
        return "".join(path)

    def badge(self, edge: Edge, along: Sequence[Arrow]) -> Iterator[str]:
        """The numbers of a line, where it leaves its box."""
        source, target = edge
        down = self.layout.rank[target] > self.layout.rank[source]
        x = self.ports[source, self.layout.ways[edge][1], True]
        y = self.box_edge(source, down) + (16 if down else -16)
        yield from numbers(x, y, along)

    def box(self, key: str) -> Iterator[str]:
        box, x, y = self.boxes[key], self.layout.x[key] - self.boxes[key].width / 2, self.top(key)
        kind = "final" if box.state.is_final else box.state.kind.value
        kind = f"{kind} {box.mark}".rstrip()
        yield element(
            "rect", x=x, y=y, width=box.width, height=box.height, rx=8, class_=f"box {kind}"
        )
        if box.state.kind is Kind.FINAL:
            yield element(
                "rect",
                x=x + 4,
                y=y + 4,
                width=box.width - 8,
                height=box.height - 8,
                rx=5,
                class_="inner",
            )
        y += 29
        for line in box.label:
            yield element("text", line, x=self.layout.x[key], y=y, class_="label")
            y += 20
        for arrow, note in box.notes:
            yield from numbers(x + 22, y, [arrow])
            yield element("text", note, x=x + 38, y=y + 4, class_="note")
            y += 19


def numbers(x: float, y: float, arrows: Sequence[Arrow]) -> Iterator[str]:
    """A badge around this point."""
    said = "·".join(str(a.number) for a in arrows)
    wide = 10.0 + 7.0 * len(said)
    system = all(a.is_of_the_system for a in arrows)
    yield element(
        "rect",
        x=x - wide / 2,
        y=y - 8,
        width=wide,
        height=16,
        rx=8,
        class_="badge system" if system else "badge",
    )
    yield element("text", said, x=x, y=y + 4, class_="number")
