"""A ranking: everybody's score with the totals it comes from, and the line money reaches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.pictures.picture import Picture
from app.pictures.svg import bar, dot, drawing, line, words
from workflows.engine.text import Text

_ROW, _LEFT, _SCALE = 26, 44, 720

_TITLE = Text("各项目得分、专家分差与资助线", "Scores, spread between experts, and funding line")
_TOLD = Text(
    "每个项目一行，按名次排列：竖条为得分，圆点为各专家总分，横线为分差；数值见下表。",
    "One row per project in rank order: the upright bar is the score, the dots are "
    "experts' totals and the horizontal line is the spread. The figures are in the "
    "table below.",
)
_HINT = Text(
    "竖条为得分，圆点为各专家总分，横线为分差；红线为资助线，虚线项目经非共识通道复议。",
    "Upright bars are scores, dots are experts' totals and horizontal lines are "
    "spreads. The red line is the funding line. Dashed projects are reconsidered "
    "through the non-consensus channel.",
)
_LINE = Text("资助线", "Funding line")


@dataclass(frozen=True, slots=True)
class Scored:
    """A ranked proposal; `totals` and `score` in points, `channel`: beside the line."""

    place: int | None
    score: float | None
    totals: tuple[float, ...]
    above: bool
    channel: bool = False


def ranking_picture(rows: Sequence[Scored], locale: str) -> Picture:
    """The table is the page's own, and the sheet of the ranking."""
    low, high = scale(rows)
    height = _ROW * (len(rows) + 1) + 24
    right = _LEFT + _SCALE

    def x(points: float) -> float:
        return _LEFT + (points - low) / (high - low) * _SCALE

    marks = [
        *(line(f"M{x(tick):.1f} 8V{height - 22}", "line") for tick in range(low, high + 1, 10)),
        *(
            words(x(tick), height - 6, str(tick), "quiet", anchor="middle", size=12)
            for tick in range(low, high + 1, 10)
        ),
        *(mark for n, row in enumerate(rows, start=1) for mark in _row(row, x, _ROW * n)),
    ]
    if (after := line_after(rows)) is not None:
        y = _ROW * after + _ROW // 2
        marks.append(line(f"M0 {y}H{right + 20}", "red", 2))
        marks.append(words(right + 18, y - 5, _LINE.within(locale), "red", anchor="end", size=12))
    title = _TITLE.within(locale)
    size = (right + 20, height)
    return Picture(
        "ranking",
        title,
        drawing("ranking", size, title, _TOLD.within(locale), *marks),
        (),
        (),
        _HINT.within(locale),
    )


def scale(rows: Sequence[Scored]) -> tuple[int, int]:
    """Whole tens that hold every score."""
    points = [*_all_points(rows)] or [0.0, 100.0]
    low, high = int(min(points) // 10 * 10), int(-(-max(points) // 10) * 10)
    return low, max(high, low + 10)


def line_after(rows: Sequence[Scored]) -> int | None:
    """Below how many rows the line lies; None when nothing is above it, or nothing below."""
    reached = [n for n, row in enumerate(rows, start=1) if row.above and not row.channel]
    return reached[-1] if reached and reached[-1] < len(rows) else None


def _all_points(rows: Iterable[Scored]) -> Iterator[float]:
    for row in rows:
        yield from row.totals
        if row.score is not None:
            yield row.score


def _row(row: Scored, x: Callable[[float], float], y: int) -> Iterator[str]:
    colour = "blue" if row.above else "quiet"
    yield words(4, y + 5, str(row.place or "—"), "quiet", size=12)
    if row.totals:
        spread = f"M{x(min(row.totals)):.1f} {y}H{x(max(row.totals)):.1f}"
        yield line(spread, colour, 1.5, "4 4" if row.channel else "")
    for total in row.totals:
        yield dot(x(total), y, 3, colour)
    if row.score is not None:
        yield bar(x(row.score) - 2, y - 8, 4, 16, colour)
