"""Officials who stand aside from one proposal: by their own word, or as supervision records."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.recused import aside_from, recused_from
from app.models import OfficialRecusal, Organisation, Person, Proposal
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
    standing = "declared" if by.id == person.id else "detected"
    session.add(_recusal(person, proposal.id, standing, reason.strip(), by, now))
    session.flush()
    mark_read_about(session, person, proposal, now)
    return None


def stay_aside(
    session: Session, person: Person, unit: Organisation, by: Person, now: datetime
) -> None:
    """Before an official leaves a unit: what binds them by it binds them for good, or whoever
    wants to handle an affair of their own unit had only to leave it."""
    by_unit = aside_from(session, person) - recused_from(session, person)
    reason = _OWN_UNIT.format(unit=unit.name).zh
    session.add_all(
        _recusal(person, number, "detected", reason, by, now) for number in sorted(by_unit)
    )
    session.flush()


def _recusal(
    person: Person, proposal_id: int, standing: str, reason: str, by: Person, now: datetime
) -> OfficialRecusal:
    return OfficialRecusal(
        person_id=person.id,
        proposal_id=proposal_id,
        standing=standing,
        reason=reason,
        recorded_by_id=by.id,
        recorded_at=now,
    )


_OWN_UNIT = Text(
    "离开{unit}之前，该单位已参与", "{unit} took part before the official left that unit"
)
