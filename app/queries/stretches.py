"""A stretch of a list, found by the key of the row before it: page two hundred costs what the first
does, and nothing is counted. A long list needs an index in the order of its keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, NamedTuple, TypeVar
from urllib.parse import quote, unquote

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    Select,
    String,
    and_,
    false,
    literal,
    or_,
    tuple_,
)
from sqlalchemy.orm import Session
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import UnaryExpression

from app.models.base import Moment
from app.queries.paging import SIZE

T = TypeVar("T")

_BETWEEN, _NOTHING = "~", "*"


@dataclass(frozen=True, slots=True)
class Place:
    """From where in the list, and which way. Without a key from the beginning or, backwards, from
    the end."""

    key: str = ""
    backwards: bool = False


@dataclass(frozen=True)
class Stretch(Generic[T]):
    """`before` and `after` are the keys to go on from; empty at an end of the list."""

    rows: Sequence[T]
    before: str
    after: str


class _Step(NamedTuple):
    """One column of the order. Rows without a value stand last, as the query must say."""

    column: Any
    falls: bool
    may_lack: bool

    def sorted(self, *, backwards: bool) -> ColumnElement[Any]:
        falls = self.falls != backwards
        ordered: ColumnElement[Any] = self.column.desc() if falls else self.column.asc()
        if not self.may_lack:
            return ordered
        return ordered.nulls_first() if backwards else ordered.nulls_last()

    def beyond(self, value: Any, *, backwards: bool) -> ColumnElement[bool]:
        if value is None:
            return self.column.is_not(None) if backwards else false()
        there = literal(value, self.column.type)
        further = self.column < there if self.falls != backwards else self.column > there
        return or_(further, self.column.is_(None)) if self.may_lack and not backwards else further

    def same(self, value: Any) -> ColumnElement[bool]:
        if value is None:
            return self.column.is_(None)  # type: ignore[no-any-return]
        return self.column == literal(value, self.column.type)  # type: ignore[no-any-return]


def stretch_of(
    session: Session, query: Select[Any], place: Place, size: int = SIZE
) -> Stretch[Any]:
    """Of a query that selects one thing per row, in an order of its own that no two rows share."""
    steps = _steps(query)
    values = values_of(query, place.key)
    backwards = place.backwards and (values is not None or not place.key)
    if values is not None:
        query = query.where(_beyond(steps, values, backwards=backwards))
    ordered = query.order_by(None).order_by(*(s.sorted(backwards=backwards) for s in steps))
    keyed = ordered.add_columns(*(step.column for step in steps)).limit(size + 1)
    found = session.execute(keyed).unique().all()
    rows, more = list(found[:size]), len(found) > size
    if backwards:
        rows.reverse()
    on, back = (values is not None, more) if backwards else (more, values is not None)
    return Stretch(
        [row[0] for row in rows],
        before=_key(rows[0][1:]) if rows and back else "",
        after=_key(rows[-1][1:]) if rows and on else "",
    )


def cut(rows: Sequence[T], key: Callable[[T], str], place: Place, size: int = SIZE) -> Stretch[T]:
    """Of a list that has been read already."""
    at = next((n for n, row in enumerate(rows) if place.key and key(row) == place.key), None)
    if at is None and place.backwards and not place.key:
        first, end = max(0, len(rows) - size), len(rows)
    elif at is None:
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


def values_of(query: Select[Any], key: str) -> tuple[Any, ...] | None:
    """What the columns of the order hold there. None: whoever wrote this key is not this list."""
    steps, parts = _steps(query), key.split(_BETWEEN)
    if not key or len(parts) != len(steps):
        return None
    try:
        return tuple(_read(step, part) for step, part in zip(steps, parts, strict=True))
    except (ValueError, OverflowError):
        return None


def _steps(query: Select[Any]) -> list[_Step]:
    return [_step(clause) for clause in query._order_by_clauses]  # noqa: SLF001 (no other name)


def _step(clause: Any) -> _Step:
    falls = False
    while isinstance(clause, UnaryExpression) and clause.modifier is not None:
        falls = falls or clause.modifier is operators.desc_op
        clause = clause.element
    return _Step(clause, falls, bool(getattr(clause, "nullable", False)))


def _beyond(
    steps: Sequence[_Step], values: Sequence[Any], *, backwards: bool
) -> ColumnElement[bool]:
    """All going the same way are compared as one, which an index can follow."""
    if len({step.falls for step in steps}) == 1 and not any(step.may_lack for step in steps):
        here = tuple_(*(step.column for step in steps))
        there = tuple_(*(literal(v, s.column.type) for v, s in zip(values, steps, strict=True)))
        return here < there if steps[0].falls != backwards else here > there
    further = []
    for number, (step, value) in enumerate(zip(steps, values, strict=True)):
        same = (s.same(v) for s, v in zip(steps[:number], values[:number], strict=True))
        further.append(and_(*same, step.beyond(value, backwards=backwards)))
    return or_(*further)


def _key(values: Sequence[Any]) -> str:
    return _BETWEEN.join(map(_written, values))


def _written(value: Any) -> str:
    if value is None:
        return _NOTHING
    text = value.isoformat() if isinstance(value, date) else str(value)
    return quote(text, safe=":+").replace(_BETWEEN, f"%{ord(_BETWEEN):X}")


def _read(step: _Step, part: str) -> Any:
    """Raises ValueError: it is none of this column."""
    if part == _NOTHING and step.may_lack:
        return None
    text, kind = unquote(part), step.column.type
    if isinstance(kind, Moment):
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise ValueError("a key names an aware moment")
        return moment
    if isinstance(kind, Date):
        return date.fromisoformat(text)
    if isinstance(kind, String):
        if "\0" in text:
            raise ValueError("no text of a database holds such a sign")
        return text
    if isinstance(kind, Boolean):
        return ("False", "True").index(text) == 1
    number = int(text)
    if abs(number) >= 2**31:
        raise ValueError("no column holds such a number")
    return number
