"""What is under the seal of a row: read from the database, so that what is kept is sealed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from app.audit.chain import START, link
from app.services.portions import in_portions
from app.services.seals.kind import Kind, Part

Content = dict[str, object]


def all_ids(session: Session, kind: Kind) -> Sequence[int]:
    return session.scalars(select(kind.model.id).order_by(kind.model.id)).all()


def rows(
    session: Session, kind: Kind, ids: Sequence[int], *, lock: bool = False
) -> Iterator[tuple[int, Content | None]]:
    """Of these rows those that are there, each with what is sealed of it, or None as long as it
    does not count. Locked, they are nobody else's to write until the commit."""
    for some in in_portions(ids):
        found = session.execute(_rows_of(kind, lock), {"ids": some}).mappings().all()
        parts = [(part.model.__tablename__, _of_owners(session, part, some)) for part in kind.parts]
        for row in found:
            counts = not kind.final or bool(row[kind.final])
            owned = {table: of_owner[row["id"]] for table, of_owner in parts}
            yield row["id"], _plain_row(row) | owned if counts else None


@cache
def _rows_of(kind: Kind, lock: bool) -> Select[Any]:
    number = kind.model.__table__.c.id
    of_them = number.in_(bindparam("ids", expanding=True))
    query = select(number, *kind.columns()).where(of_them).order_by(number)
    return query.with_for_update(key_share=True) if lock else query


@cache
def _parts_of(part: Part) -> Select[Any]:
    table = part.model.__table__
    of_them = table.c[part.owner].in_(bindparam("owners", expanding=True))
    return select(table).where(of_them).order_by(table.c.id)


def mac(key: bytes, kind: Kind, content: Content) -> str:
    """Keyed, so that nobody who reads the history can try which content fits."""
    return link(key, START, {"table": kind.table, "row": content})


def _of_owners(session: Session, part: Part, owners: Sequence[int]) -> Mapping[int, list[Content]]:
    found: dict[int, list[Content]] = defaultdict(list)
    for row in session.execute(_parts_of(part), {"owners": owners}).mappings():
        found[row[part.owner]].append(_plain_row(row))
    return found


def _plain_row(row: Mapping[Any, Any]) -> Content:
    """A column that is empty is left out: one that a later version adds breaks no older seal."""
    return {str(key): _plain(value) for key, value in row.items() if value is not None}


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return value.isoformat(timespec="microseconds")
        case date():
            return value.isoformat()
        case float():
            return repr(value)
        case dict():
            return {str(key): _plain(one) for key, one in value.items()}
        case list():
            return [_plain(one) for one in value]
        case _:
            return value
