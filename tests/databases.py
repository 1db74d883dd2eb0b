"""A fresh database for each test: copied from a template, on SQLite or on a private PostgreSQL.

All of them, one after the other, have the same URL: one engine serves them all, and what it has
compiled for one test it need not compile again for the next.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import MetaData, create_engine, make_url, text

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
    def __init__(self, url: str, metadata: MetaData) -> None:
        server = make_url(url)
        self.url = server.set(database="test").render_as_string(hide_password=False)
        self._admin = create_engine(url, isolation_level="AUTOCOMMIT")
        self._execute("CREATE DATABASE template_of_tests")
        engine = create_engine(server.set(database="template_of_tests"))
        metadata.create_all(engine)
        engine.dispose()

    @classmethod
    @contextmanager
    def running(cls, metadata: MetaData) -> Iterator[PostgresDatabases]:
        with private_postgres() as url:
            databases = cls(url, metadata)
            yield databases
            databases._admin.dispose()

    @contextmanager
    def fresh(self) -> Iterator[None]:
        self._execute("CREATE DATABASE test TEMPLATE template_of_tests")
        yield
        self._execute("DROP DATABASE test WITH (FORCE)")

    def _execute(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(statement))
