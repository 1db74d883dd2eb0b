"""Failed work, looked at and tried again by an administrator."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.models import Outbox


def retry(session: Session, outbox_id: int, now: datetime) -> bool:
    """Whether there was failed work of that id; its attempts are counted anew."""
    row = session.get(Outbox, outbox_id, with_for_update=True)
    if row is None or row.status != "failed":
        return False
    begin_anew(row, now)
    return True


def begin_anew(row: Outbox, now: datetime) -> None:
    row.status, row.attempts, row.not_before, row.error = "waiting", 0, now, ""
