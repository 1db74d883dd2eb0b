"""Brings the database to the tables the code expects, up or down, and says whether they drifted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import sleep

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import OperationalError

from app.database import collided
from app.models import Base
from config import ROOT
from workflows.engine.text import Text

PAUSE = 10
"""Seconds between two tries, in which whoever was held up goes on."""
TRIES = 20


class BrokenReferences(RuntimeError):
    """A migration would leave rows that refer to nothing; it is taken back."""


class TablesBusy(RuntimeError):
    """Others have been reading what was to be changed, each time it was tried; nothing is changed.
    `held_by` says who, a transaction a line."""

    def __init__(self, held_by: list[str]) -> None:
        super().__init__("\n".join(held_by))
        self.held_by = held_by


def patiently(
    engine: Engine,
    change: Callable[[Connection], None],
    lock_seconds: int,
    tell: Callable[[str], None],
    wait: Callable[[float], None] = sleep,
) -> None:
    """Makes the change in a transaction. A statement that waits for a lock holds up everybody who
    comes after it; so none waits longer than `lock_seconds`, and then all is taken back and tried
    again. SQLite has one writer anyway, and is not asked.

    Raises TablesBusy: after `TRIES`.
    """
    for tried in range(1, TRIES + 1):
        try:
            with transaction(engine) as connection:
                if engine.dialect.name == "postgresql":
                    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{lock_seconds}s'")
                change(connection)
        except OperationalError as error:
            if not collided(error):
                raise
        else:
            return
        held_by = _long_transactions(engine)
        if tried == TRIES:
            raise TablesBusy(held_by)
        busy = _BUSY.format(tried=str(tried), tries=str(TRIES), pause=str(PAUSE))
        tell("\n  ".join([f"{busy.zh}\n{busy.en}", *held_by]))
        wait(PAUSE)


def _long_transactions(engine: Engine) -> list[str]:
    """The oldest of this database's transactions that run now, whoever runs them."""
    with engine.connect() as connection:
        return [
            f"pid {row.pid} {row.usename} {row.application_name}: {row.seconds} s, {row.doing}"
            for row in connection.execute(text(_TRANSACTIONS))
        ]


_TRANSACTIONS = """
    SELECT pid, usename, application_name, extract(epoch FROM now() - xact_start)::int AS seconds,
    left(regexp_replace(query, '\\s+', ' ', 'g'), 100) AS doing FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
    ORDER BY xact_start LIMIT 5
"""
_BUSY = Text(
    "表正被占用，第 {tried}/{tries} 次未成，一切照旧；{pause} 秒后再试。占用者：",
    "Tables are in use: try {tried} of {tries} was taken back, nothing is changed; again in "
    "{pause} s. Held by:",
)


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """A transaction that may change tables.

    SQLite alters a table by building it anew, during which the rows that refer to it refer to
    nothing; so references are not followed on the way, and all are checked before the commit. There
    it waits for whoever writes before it reads what there is: had somebody written in between, it
    could write no more. Raises BrokenReferences.
    """
    if engine.dialect.name != "sqlite":
        with engine.begin() as connection:
            yield connection
        return
    with engine.execution_options(sqlite_begin="IMMEDIATE").connect() as connection:
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
