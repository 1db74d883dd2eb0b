"""Whether an official has a conflict with what a case is about (domain §3.2: administrators and
leaders included)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, exists, false, or_, select
from sqlalchemy.orm import Session

from app.models import (
    Case,
    GroupProposal,
    OfficialRecusal,
    Person,
    Proposal,
    ProposalUnit,
    ReviewGroup,
)
from app.services.cases import proposal_of


def stands_aside(session: Session, person: Person, case: Case) -> bool:
    """A panel is about all of its proposals."""
    proposal = proposal_of(case)
    if proposal is not None:
        about: ColumnElement[bool] = Proposal.id == proposal.id
    elif isinstance(case, ReviewGroup):
        about = Proposal.id.in_(in_group(case.id))
    else:
        return False
    met = select(Proposal.id).where(about, has_conflict(person)).limit(1)
    return session.scalar(met) is not None


def has_conflict(person: Person) -> ColumnElement[bool]:
    """On the table of proposals: declared or recorded, or the official's own unit applies."""
    recorded = exists().where(
        OfficialRecusal.person_id == person.id, OfficialRecusal.proposal_id == Proposal.id
    )
    return or_(recorded, takes_part(person))


def takes_part(person: Person) -> ColumnElement[bool]:
    """Whether the person's own unit does, at the head or beside others."""
    own = person.organisation_id
    if own is None:
        return false()
    beside = exists().where(
        ProposalUnit.proposal_id == Proposal.id, ProposalUnit.organisation_id == own
    )
    return or_(Proposal.lead_unit_id == own, beside)


def in_group(group: Any) -> Select[Any]:
    """Ids of the proposals of a group; `group` is its id, or the column that holds it."""
    return select(GroupProposal.proposal_id).where(GroupProposal.group_id == group)
