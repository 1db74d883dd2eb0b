"""The engine and its sessions; SQLite and PostgreSQL behave alike towards the rest of the house."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.asked import forget
from app.postgres import engine_on
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
        self.engine = _sqlite(url) if url.startswith("sqlite") else engine_on(url, options=_AT_ONCE)
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


def collided(error: BaseException) -> bool:
    """Whether the database is there and took a transaction back because of another: nothing of it
    is kept, and it may be tried again."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in _COLLISIONS


_COLLISIONS = ("55P03", "40P01", "40001")
"""A lock that was not had in time, two that wait for each other, and two of which neither came
first (SQLSTATE)."""

_AT_ONCE = "-c jit=off"
"""PostgreSQL compiles a statement of many conditions for seconds, to run it for milliseconds."""


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
