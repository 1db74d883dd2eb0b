"""A fresh database for each test: a copied file on SQLite, an emptied database on PostgreSQL.

All of them, one after the other, have the same URL: one engine serves them all, and what it has
compiled for one test it need not compile again for the next.
"""

from __future__ import annotations

import pickle
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, MetaData, create_engine, text

from tests.servers import private_postgres


class FreshDatabases(Protocol):
    @property
    def url(self) -> str:
        """Where the fresh database lies, whenever there is one."""

    def fresh(self) -> AbstractContextManager[None]:
        """An empty database with all tables, gone with the block; only one at a time."""

    def let_go(self, engine: Engine) -> None:
        """Ends what of the engine would outlive the fresh database and may not."""

    def keep(self, kept: Path) -> None:
        """Writes the committed rows of the fresh database, as they are now, into a new file."""

    def put_back(self, kept: Path) -> None:
        """Those rows and no others; nobody may be reading or writing meanwhile, and whatever
        engine there is was let go."""


class SqliteDatabases:
    def __init__(self, folder: Path, metadata: MetaData) -> None:
        self._folder = folder
        self._template = folder / "template.sqlite"
        self._file = folder / "test.sqlite"
        self.url = f"sqlite:///{self._file}"
        engine = create_engine(f"sqlite:///{self._template}")
        with engine.begin() as connection:
            # As the house opens it, so that no copy has to be turned around and waits for the disk.
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            connection.exec_driver_sql("PRAGMA synchronous=OFF")
            metadata.create_all(connection)
        engine.dispose()

    @contextmanager
    def fresh(self) -> Iterator[None]:
        shutil.copy(self._template, self._file)
        yield
        for leftover in self._folder.glob(f"{self._file.name}*"):
            leftover.unlink(missing_ok=True)

    def let_go(self, engine: Engine) -> None:
        """Its file goes, so whoever has it open would write into nothing."""
        engine.dispose()

    def keep(self, kept: Path) -> None:
        with closing(sqlite3.connect(self._file)) as of, closing(sqlite3.connect(kept)) as into:
            into.execute("PRAGMA synchronous=OFF")
            of.backup(into)

    def put_back(self, kept: Path) -> None:
        shutil.copy(kept, self._file)


class PostgresDatabases:
    """One private database, emptied after each test, because making and dropping one costs the
    server as much as a whole test; vacuumed, so that rows lie in the order of their writing."""

    def __init__(self, url: str, metadata: MetaData) -> None:
        self.url = url
        self._engine = create_engine(
            url,
            isolation_level="AUTOCOMMIT",
            # Rows go in any order, whatever refers to them.
            connect_args={"options": "-c session_replication_role=replica"},
        )
        metadata.create_all(self._engine)

    @classmethod
    @contextmanager
    def running(cls, metadata: MetaData) -> Iterator[PostgresDatabases]:
        with private_postgres() as url:
            databases = cls(url, metadata)
            yield databases
            databases._engine.dispose()

    @contextmanager
    def fresh(self) -> Iterator[None]:
        yield
        with self._engine.connect() as connection:
            connection.execute(text(_END_WHAT_STILL_RUNS))
            self._empty(connection)
            connection.execute(text(_BEGIN_NUMBERS_AGAIN))

    def let_go(self, engine: Engine) -> None:
        """Its connections stay for the next test: a new one learns every table and every statement
        anew, which took a sixth of the time of all tests."""

    def keep(self, kept: Path) -> None:
        with self._engine.connect() as connection:
            cursor = _cursor(connection)
            rows = {}
            for name in connection.scalars(text(_WRITTEN)).all():
                with cursor.copy(f'COPY "{name}" TO STDOUT (FORMAT BINARY)') as copy:
                    rows[name] = b"".join(bytes(part) for part in copy)
            numbers = connection.execute(text(_NUMBERS)).all()
        kept.write_bytes(pickle.dumps((rows, [tuple(number) for number in numbers])))

    def put_back(self, kept: Path) -> None:
        rows, numbers = pickle.loads(kept.read_bytes())
        with self._engine.connect() as connection:
            self._empty(connection)
            cursor = _cursor(connection)
            with cursor.connection.transaction():
                for name, written in rows.items():
                    with cursor.copy(f'COPY "{name}" FROM STDIN (FORMAT BINARY)') as copy:
                        copy.write(written)
                names, last = [name for name, _ in numbers], [last for _, last in numbers]
                cursor.execute(_GO_ON_NUMBERING, (names, last))

    def _empty(self, connection: Connection) -> None:
        written = [f'"{name}"' for name in connection.scalars(text(_WRITTEN))]
        if written:
            cursor = _cursor(connection)
            cursor.execute("; ".join(f"DELETE FROM {name}" for name in written))
            cursor.execute(f"VACUUM {', '.join(written)}")


def _cursor(connection: Connection) -> Any:
    return connection.connection.driver_connection.cursor()  # type: ignore[union-attr]


_END_WHAT_STILL_RUNS = """
    SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend'
    AND pid <> pg_backend_pid() AND state <> 'idle'
"""
_WRITTEN = """
    SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    AND pg_relation_size(oid) > 0
"""
"""Names of the tables that have pages, which a vacuum takes from those without rows. Asked of the
catalogue, because to look for a row in each table costs as much as a small test."""
_NUMBERS = "SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL"
_GO_ON_NUMBERING = """
    SELECT setval(format('%%I', name)::regclass, last)
    FROM unnest(%s::text[], %s::bigint[]) AS number(name, last)
"""
_BEGIN_NUMBERS_AGAIN = """
    SELECT setval(format('%I', sequencename)::regclass, start_value, false) FROM pg_sequences
    WHERE last_value IS NOT NULL
"""
