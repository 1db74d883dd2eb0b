"""Officials who stand aside from one proposal: by their own word, or as supervision records."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import OfficialRecusal, Person, Proposal
from app.services.problems import Problems
from app.services.telling.inbox import mark_read_about
from workflows.engine.text import Text


def stand_aside(
    session: Session, person: Person, proposal: Proposal, reason: str, by: Person, now: datetime
) -> Problems | None:
    """From now on the roles of the person rest on this proposal and its panel, for good; what was
    said about it before is no more read, nor counted as unread."""
    if not reason.strip():
        return Problems({"reason": Text("请写明回避的理由", "Enter the reason for standing aside")})
    known = session.scalars(
        select(OfficialRecusal).where(
            OfficialRecusal.person_id == person.id, OfficialRecusal.proposal_id == proposal.id
        )
    ).first()
    if known is not None:
        return Problems(
            {"": Text("已登记回避", "This person has already been recorded as standing aside")}
        )
    session.add(
        OfficialRecusal(
            person_id=person.id,
            proposal_id=proposal.id,
            standing="declared" if by.id == person.id else "detected",
            reason=reason.strip(),
            recorded_by_id=by.id,
            recorded_at=now,
        )
    )
    session.flush()
    mark_read_about(session, person, proposal, now)
    return None
