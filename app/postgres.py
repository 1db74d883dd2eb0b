"""An engine on PostgreSQL, of the primary or of a replica."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, overload

from psycopg import Column, RawCursor, RawServerCursor
from sqlalchemy import Engine, create_engine, event

PLANNED_MOST = 50
"""Statements whose plans a connection keeps: those of the pages that are asked for all the time. A
hundred, of every page for everybody, came to 240 MB in each process of PostgreSQL."""


def engine_on(url: str, **settings: Any) -> Engine:
    """A connection for each thread of bin/gunicorn.conf.py, so that none waits for another's.
    One that a restarted server has forgotten is replaced before it is used. The one given back last
    is taken first: it has its statements prepared.
    What a statement was given is personal: no error repeats it. `settings` are libpq's."""
    engine = create_engine(
        url,
        pool_size=40,
        pool_use_lifo=True,
        max_overflow=4,
        pool_pre_ping=True,
        hide_parameters=True,
        paramstyle="numeric_dollar",
        connect_args={**settings, "cursor_factory": _Cursor},
    )
    event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    connection.prepared_max = PLANNED_MOST
    connection.server_cursor_factory = RawServerCursor


class _Cursor(RawCursor[Any]):
    """SQLAlchemy writes `$1` itself, so that the driver looks through no statement for the places
    of its parameters. And it looks at the columns of a statement once and keeps what it learns: of
    every later result it asks only whether there are any, where the driver would describe all."""

    @property
    def description(self) -> Any:
        count = self.pgresult.nfields if self.pgresult else 0
        return _Columns(self, count) if count else None


class _Columns(Sequence[Column]):
    """What a result consists of; each column is described when it is asked for."""

    def __init__(self, cursor: _Cursor, count: int) -> None:
        self._cursor, self._numbers = cursor, range(count)

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, place: int) -> Column: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Column]: ...
    def __getitem__(self, place: int | slice) -> Column | Sequence[Column]:
        if isinstance(place, slice):
            return [Column(self._cursor, number) for number in self._numbers[place]]
        return Column(self._cursor, self._numbers[place])
