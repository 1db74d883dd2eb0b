"""What the guards of an objection look at."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.models import Objection
from app.services.facts import Common
from workflows.facts import ObjectionFacts


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
    )
