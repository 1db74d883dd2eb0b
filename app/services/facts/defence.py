"""What the guards of a proposal look at while its defence is to come."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from sqlalchemy.orm import Session

from app.models import Proposal
from app.services.facts import Common
from app.services.review.meetings import slot_of


class DefencePart(TypedDict):
    defence_at: datetime | None
    seen_at_defence: bool


def of_defence(session: Session, proposal: Proposal, _common: Common) -> DefencePart:
    slot = slot_of(session, proposal) if proposal.state in ("shortlisted", "defence") else None
    return {
        "defence_at": slot.starts_at if slot else None,
        "seen_at_defence": bool(slot and slot.attended_at),
    }
