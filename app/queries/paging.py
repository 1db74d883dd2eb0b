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
        number = nearest(number, self.total, size)
        if number * size > len(self.rows) < self.total:
            return None
        rows = self.rows[(number - 1) * size : number * size]
        return Page(rows, number, size, self.total, self.is_cut)

    @property
    def tally(self) -> Tally:
        return Tally(self.total, self.is_cut)

    @property
    def last(self) -> int:
        return last_page(self.total, self.size)


def page_of(rows: Sequence[T], number: int, size: int = SIZE) -> Page[T]:
    """Of rows that are all at hand."""
    number = nearest(number, len(rows), size)
    return Page(rows[(number - 1) * size : number * size], number, size, len(rows))


def nearest(number: int, total: int, size: int) -> int:
    """That page, or the next to it that there is."""
    return max(1, min(number, last_page(total, size)))


def last_page(total: int, size: int) -> int:
    return max(1, -(-total // size))
