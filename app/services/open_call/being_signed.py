"""An item that is won is signed for on the project of its winner (B13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.asked import Listed
from app.models import Case, Item, Project, Proposal

SIGNED_BY = "sign_contract"
"""The move by which all parties sign."""


def project_signed_for(session: Session, case: Case) -> Project | None:
    """The project on which the parties of this case are signing, if it is an item at that step."""
    return projects_signed_for(session, [case]).get(case.id) if isinstance(case, Item) else None


def projects_signed_for(session: Session, cases: Sequence[Case]) -> Mapping[int, Project]:
    """By the id of each of these items that is at that step. No statement where none is."""
    items = tuple(c.id for c in cases if isinstance(c, Item) and c.state == "order_signed")
    found = _SIGNED_FOR.of(session, items=items) if items else ()
    return {project.proposal.item_id: project for project in found if project.proposal.item_id}


_OF_ITEMS = select(Proposal.id).where(
    Proposal.item_id.in_(bindparam("items", expanding=True)), Proposal.state == "approved"
)
_SIGNED_FOR = Listed(
    Project, Project.state == "contracting", Project.proposal_id.in_(_OF_ITEMS), order=(Project.id,)
)
