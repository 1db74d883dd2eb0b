"""One page of a list: two queries, however long the list is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

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


def page_of(
    session: Session,
    query: Select[Any],
    number: int,
    size: int = SIZE,
    *,
    total: int | None = None,
) -> Page[Any]:
    """The rows of a query that selects one thing per row; a number beyond the end is the last.
    Whoever knows the total already spares the counting, as does a page with room left on it."""

    def from_row(first: int) -> Sequence[Any]:
        return session.scalars(query.limit(size).offset(first)).unique().all()

    before = (max(1, number) - 1) * size
    rows = from_row(before)
    if total is None:
        ends_here = len(rows) < size and (rows or not before)
        total = before + len(rows) if ends_here else _count(session, query)
    if not rows and before:
        before = max(0, total - 1) // size * size
        rows = from_row(before)
    return Page(rows, before // size + 1, size, total)


def _count(session: Session, query: Select[Any]) -> int:
    return session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
