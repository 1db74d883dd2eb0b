"""Work that an administrator tries again, and work done long ago, which is cleared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, not_, select
from sqlalchemy.orm import Session

from app.models import LEFT_UNDONE, Letter, Outbox, WebhookDelivery
from app.services.portions import AT_ONCE

KEPT_FOR = timedelta(days=90)
"""After it was done; what failed, was set aside, is held or was cancelled stays."""


def retry(session: Session, outbox_id: int, now: datetime) -> bool:
    """Whether there was work of that id that failed, also if it was set aside since; its attempts
    are counted anew. A letter that failed
    itself is made again by its own move, which its history tells."""
    row = session.get(Outbox, outbox_id, with_for_update=True)
    if row is None or row.status not in LEFT_UNDONE or failed_letters(session, [row]):
        return False
    begin_anew(row, now)
    return True


def failed_letters(session: Session, rows: Sequence[Outbox]) -> frozenset[int]:
    """The ids of letters that these pieces of work were to make and that failed."""
    numbers = [row.payload["letter_id"] for row in rows if row.job == "letter"]
    failed = select(Letter.id).where(Letter.id.in_(numbers), Letter.state == "failed")
    return frozenset(session.scalars(failed)) if numbers else frozenset()


def begin_anew(row: Outbox, now: datetime) -> None:
    row.status, row.attempts, row.not_before, row.error = "waiting", 0, now, ""
    row.handed_at = None


def clear_done(session: Session, now: datetime) -> int:
    """Work done long ago goes, some at a time; returns how many pieces went.

    Nothing is done twice for it, since no key is made anew: it names a letter, a message, a member
    who is asked, a run of the assignment, a takeaway or a moment, each written once and in the same
    commit; a letter that is filed, a message that went and a member who was asked say so
    themselves. Only a digest is asked for by whether its key is there, and that is the key of
    today. What a queue hands over by a number that is gone is not done. A delivery that may be sent
    again keeps its work for as long as it is kept itself.
    """
    before = now - KEPT_FOR
    over = (
        select(Outbox.id)
        .where(
            Outbox.status == "done",
            Outbox.not_before <= before,  # of the last time it was handed over; has the index
            Outbox.done_at <= before,
            not_(exists().where(WebhookDelivery.outbox_id == Outbox.id)),
        )
        .order_by(Outbox.not_before)
        .limit(AT_ONCE)
    )
    numbers = session.scalars(over).all()
    if numbers:
        session.execute(delete(Outbox).where(Outbox.id.in_(numbers)))
    return len(numbers)
