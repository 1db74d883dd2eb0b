"""What a block of code left written: a refusal must leave nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.orm import Session

_WRITING = ("INSERT", "UPDATE", "DELETE")


@contextmanager
def writes_that_stay(session: Session) -> Iterator[list[str]]:
    """The writing statements of the block, without those that a savepoint took back."""
    session.flush()
    connection = session.connection()
    written: list[str] = []
    began: list[int] = []

    def executed(
        _connection: Connection, _cursor: Any, statement: str, *_rest: Any, **_more: Any
    ) -> None:
        if statement.lstrip().upper().startswith(_WRITING):
            written.append(statement)

    def set_savepoint(_connection: Connection, _name: str | None) -> None:
        began.append(len(written))

    def let_stand(_connection: Connection, _name: str, _context: None) -> None:
        began.pop()

    def taken_back(_connection: Connection, _name: str, _context: None) -> None:
        del written[began.pop() :]

    listeners: dict[str, Callable[..., None]] = {
        "before_cursor_execute": executed,
        "savepoint": set_savepoint,
        "release_savepoint": let_stand,
        "rollback_savepoint": taken_back,
    }
    for name, listener in listeners.items():
        event.listen(connection, name, listener)
    try:
        yield written
        session.flush()
    finally:
        for name, listener in listeners.items():
            event.remove(connection, name, listener)
