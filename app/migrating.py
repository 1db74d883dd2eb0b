"""Brings the database to the tables the code expects, up or down, and says whether they drifted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, inspect

from app.models import Base
from config import ROOT


class BrokenReferences(RuntimeError):
    """A migration would leave rows that refer to nothing; it is taken back."""


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """A transaction that may change tables.

    SQLite alters a table by building it anew, during which the rows that refer to it refer to
    nothing; so references are not followed on the way, and all are checked before the commit.
    Raises BrokenReferences.
    """
    if engine.dialect.name != "sqlite":
        with engine.begin() as connection:
            yield connection
        return
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None, "the connection is open"
        followed = raw.execute("PRAGMA foreign_keys").fetchone()[0]
        raw.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
                    raise BrokenReferences(str(broken[:5]))
        finally:
            raw.execute(f"PRAGMA foreign_keys={followed:d}")


def alembic_config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection, revision: str = "head") -> None:
    command.upgrade(alembic_config(connection), revision)


def downgrade(connection: Connection, revision: str = "base") -> None:
    command.downgrade(alembic_config(connection), revision)


def clear(connection: Connection) -> None:
    """Every table goes. Going down instead may meet rows that an earlier revision cannot hold."""
    beside = " CASCADE" if connection.dialect.name == "postgresql" else ""
    for name in inspect(connection).get_table_names():
        connection.exec_driver_sql(f'DROP TABLE "{name}"{beside}')


def drift(connection: Connection) -> list[object]:
    """What the models and the migrated database disagree on; empty when they agree."""
    migration = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(migration, Base.metadata))
