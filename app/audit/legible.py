"""Rows the database gives back but the house cannot read: no JSON, no moment, another shape."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Table, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.audit.fault import Fault
from app.files.store import StoreAway
from app.models import Base
from workflows.engine.text import Text


def first_fault(session: Session, check: Callable[[], Fault | None]) -> Fault | None:
    """What the check finds. One that ends in an error because of what is stored has found
    something too: whatever else there is to check must still be looked at.

    Raises StoreAway: whether files are what they were cannot be told, which is no fault of them.
    """
    try:
        return check()
    except StoreAway:
        raise
    except Exception as error:
        if isinstance(error, DBAPIError):
            session.rollback()  # after a fault of its own PostgreSQL answers nothing more
        return Fault(_unreadable_row(session), _illegible(error))


def _unreadable_row(session: Session) -> Text:
    for table in Base.metadata.sorted_tables:
        if not _can_read(session, table):
            return Text(*2 * (_unreadable_of(session, table),))
    return _SOMEWHERE


def _unreadable_of(session: Session, table: Table) -> str:
    if "id" not in table.c:
        return table.name
    numbers = session.scalars(select(table.c.id).order_by(table.c.id)).all()
    unreadable = (n for n in numbers if not _can_read(session, table, n))
    return f"{table.name} {next(unreadable, '')}".strip()


def _can_read(session: Session, table: Table, number: int | None = None) -> bool:
    query = select(table) if number is None else select(table).where(table.c.id == number)
    try:
        for _row in session.execute(query.execution_options(yield_per=1000)):
            pass
    except (ValueError, TypeError):
        return False
    return True


def _illegible(error: Exception) -> Text:
    said = f"{type(error).__name__}: {error}"
    return Text(f"内容无法读取（{said}）", f"cannot be read ({said})")


_SOMEWHERE = Text("其中一行", "one of its rows")
