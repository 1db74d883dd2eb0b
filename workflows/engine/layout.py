"""Places the states of a graph in rows, few lines crossing; no dependency, no randomness.

Rows by the longest way from the start; lines that pass a row get a place of their own there, one
for all that lead to the same state; order in a row by the barycentre; places by least squares.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Edge = tuple[str, str]
_ORDERINGS, _SHIFTS = 24, 80
_LANE = 18.0
_GAP = 34.0


@dataclass(frozen=True, slots=True)
class Lane:
    """Where lines to (`up`: back to) the state `to` pass the row `rank`."""

    to: str
    rank: int
    up: bool


Node = str | Lane


@dataclass(frozen=True)
class Layout:
    """The centre of each state (x, row), and the way of each line from its source to its target."""

    x: Mapping[Node, float]
    rank: Mapping[Node, int]
    ways: Mapping[Edge, tuple[Node, ...]]
    width: float


def lay_out(widths: Mapping[str, float], edges: Iterable[Edge], start: str) -> Layout:
    """`widths` of the boxes in pixels, in the order of the definition; no edge from a state to
    itself.
    """
    edges = tuple(dict.fromkeys(edges))
    back = _back_edges(list(widths), edges, start)
    forward = [e for e in edges if e not in back]
    rank = _ranks(widths, forward, start)
    ways = {edge: _way(edge, rank, edge in back) for edge in edges}
    for way in ways.values():
        rank |= {node: node.rank for node in way if isinstance(node, Lane)}
    links = _links(ways, rank)
    rows = _ordered(_rows(rank), links)
    x = _placed(rows, links, widths)
    left = min(x[n] - _width(n, widths) / 2 for n in x)
    right = max(x[n] + _width(n, widths) / 2 for n in x)
    return Layout({n: x[n] - left for n in x}, rank, ways, right - left)


def _back_edges(nodes: Sequence[str], edges: Sequence[Edge], start: str) -> set[Edge]:
    """The edges that close a circle on a walk into the depth from the start."""
    back: set[Edge] = set()
    done: set[str] = set()

    def walk(node: str, above: tuple[str, ...]) -> None:
        for edge in edges:
            if edge[0] != node:
                continue
            if edge[1] in (*above, node):
                back.add(edge)
            elif edge[1] not in done:
                walk(edge[1], (*above, node))
        done.add(node)

    for node in (start, *nodes):
        if node not in done:
            walk(node, ())
    return back


def _ranks(nodes: Iterable[str], forward: Sequence[Edge], start: str) -> dict[Node, int]:
    """The longest way from the start; what no line reaches or leaves stands in the last row."""
    rank: dict[Node, int] = dict.fromkeys(nodes, 0)
    for _ in tuple(rank):
        for a, b in forward:
            rank[b] = max(rank[b], rank[a] + 1)
    alone = set(rank) - {node for edge in forward for node in edge} - {start}
    return rank | dict.fromkeys(sorted(alone, key=str), max(rank.values()))


def _way(edge: Edge, rank: Mapping[Node, int], up: bool) -> tuple[Node, ...]:
    a, b = edge
    step = -1 if up else 1
    lanes = (Lane(b, r, up) for r in range(rank[a] + step, rank[b], step))
    return (a, *lanes, b)


def _links(
    ways: Mapping[Edge, tuple[Node, ...]], rank: Mapping[Node, int]
) -> list[tuple[Node, Node]]:
    """The pieces between neighbouring rows, each as (upper, lower), once."""
    pieces: dict[tuple[Node, Node], None] = {}
    for way in ways.values():
        for a, b in pairwise(way):
            pieces[(a, b) if rank[a] < rank[b] else (b, a)] = None
    return list(pieces)


def _rows(rank: Mapping[Node, int]) -> list[list[Node]]:
    rows: list[list[Node]] = [[] for _ in range(max(rank.values()) + 1)]
    for node, r in rank.items():
        rows[r].append(node)
    return rows


def _ordered(rows: list[list[Node]], links: Sequence[tuple[Node, Node]]) -> list[list[Node]]:
    best, fewest = rows, _crossings(rows, links)
    for sweep in range(_ORDERINGS):
        rows = [list(row) for row in rows]
        downwards = sweep % 2 == 0
        order = range(1, len(rows)) if downwards else range(len(rows) - 2, -1, -1)
        for r in order:
            fixed = {n: i for i, n in enumerate(rows[r - 1 if downwards else r + 1])}
            old = {n: i for i, n in enumerate(rows[r])}

            def middle(
                node: Node, fixed: dict[Node, int] = fixed, old: dict[Node, int] = old
            ) -> float:
                near = [fixed[n] for n in _neighbours(node, links) if n in fixed]
                return sum(near) / len(near) if near else float(old[node])

            rows[r].sort(key=middle)
        crossings = _crossings(rows, links)
        if crossings < fewest:
            best, fewest = rows, crossings
    return best


def _neighbours(node: Node, links: Sequence[tuple[Node, Node]]) -> list[Node]:
    return [b if a == node else a for a, b in links if node in (a, b)]


def _crossings(rows: list[list[Node]], links: Sequence[tuple[Node, Node]]) -> int:
    at = {n: (r, i) for r, row in enumerate(rows) for i, n in enumerate(row)}
    by_row: dict[int, list[tuple[int, int]]] = {}
    for a, b in links:
        by_row.setdefault(at[a][0], []).append((at[a][1], at[b][1]))
    return sum(
        (p[0] - q[0]) * (p[1] - q[1]) < 0
        for pieces in by_row.values()
        for i, p in enumerate(pieces)
        for q in pieces[:i]
    )


def _placed(
    rows: list[list[Node]], links: Sequence[tuple[Node, Node]], widths: Mapping[str, float]
) -> dict[Node, float]:
    x: dict[Node, float] = {}
    for row in rows:
        x |= dict(zip(row, _offsets(row, widths), strict=True))
    for sweep in range(_SHIFTS):
        for row in rows if sweep % 2 == 0 else reversed(rows):
            wanted = [_wanted(node, x, links) for node in row]
            x |= dict(zip(row, _apart(wanted, _offsets(row, widths)), strict=True))
    return x


def _wanted(
    node: Node, x: Mapping[Node, float], links: Sequence[tuple[Node, Node]]
) -> tuple[float, float]:
    """Where the node would like to be, and how much it insists: lanes want to run straight;
    what stands alone moves to the middle.
    """
    near = _neighbours(node, links)
    if not near:
        return sum(x.values()) / len(x), 0.01
    pulls = [1.0 + 3.0 * isinstance(node, Lane) * (1 + isinstance(n, Lane)) for n in near]
    return sum(p * x[n] for p, n in zip(pulls, near, strict=True)) / sum(pulls), sum(pulls)


def _offsets(row: Sequence[Node], widths: Mapping[str, float]) -> list[float]:
    """Places of the nodes of a row pushed together to the left."""
    places, edge = [], 0.0
    for node in row:
        width = _width(node, widths)
        places.append(edge + width / 2)
        edge += width + _GAP
    return places


def _width(node: Node, widths: Mapping[str, float]) -> float:
    return _LANE if isinstance(node, Lane) else widths[node]


def _apart(wanted: Sequence[tuple[float, float]], offsets: Sequence[float]) -> list[float]:
    """The nearest places to the wanted ones that keep order and distance (pool adjacent
    violators, least squares).
    """
    blocks: list[tuple[float, float, int]] = []
    for (place, weight), offset in zip(wanted, offsets, strict=True):
        block = (place - offset, weight, 1)
        while blocks and blocks[-1][0] > block[0]:
            mean, heavy, count = blocks.pop()
            total = heavy + block[1]
            block = ((mean * heavy + block[0] * block[1]) / total, total, count + block[2])
        blocks.append(block)
    shifts = [mean for mean, _, count in blocks for _ in range(count)]
    return [shift + offset for shift, offset in zip(shifts, offsets, strict=True)]
