"""Where everything stands in the picture of a ranking: scores with their spread, and the line.

Plain geometry, so that the page only draws; the same figures give the same picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

ROW, LEFT, WIDTH = 26, 44, 720
"""Pixels: height of a row, room for the place, width of the scale."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A ranked proposal; `totals` and `score` in points, `channel`: beside the line."""

    id: int
    place: int | None
    score: float | None
    totals: tuple[float, ...]
    above: bool
    channel: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: span of the totals, each of them, the score, all from the left; `y` its middle."""

    id: int
    place: int | None
    y: int
    low: float | None
    high: float | None
    dots: tuple[float, ...]
    score: float | None
    above: bool
    channel: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """`line` is the height between the last row above the line and the first below; None when
    there is no such place. `ticks` are (x, points)."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, int], ...]
    line: int | None


def picture(rows: Sequence[Scored]) -> Picture:
    """The scale runs over whole tens that hold every score."""
    points = [*_all_points(rows)] or [0.0, 100.0]
    low, high = int(min(points) // 10 * 10), int(-(-max(points) // 10) * 10)
    high = max(high, low + 10)

    def x(of: float) -> float:
        return round(LEFT + (of - low) / (high - low) * WIDTH, 1)

    bars = tuple(
        Bar(
            row.id,
            row.place,
            ROW * number + ROW,
            x(min(row.totals)) if row.totals else None,
            x(max(row.totals)) if row.totals else None,
            tuple(x(total) for total in row.totals),
            None if row.score is None else x(row.score),
            row.above,
            row.channel,
        )
        for number, row in enumerate(rows)
    )
    last = max((n for n, row in enumerate(rows) if row.above and not row.channel), default=None)
    return Picture(
        width=LEFT + WIDTH + 20,
        height=ROW * (len(rows) + 1) + 24,
        bars=bars,
        ticks=tuple((x(tick), tick) for tick in range(low, high + 1, 10)),
        line=None if last is None or last + 1 == len(rows) else ROW * last + ROW + ROW // 2,
    )


def _all_points(rows: Iterable[Scored]) -> Iterable[float]:
    for row in rows:
        yield from row.totals
        if row.score is not None:
            yield row.score
