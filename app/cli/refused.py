"""How a command refuses: in both languages, without a traceback."""

from __future__ import annotations

from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from workflows.engine.text import Text


class Refused(click.ClickException):
    """What was given cannot be worked with; `reason` says where and why."""

    def __init__(self, reason: Text) -> None:
        super().__init__(f"{reason.zh} / {reason.en}")
        self.reason = reason


class Command(click.Command):
    """Says in a sentence that the database is away or has tables of another version, or that a
    folder cannot be written."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (OperationalError, ProgrammingError) as error:
            if (said := _said_of(error)) is None:
                raise
            raise Refused(said) from error
        except BrokenPipeError:
            raise
        except OSError as error:
            raise Refused(_NOT_THERE.format(said=str(error))) from error


class Family(Command, AppGroup):
    """Commands of one kind."""


def _said_of(error: DBAPIError) -> Text | None:
    """None: a fault of the program."""
    said = str(error.orig).strip().partition("\n")[0]
    sqlstate = getattr(error.orig, "sqlstate", None)
    if sqlstate in _UNDEFINED or "no such" in said:  # SQLite's words
        return _OTHER_TABLES.format(said=said)
    is_of_database = isinstance(error, OperationalError) or sqlstate == _FORBIDDEN
    return _AWAY.format(said=said) if is_of_database else None


_UNDEFINED = ("42P01", "42703")
"""A table or a column that is not there (SQLSTATE)."""

_FORBIDDEN = "42501"
"""The user of the database may not do this."""

_AWAY = Text(
    "数据库没有应答或不能办理（{said}）。请检查 CHONGXIAN_DATABASE_URL 和数据库，再重新运行。",
    "The database does not answer or cannot do this ({said}). Look at CHONGXIAN_DATABASE_URL and "
    "at the database, then run this again.",
)
_NOT_THERE = Text(
    "文件、目录或服务不可用（{said}）。请检查路径、权限和磁盘空间，再重新运行。",
    "A file, a folder or a service cannot be used ({said}). Look at the path, its rights and the "
    "room on the disk, then run this again.",
)
_OTHER_TABLES = Text(
    "数据库的表与本版本不符（{said}）。请先运行 flask migrate。",
    "The tables of the database are not those of this version ({said}). Run flask migrate first.",
)
