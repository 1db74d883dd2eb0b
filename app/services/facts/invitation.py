"""What the guards of an invitation look at."""

from __future__ import annotations

from typing import TypedDict

from sqlalchemy.orm import Session

from app.models import Invitation
from app.services.facts import Common
from app.services.facts.lazily import lazily
from app.services.review.blinding import told_of_conflicts
from app.services.review.recusal import findings_with, hard
from workflows.facts import InvitationFacts, Names


class PanelPart(TypedDict):
    panel_waits: bool


class ConflictPart(TypedDict):
    conflicts_detected: Names


def _of_panel(_session: Session, invitation: Invitation, _common: Common) -> PanelPart:
    return {"panel_waits": invitation.group.state in ("drawn", "postponed")}


def _of_conflicts(session: Session, invitation: Invitation, common: Common) -> ConflictPart:
    """A conflict with one proposal bars from the panel, unless an assignment parts the reading."""
    group = invitation.group
    proposals = [item.proposal for item in group.on_the_table]
    known = findings_with(session, invitation.expert, proposals, common.now, group)
    found = [hard(known[proposal.id]) for proposal in proposals]
    barring = group.reviews_each is None or all(found)
    told = told_of_conflicts(group.call, [f for one in found for f in one]) if barring else ()
    return {"conflicts_detected": told}


build = lazily(InvitationFacts, _of_panel, _of_conflicts)
