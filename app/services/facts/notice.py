"""What the guards of a public notice look at."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.models import Notice
from app.services.eligibility.integrity import integrity_findings
from app.services.facts import Common
from workflows.engine.calendar import local_date
from workflows.facts import NoticeFacts


def build(session: Session, notice: Notice, common: Common) -> NoticeFacts:
    proposals = [item.proposal for item in notice.items]
    return NoticeFacts(
        **common.as_dict(),
        items=len(proposals),
        not_proposed=tuple(
            common.named(p.id, p.title) for p in proposals if p.state not in ("proposed", "notice")
        ),
        integrity_findings=integrity_findings(session, proposals, local_date(common.now)),
        ends_at=notice.ends_at,
    )
