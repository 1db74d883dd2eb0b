"""What the system itself holds against an item of the formal check: shown to the checker with its
basis, and never met by silence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from app.models import Proposal
from app.services.eligibility.integrity import integrity_findings
from app.services.eligibility.limits import limit_findings, unit_age_unknown
from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.parameters import DEFAULTS


def findings_by_item(
    session: Session, proposal: Proposal, now: datetime
) -> Mapping[str, tuple[Text, ...]]:
    """By the key of the item, without those the system has nothing against."""
    rules = DEFAULTS | proposal.call.rules
    found = {
        "unit": unit_age_unknown(proposal.lead_unit, rules),
        "limits": limit_findings(session, proposal, rules, now),
        "integrity": integrity_findings(session, [proposal], local_date(now)),
    }
    return {key: words for key, words in found.items() if words}
