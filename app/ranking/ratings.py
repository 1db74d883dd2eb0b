"""A public file of ratings without reviewers (ICLR 2020): read, summarised, ranked by the mean.

Nobody can be calibrated who is not named; so each mean comes with an interval from the pooled
spread of the ratings, equal means share a place, and the line says what ties on it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.ranking.fault import BadCase
from app.ranking.line import Item, Line, LineRule, draw_line
from workflows.engine.text import Text

COLUMNS = ("forum_id", "ratings")
NINETY_PERCENT = 1.645
"""Standard errors to each side."""


@dataclass(frozen=True, slots=True)
class Rated:
    """A submission with its ratings as they were given; none is none, not zero."""

    id: str
    ratings: tuple[int, ...]

    @property
    def mean(self) -> Fraction | None:
        return Fraction(sum(self.ratings), len(self.ratings)) if self.ratings else None


@dataclass(frozen=True, slots=True)
class Place:
    """`place` is shared by equal means, the next is skipped; None without a rating."""

    id: str
    n: int
    mean: float | None
    interval: tuple[float, float] | None
    place: int | None


def read_ratings(lines: Iterable[str]) -> list[Rated]:
    """Raises BadCase: a column is missing, a submission stands twice, a rating is no number."""
    rows = csv.DictReader(lines)
    if not set(COLUMNS) <= set(rows.fieldnames or ()):
        words = "、".join(COLUMNS)
        raise BadCase(Text(f"缺少列：{words}", f"columns are missing: {', '.join(COLUMNS)}"))
    found: dict[str, Rated] = {}
    for row in rows:
        one = Rated(row["forum_id"], _ratings(row["ratings"] or "", rows.line_num))
        if one.id in found:
            raise BadCase(Text(f"{one.id} 重复", f"{one.id} stands twice"))
        found[one.id] = one
    return list(found.values())


def ranked(rated: Sequence[Rated]) -> list[Place]:
    """Best first; the order of the file changes nothing."""
    error = _pooled_variance(rated)
    means = sorted((one.mean for one in rated if one.mean is not None), reverse=True)
    first = {mean: place for place, mean in reversed(list(enumerate(means, start=1)))}
    places = [_place(one, error, first) for one in rated]
    return sorted(places, key=lambda p: (p.place is None, p.place or 0, p.id))


def line_after(rated: Sequence[Rated], places: int) -> Line:
    """Every submission costs one place; the line stops at a tie it cannot part."""
    items = [Item(one.id, one.mean, 1) for one in rated if one.mean is not None]
    return draw_line(items, places, LineRule.STOP)


def _ratings(typed: str, line: int) -> tuple[int, ...]:
    words = [word.strip() for word in typed.split(";") if word.strip()]
    for word in words:
        if not word.isdecimal():
            raise BadCase(
                Text(f"第 {line} 行：评分“{word}”不是数字", f"line {line}: “{word}” is no rating")
            )
    return tuple(int(word) for word in words)


def _place(one: Rated, variance: float | None, first: dict[Fraction, int]) -> Place:
    if one.mean is None:
        return Place(one.id, 0, None, None, None)
    mean, interval = float(one.mean), None
    if variance is not None:
        half = NINETY_PERCENT * (variance / len(one.ratings)) ** 0.5
        interval = (round(mean - half, 4), round(mean + half, 4))
    return Place(one.id, len(one.ratings), round(mean, 4), interval, first[one.mean])


def _pooled_variance(rated: Sequence[Rated]) -> float | None:
    """Of ratings around the mean of their submission; None where no two of one are known."""
    squares, freedom = Fraction(0), 0
    for one in rated:
        if one.mean is not None:
            squares += sum(((r - one.mean) ** 2 for r in one.ratings), Fraction(0))
            freedom += len(one.ratings) - 1
    return float(squares / freedom) if freedom else None
