"""What masking the names of a proposal needs, loaded at once for a whole list (double-blind)."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import joinedload

from app.models import Proposal, ProposalUnit


def with_names(link: Any) -> tuple[Any, ...]:
    """Options for a relationship to a proposal: its call, units and people."""
    proposal = joinedload(link)
    return (
        proposal.joinedload(Proposal.call),
        proposal.joinedload(Proposal.lead_unit),
        proposal.joinedload(Proposal.pi),
        proposal.selectinload(Proposal.units).joinedload(ProposalUnit.organisation),
        proposal.selectinload(Proposal.members),
    )
