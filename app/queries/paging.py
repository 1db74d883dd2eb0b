"""One page, by its number, of what is gathered and counted in any case; lists of a table are read
by key (`app.queries.stretches`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

SIZE = 20


@dataclass(frozen=True, slots=True)
class Tally:
    """How many there are; when it `is_cut`, at least so many: written 1000+."""

    number: int
    is_cut: bool = False

    def __str__(self) -> str:
        return f"{self.number}+" if self.is_cut else str(self.number)


@dataclass(frozen=True)
class Page(Generic[T]):
    """`rows` of page `number` (from 1), of `total` rows in pages of `size`. Of a list that `is_cut`
    there may be more than is counted."""

    rows: Sequence[T]
    number: int
    size: int
    total: int
    is_cut: bool = False

    def part(self, number: int, size: int) -> Page[T] | None:
        """A page of fewer rows, out of these first ones; None where it goes beyond them."""
        assert self.number == 1, "parts are of the first page"
        number = max(1, min(number, -(-self.total // size) or 1))
        if number * size > len(self.rows) < self.total:
            return None
        rows = self.rows[(number - 1) * size : number * size]
        return Page(rows, number, size, self.total, self.is_cut)

    @property
    def tally(self) -> Tally:
        return Tally(self.total, self.is_cut)

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.size))
