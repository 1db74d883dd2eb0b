"""A fresh database for each test: a copied file on SQLite, an emptied database on PostgreSQL.

All of them, one after the other, have the same URL: one engine serves them all, and what it has
compiled for one test it need not compile again for the next.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import MetaData, create_engine, exists, literal, select, text, union_all

from tests.servers import private_postgres


class FreshDatabases(Protocol):
    @property
    def url(self) -> str:
        """Where the fresh database lies, whenever there is one."""

    def fresh(self) -> AbstractContextManager[None]:
        """An empty database with all tables, gone with the block; only one at a time."""


class SqliteDatabases:
    def __init__(self, folder: Path, metadata: MetaData) -> None:
        self._folder = folder
        self._template = folder / "template.sqlite"
        self._file = folder / "test.sqlite"
        self.url = f"sqlite:///{self._file}"
        engine = create_engine(f"sqlite:///{self._template}")
        metadata.create_all(engine)
        engine.dispose()

    @contextmanager
    def fresh(self) -> Iterator[None]:
        shutil.copy(self._template, self._file)
        yield
        for leftover in self._folder.glob(f"{self._file.name}*"):
            leftover.unlink(missing_ok=True)


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
        self._tables = metadata.tables
        self._written = union_all(
            *(
                select(literal(name)).where(exists(table.select()))
                for name, table in self._tables.items()
            )
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
            connection.execute(text(_END_OTHER_CONNECTIONS))
            written = [self._tables[name] for name in connection.scalars(self._written)]
            for table in written:
                connection.execute(table.delete())
            if written:
                connection.execute(text(f"VACUUM {', '.join(table.name for table in written)}"))
            connection.execute(text(_BEGIN_NUMBERS_AGAIN))


_END_OTHER_CONNECTIONS = """
    SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend'
    AND pid <> pg_backend_pid()
"""
_BEGIN_NUMBERS_AGAIN = """
    SELECT setval(format('%I', sequencename)::regclass, start_value, false) FROM pg_sequences
    WHERE last_value IS NOT NULL
"""
