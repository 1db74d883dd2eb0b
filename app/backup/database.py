"""A snapshot of the database while everybody goes on writing, and a database made from one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, inspect, make_url, text
from sqlalchemy.orm import Session

from app.backup import postgres


@contextmanager
def snapshot(engine: Engine, target: Path) -> Iterator[Session]:
    """Writes the dump; the session of the block reads the very rows that lie in it."""
    if engine.dialect.name == "sqlite":
        with (
            closing(sqlite3.connect(_file(engine))) as live,
            closing(sqlite3.connect(target)) as copy,
        ):
            live.backup(copy)
        copied = create_engine(f"sqlite:///{target}")
        with Session(copied) as session:
            yield session
        copied.dispose()
        return
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        postgres.dump(connection, target)
        with Session(connection) as session:
            yield session


def load(engine: Engine, dumped: Path) -> None:
    """In the place of everything the database holds."""
    if engine.dialect.name == "sqlite":
        Path(_file(engine)).parent.mkdir(parents=True, exist_ok=True)
        with (
            closing(sqlite3.connect(dumped)) as copy,
            closing(sqlite3.connect(_file(engine))) as live,
        ):
            copy.backup(live)
    else:
        postgres.load(engine, dumped)
    engine.dispose()


def take_back(engine: Engine) -> None:
    """What was there before a restore that was broken off (killed, or the machine went down)."""
    if engine.dialect.name == "postgresql":
        postgres.take_back(engine)


def revision_of(session: Session) -> str:
    context = MigrationContext.configure(session.connection())
    return context.get_current_revision() or ""


def is_empty(engine: Engine) -> bool:
    """Nobody has an account in it, and nothing has happened."""
    with engine.connect() as connection:
        there = set(inspect(connection).get_table_names()) & {"person", "history"}
        return not any(
            connection.scalar(text(f"SELECT 1 FROM {table} LIMIT 1"))  # noqa: S608 - two fixed names
            for table in there
        )


def dialect_of(url: str) -> str:
    return make_url(url).get_backend_name()


def _file(engine: Engine) -> str:
    return engine.url.database or ""
