"""Verify the whole history chain, and note its end so that nobody can rewrite what went before."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.audit.chain import REWRITTEN, Broken, Link, Mark, verify
from app.models import Checkpoint, History
from app.services.history import record_of


def verify_history(
    session: Session, keys: Sequence[str], exported: Iterable[Mark] = ()
) -> Broken | None:
    """The first broken link of the stored history, or None; checkpoints are held against it; of the
    same day an exported one counts more. The newest of the keys comes first."""
    marks = [Mark(c.rows, c.history_id, c.mac) for c in session.scalars(select(Checkpoint))]
    marks += exported
    with closing(_links(session)) as links:
        return verify([key.encode() for key in keys], links, marks)


def verify_since(session: Session, keys: Sequence[str], mark: Mark | None) -> Broken | None:
    """As `verify_history`, from the record of a checkpoint on: that it is there, in its place, as
    it was noted, and that all after it hold. What lies before it is not read."""
    if mark is None:
        return verify_history(session, keys)
    before = session.scalar(select(History.previous_mac).where(History.id == mark.id))
    place = session.scalar(select(func.count(History.id)).where(History.id <= mark.id))
    if before is None or place != mark.rows:
        return Broken(mark.id, mark.rows, REWRITTEN)
    with closing(_links(session, mark.id)) as links:
        return verify(
            [key.encode() for key in keys],
            links,
            [mark],
            rows_before=mark.rows - 1,
            mac_before=before,
        )


def take_checkpoint(session: Session, now: datetime) -> Checkpoint | None:
    """Note the present end of the chain; None when there is no history or it is noted already."""
    last = session.scalars(select(History).order_by(History.id.desc()).limit(1)).first()
    if last is None or session.scalar(
        select(Checkpoint.id).where(Checkpoint.history_id == last.id)
    ):
        return None
    rows = session.scalar(select(func.count(History.id))) or 0
    checkpoint = Checkpoint(history_id=last.id, mac=last.mac, rows=rows, taken_at=now)
    session.add(checkpoint)
    return checkpoint


def _links(session: Session, beginning: int = 0) -> Generator[Link, None, None]:
    query = select(History).where(History.id >= beginning).order_by(History.id)
    query = query.execution_options(yield_per=1000)
    last = beginning - 1
    try:
        with session.scalars(query) as rows:
            for row in rows:
                yield Link(row.id, record_of(row), row.previous_mac, row.mac)
                last = row.id
    except ValueError:
        yield from _one_by_one(session, last)


def _one_by_one(session: Session, behind: int) -> Iterator[Link]:
    """Among these is one that cannot be read: its record is empty, which no code fits."""
    ends = select(History.id, History.previous_mac, History.mac).where(History.id > behind)
    for number, previous_mac, mac in session.execute(ends.order_by(History.id)):
        try:
            record = record_of(session.scalars(select(History).where(History.id == number)).one())
        except ValueError:
            record = {}
        yield Link(number, record, previous_mac, mac)
