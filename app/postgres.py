"""An engine on PostgreSQL, of the primary or of a replica."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from json import JSONDecoder
from typing import Any, overload

from psycopg import Column, RawCursor, RawServerCursor
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.dialects.postgresql.psycopg import PGCompiler_psycopg
from sqlalchemy.sql.compiler import ExpandedState

PLANNED_MOST = 50
"""Statements whose plans a connection keeps: those of the pages that are asked for all the time. A
hundred, of every page for everybody, came to 240 MB in each process of PostgreSQL."""

_IN_UTC = "-c timezone=UTC"


def engine_on(url: str, **settings: Any) -> Engine:
    """A connection for each thread of bin/gunicorn.conf.py, so that none waits for another's.
    One that a restarted server has forgotten is replaced before it is used. The one given back last
    is taken first: it has its statements prepared.
    What a statement was given is personal: no error repeats it. `settings` are libpq's."""
    options = f"{settings.pop('options', '')} {_IN_UTC}"
    engine = create_engine(
        url,
        pool_size=40,
        pool_use_lifo=True,
        max_overflow=4,
        pool_pre_ping=True,
        hide_parameters=True,
        paramstyle="numeric_dollar",
        json_deserializer=_read_json,
        connect_args={
            **settings,
            "options": options,
            "client_encoding": "UTF8",
            "cursor_factory": _Cursor,
        },
    )
    engine.dialect.statement_compiler = _Compiler
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


_JSON = JSONDecoder()


def _read_json(written: bytes) -> Any:
    """As SQLAlchemy wrote it: in UTF-8, with nothing before or after it."""
    return _JSON.raw_decode(written.decode())[0]


class _Compiler(PGCompiler_psycopg):
    """Writes a statement with lists in it (`IN`) anew only when one of them is longer or shorter
    than it was the last time. The library does so every time, and names each value in it."""

    _last: tuple[list[int], ExpandedState] | None = None

    def _process_parameters_for_postcompile(
        self, parameters: Any, _populate_self: bool = False
    ) -> ExpandedState:
        if _populate_self or self.literal_execute_params:
            return super()._process_parameters_for_postcompile(parameters, _populate_self)
        lists = {name: parameters[name] for name in self._names_of_lists}
        lengths = [len(values) for values in lists.values()]
        last = self._last  # read once: another thread may write the statement meanwhile
        if last is not None and last[0] == lengths:
            written = last[1]._replace(parameters=parameters)
            for name, places in written.parameter_expansion.items():
                parameters.update(zip(places, parameters.pop(name), strict=True))
            return written
        written = super()._process_parameters_for_postcompile(parameters)
        found = written.parameter_expansion
        if all([parameters[at] for at in found[name]] == list(lists[name]) for name in lists):
            self._last = lengths, written._replace(parameters={})
        return written

    @cached_property
    def _names_of_lists(self) -> list[str]:
        names = self.positiontup or ()
        return [name for name in names if self.binds[name] in self.post_compile_params]
