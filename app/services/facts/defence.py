"""What the guards of a proposal look at while its defence is to come."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import History, MeetingSlot, Proposal
from app.models.reviews import GONE
from app.services.facts import Common
from app.services.review.meetings import slot_length, slot_of
from workflows.facts import Names


class DefencePart(TypedDict):
    defence_at: datetime | None
    seen_at_defence: bool
    new_dates_given: int
    new_defence_at: datetime | None
    heard_then: Names


def of_defence(session: Session, proposal: Proposal, common: Common) -> DefencePart:
    typed = common.given.get("new_defence_at")
    asked_for = datetime.fromisoformat(typed) if typed else None
    slot = slot_of(session, proposal) if proposal.state in ("shortlisted", "defence") else None
    return {
        "defence_at": slot.starts_at if slot else None,
        "seen_at_defence": bool(slot and slot.attended_at),
        "new_dates_given": _new_dates_given(session, proposal) if slot else 0,
        "new_defence_at": asked_for,
        "heard_then": _heard_then(slot, asked_for, common) if slot and asked_for else (),
    }


def _heard_then(slot: MeetingSlot, begins: datetime, common: Common) -> Names:
    """Who else of the meeting, being on the table still, has a part of that time."""
    length = slot_length(common.parameters)
    return tuple(
        common.named(other.proposal_id, other.proposal.title)
        for other in slot.meeting.slots
        if other is not slot
        and other.proposal.state not in GONE
        and abs(other.starts_at - begins) < length
    )


def _new_dates_given(session: Session, proposal: Proposal) -> int:
    given = select(func.count(History.id)).where(
        History.case_kind == Proposal.kind,
        History.case_id == proposal.id,
        History.transition == "excuse_absence",
    )
    return session.scalar(given) or 0
