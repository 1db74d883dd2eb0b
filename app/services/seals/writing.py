"""Which sealed rows a session is about to write, told by what of them is under the seal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import MANYTOONE, InstanceState, Session

from app.services.seals.kind import Kind
from app.services.seals.kinds import KINDS

_OWNERS: dict[Any, list[tuple[Kind, str]]] = defaultdict(list)
"""By model: of which kinds its rows are, and the column that names the sealed row."""
for _kind in KINDS:
    _OWNERS[_kind.model].append((_kind, "id"))
    for _part in _kind.parts:
        _OWNERS[_part.model].append((_kind, _part.owner))


def to_be_changed(session: Session) -> Iterator[tuple[Kind, int]]:
    """Before a flush: the rows that are there and of which it changes what is sealed. A row of
    which it writes something else keeps its seal, and bears it out or does not."""
    for row in (*session.new, *session.dirty, *session.deleted):
        state = inspect(row)
        for kind, column in _OWNERS.get(type(row), ()):
            if state.pending or row in session.deleted or _changes(state, kind):
                number = _number(state, column)
                if number is not None:
                    yield kind, number


def added(session: Session) -> Iterator[tuple[Kind, int]]:
    """After a flush: the rows that it has put there, and those of which it has put a part there."""
    for row in session.new:
        for kind, column in _OWNERS.get(type(row), ()):
            yield kind, getattr(row, column)


def _changes(state: InstanceState[Any], kind: Kind) -> bool:
    model: Any = state.class_
    changed = _sealed_attributes(kind, model) & state.committed_state.keys()
    return any(state.attrs[name].history.has_changes() for name in changed)


@cache
def _sealed_attributes(kind: Kind, model: Any) -> frozenset[str]:
    """The columns under the seal, the relations that fill one of them at the flush, and the lists
    of parts, out of which a part is removed."""
    mapper = inspect(model)
    columns = set(kind.columns() if model is kind.model else model.__table__.columns)
    parts = {part.model for part in kind.parts}
    relations = {
        relation.key
        for relation in mapper.relationships
        if relation.mapper.class_ in parts
        or (relation.direction is MANYTOONE and relation.local_columns & columns)
    }
    return frozenset({mapper.get_property_by_column(c).key for c in columns} | relations)


def _number(state: InstanceState[Any], column: str) -> int | None:
    """Of the sealed row; None as long as it has none. A new part may name it by relation only."""
    if column == "id":
        return state.identity[0] if state.identity else None
    row: Any = state.obj()
    number: int | None = getattr(row, column)
    if number is None:
        model: Any = type(row)
        owners = (state.dict.get(name) for name in _relations(model, column))
        number = next((owner.id for owner in owners if owner is not None), None)
    return number


@cache
def _relations(model: Any, column: str) -> tuple[str, ...]:
    mapper, filled = inspect(model), model.__table__.c[column]
    many = (r for r in mapper.relationships if r.direction is MANYTOONE)
    return tuple(relation.key for relation in many if filled in relation.local_columns)
