"""A reminder is sent once: its moment is none any more after it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Case, History
from app.services.cases import case_id


def still_to_come(session: Session, case: Case, move: str, moment: datetime) -> datetime | None:
    """Of a term that begins anew the reminder is sent anew."""
    sent = select(History.id).where(
        History.case_kind == case.kind,
        History.case_id == case_id(case),
        History.transition == move,
        History.at >= moment,
    )
    return moment if session.scalar(sent.limit(1)) is None else None
