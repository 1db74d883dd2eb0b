"""A stretch of a long list, found by the key of the row before it: page two hundred costs what the
first does, and nothing is counted. The list needs an index in the order of its keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from urllib.parse import quote, unquote

from sqlalchemy import ColumnElement, Select, String, literal, tuple_
from sqlalchemy.orm import Session

from app.models.base import Moment
from app.queries.paging import SIZE

T = TypeVar("T")

_BETWEEN = "~"


@dataclass(frozen=True, slots=True)
class Order:
    """The columns a list is ordered by, none of them NULL, the last one unique; all of them go the
    same way. `attributes` read the same of a row."""

    columns: tuple[Any, ...]
    attributes: tuple[Any, ...]
    descending: bool = False

    def sorted(self, *, backwards: bool = False) -> list[ColumnElement[Any]]:
        """For ORDER BY."""
        falling = self.descending != backwards
        return [column.desc() if falling else column.asc() for column in self.columns]

    def key_of(self, row: Any) -> str:
        return _BETWEEN.join(_written(read(row)) for read in self.attributes)

    def values(self, key: str) -> tuple[Any, ...] | None:
        """None: whoever wrote this key is not this list."""
        parts = key.split(_BETWEEN)
        if len(parts) != len(self.columns):
            return None
        try:
            read = zip(self.columns, map(unquote, parts), strict=True)
            return tuple(_read(column, text) for column, text in read)
        except (ValueError, OverflowError):
            return None


@dataclass(frozen=True, slots=True)
class Place:
    """From where in the list, and which way; the beginning without a key."""

    key: str = ""
    backwards: bool = False


@dataclass(frozen=True)
class Stretch(Generic[T]):
    """`before` and `after` are the keys to go on from; empty at an end of the list."""

    rows: Sequence[T]
    before: str
    after: str


def stretch_of(
    session: Session, query: Select[Any], order: Order, place: Place, size: int = SIZE
) -> Stretch[Any]:
    """Of a query that selects one thing per row, without an order of its own."""
    values = order.values(place.key) if place.key else None
    backwards = place.backwards and values is not None
    falling = order.descending != backwards
    if values is not None:
        here = tuple_(*order.columns)
        there = tuple_(*(literal(v, c.type) for v, c in zip(values, order.columns, strict=True)))
        query = query.where(here < there if falling else here > there)
    ordered = query.order_by(*order.sorted(backwards=backwards)).limit(size + 1)
    found = list(session.scalars(ordered).unique())
    rows, more = found[:size], len(found) > size
    if backwards:
        rows.reverse()
    on, back = (values is not None, more) if backwards else (more, values is not None)
    return Stretch(
        rows,
        before=order.key_of(rows[0]) if rows and back else "",
        after=order.key_of(rows[-1]) if rows and on else "",
    )


def cut(rows: Sequence[T], key: Callable[[T], str], place: Place, size: int = SIZE) -> Stretch[T]:
    """Of a list that has been read already."""
    at = next((n for n, row in enumerate(rows) if place.key and key(row) == place.key), None)
    if at is None:
        first, end = 0, size
    elif place.backwards:
        first, end = max(0, at - size), at
    else:
        first, end = at + 1, at + 1 + size
    found = rows[first:end]
    return Stretch(
        found,
        before=key(found[0]) if found and first else "",
        after=key(found[-1]) if found and end < len(rows) else "",
    )


def _written(value: Any) -> str:
    text = value.isoformat() if isinstance(value, datetime) else str(value)
    return quote(text, safe=":+").replace(_BETWEEN, f"%{ord(_BETWEEN):X}")


def _read(column: ColumnElement[Any], text: str) -> Any:
    """Raises ValueError: it is none of this column."""
    if isinstance(column.type, Moment):
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise ValueError("a key names an aware moment")
        return moment
    if isinstance(column.type, String):
        if "\0" in text:
            raise ValueError("no text of a database holds such a sign")
        return text
    number = int(text)
    if abs(number) >= 2**31:
        raise ValueError("no column holds such a number")
    return number
