"""What the guards of an objection look at."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import NoticeItem, Objection
from app.services.facts import Common
from workflows.facts import ObjectionFacts


def _amendable(session: Session, objection: Objection) -> int:
    """A bid's price was agreed and a race shares its pool: neither is a ruling's to change."""
    if objection.notice.call.mechanism_key != "open_competition":
        return 0
    listed = select(NoticeItem.amount).where(
        NoticeItem.notice_id == objection.notice_id,
        NoticeItem.proposal_id == objection.proposal_id,
    )
    return session.scalar(listed) or 0


def build(session: Session, objection: Objection, common: Common) -> ObjectionFacts:
    ends_at = objection.notice.ends_at
    return ObjectionFacts(
        **common.as_dict(),
        filed_in_period=ends_at is not None
        and (objection.filed_at < ends_at or objection.notice.call.stands_still),
        project_left=objection.proposal.state not in ("notice", "objection"),
        real_name=bool(objection.objector_name.strip() and objection.objector_contact.strip()),
        has_evidence=bool(objection.evidence_sha256),
        extended=objection.extended,
        amendable=_amendable(session, objection) if objection.state == "investigated" else 0,
    )
