"""The lists that a proposal consists of."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy.orm import Session, joinedload

from app.asked import Listed, hang, hanging_on
from app.models import Proposal, ProposalUnit


@cache
def parts() -> dict[str, Listed[Any]]:
    """By the name of their attribute."""
    units = hanging_on(Proposal.units, "proposal", joinedload(ProposalUnit.organisation))
    bare = (
        *(Proposal.metrics, Proposal.milestones, Proposal.budget_lines),
        *(Proposal.attachments, Proposal.members),
    )
    return {"units": units} | {one.key: hanging_on(one, "proposal") for one in bare}


def read_whole(session: Session, proposal: Proposal) -> None:
    """All of them by one statement, for whoever looks at the whole form."""
    hang(session, proposal, parts(), proposal=proposal.id)
