"""The engine and its sessions; SQLite and PostgreSQL behave alike towards the rest of the house."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from psycopg import _queries
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.orm import Session

from app.asked import forget
from app.replica import Replica
from app.services.finding import keeping as finding
from app.services.seals import keeping as seals


class _Session(Session):
    """Whatever it writes can be found as soon as it is committed, and is sealed where it counts."""


finding.watch(_Session)
seals.watch(_Session)
event.listen(_Session, "after_flush", forget)


class Database:
    """Sessions for reading and for writing.

    A writing session on SQLite begins IMMEDIATE, so that it holds the one write lock before it
    reads what it decides on; on PostgreSQL the door locks rows instead. A reading session there
    cannot write. `replica` answers whoever is not signed in, while it is fit.
    """

    def __init__(self, url: str, replica_url: str | None = None, lag_most: float = 0) -> None:
        self.engine = _sqlite(url) if url.startswith("sqlite") else _postgres(url)
        self.replica = Replica(self.engine, replica_url, lag_most) if replica_url else None
        self._writing = self.engine.execution_options(sqlite_begin="IMMEDIATE")
        self._reading = self.engine.execution_options(postgresql_readonly=True)

    def session(self, *, writing: bool) -> Session:
        return _Session(self._writing if writing else self._reading, expire_on_commit=False)

    def public_session(self) -> Session:
        """For reading what anybody may, a few seconds late at the most."""
        if self.replica is None or not self.replica.is_fit():
            return self.session(writing=False)
        return _Session(self.replica.engine, expire_on_commit=False)

    def is_of_replica(self, session: Session) -> bool:
        return self.replica is not None and session.get_bind() is self.replica.engine

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A writing session that commits at the end or rolls back on any exception."""
        with self.session(writing=True) as session, session.begin():
            yield session


_AT_ONCE = {"options": "-c jit=off"}
"""PostgreSQL compiles a statement of many conditions for seconds, to run it for milliseconds."""


PLANNED_MOST = 50
"""Statements whose plans a connection keeps: those of the pages that are asked for all the time. A
hundred, of every page for everybody, came to 240 MB in each process of PostgreSQL."""


_queries.MAX_CACHED_STATEMENT_LENGTH = 64 * 1024
_queries.MAX_CACHED_STATEMENT_PARAMS = 2_000
"""Up to which the driver looks but once for the places of parameters. Its own limits are for what
nobody sends again; a home page or a search sends more, and each time the same."""


def _postgres(url: str) -> Engine:
    """A connection for each thread of bin/gunicorn.conf.py, so that none waits for another's.
    One that a restarted server has forgotten is replaced before it is used. The one given back last
    is taken first: it has its statements prepared.
    What a statement was given is personal: no error repeats it."""
    engine = create_engine(
        url,
        pool_size=40,
        pool_use_lifo=True,
        max_overflow=4,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args=_AT_ONCE,
    )
    event.listen(engine, "connect", _keep_few_plans)
    return engine


def _keep_few_plans(connection: Any, _record: Any) -> None:
    connection.prepared_max = PLANNED_MOST


def _sqlite(url: str) -> Engine:
    file = make_url(url).database
    if file and file != ":memory:":
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": 30}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")
