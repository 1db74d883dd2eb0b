"""What an appeal that is upheld has paid again (J19), which must not have gone to the treasury."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Call, Project, Proposal
from app.queries.books.late_money import is_appealing
from app.services.changes.appealing import still_appealable
from app.services.money.parts import refunded_by_unit


def may_be_won_back(session: Session, call: Call, now: datetime) -> int:
    """分 that projects of the call have paid back and whose appeal is open or may still be filed:
    of an item or a race, whose projects are not accepted anew but their fault found."""
    of_call = still_appealable(session, now, Proposal.call_id == call.id)
    in_term = (project for project, _until in of_call)
    return sum(
        sum(refunded_by_unit(session, project).values())
        for project in (*appealing_of(session, call.id), *in_term)
    )


def appealing_of(session: Session, call_id: int) -> Sequence[Project]:
    """Projects of the call whose appeal is open."""
    return session.scalars(
        select(Project)
        .join(Proposal, Proposal.id == Project.proposal_id)
        .where(Proposal.call_id == call_id, is_appealing())
        .order_by(Project.id)
    ).all()
