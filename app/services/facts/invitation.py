"""What the guards of an invitation look at."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.models import Invitation
from app.services.blinding import told_of_conflicts
from app.services.facts import Common
from app.services.recusal import findings, hard
from workflows.facts import InvitationFacts


def build(session: Session, invitation: Invitation, common: Common) -> InvitationFacts:
    """A conflict with one proposal bars from the panel, unless an assignment parts the reading."""
    group = invitation.group
    found = [
        hard(findings(session, invitation.expert, item.proposal, common.now, group))
        for item in group.on_the_table
    ]
    barring = group.reviews_each is None or all(found)
    return InvitationFacts(
        **common.as_dict(),
        panel_waits=group.state in ("drawn", "postponed"),
        conflicts_detected=(
            told_of_conflicts(group.call, [f for one in found for f in one]) if barring else ()
        ),
    )
