"""PostgreSQL's own programs, told of a database by its URL."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, inspect, text

from app.worker.children import MissingProgram

_KEPT = "before_restore"


class DumpFailed(RuntimeError):
    """A program of PostgreSQL gave up; the message is its own."""


def dump(connection: Connection, target: Path) -> None:
    """What this transaction (REPEATABLE READ) sees, in PostgreSQL's custom format."""
    seen = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
    _run(
        *("pg_dump", connection.engine.url),
        *("--format=custom", f"--snapshot={seen}", f"--file={target}"),
    )


def load(engine: Engine, dumped: Path) -> None:
    """In the place of what there is; when it fails, what there was is there again."""
    with engine.begin() as connection:
        connection.execute(text(f"ALTER SCHEMA public RENAME TO {_KEPT}"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    try:
        _run(
            *("pg_restore", engine.url, "--schema=public", "--no-owner", "--no-acl"),
            *("--exit-on-error", "--single-transaction", str(dumped)),
        )
    except BaseException:
        take_back(engine)
        raise
    _execute(engine, f"DROP SCHEMA {_KEPT} CASCADE")


def take_back(engine: Engine) -> None:
    """What was there before, where it still is: nothing of what came in its place was proved."""
    if inspect(engine).has_schema(_KEPT):
        _execute(engine, "DROP SCHEMA public CASCADE", f"ALTER SCHEMA {_KEPT} RENAME TO public")


def is_readable(dumped: Path) -> bool:
    command = [_program("pg_restore"), "--list", str(dumped)]
    listed = subprocess.run(command, capture_output=True)  # noqa: S603 - no shell
    return listed.returncode == 0


def _execute(engine: Engine, *statements: str) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def _run(name: str, url: URL, *arguments: str) -> None:
    """The password goes by the environment, for arguments are seen by everybody on the machine."""
    plain = URL.create(
        "postgresql", url.username, None, url.host, url.port, url.database, url.query
    )
    environment = dict(os.environ)
    if url.password:
        environment["PGPASSWORD"] = url.password
    done = subprocess.run(  # noqa: S603 - words, no shell
        [_program(name), f"--dbname={plain.render_as_string()}", *arguments],
        env=environment,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        raise DumpFailed(done.stderr.strip())


def _program(name: str) -> str:
    """The newest of Debian's folders, or the one on the path: it must not be older than the server.

    Raises MissingProgram.
    """
    debian = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    newest = max(debian, key=lambda found: int(found.parts[-3]), default=None)
    found = newest or shutil.which(name)
    if found is None:
        raise MissingProgram(f"{name} is not installed (Debian: postgresql-client).")
    return str(found)
