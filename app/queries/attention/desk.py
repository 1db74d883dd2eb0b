"""What a person finds on arriving, and what a person has put by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload

from app.access.grants import in_force, keep_grants
from app.asked import Listed
from app.models import (
    LEFT_UNDONE,
    Expert,
    Item,
    Message,
    Outbox,
    Person,
    Proposal,
    ProposalMember,
    RoleGrant,
    SavedView,
    SignIn,
    Takeaway,
    Visit,
)
from app.queries.attention.inbox import reached
from app.services.identity.sign_ins import BY_DIGEST, is_live


@dataclass(frozen=True, slots=True)
class Desk:
    """What the frame of every page says of its reader. `since` is when the visit before began;
    `has_proposals` and `has_needs` say whether there are some of one's own."""

    is_expert: bool
    has_proposals: bool
    has_needs: bool
    unread: int
    since: datetime | None


def _arrival() -> Select[Any]:
    me = SignIn.person_id
    named = exists().where(ProposalMember.person_id == me)
    unread = select(func.count(Message.id)).where(
        *reached(me, bindparam("now")), Message.read_at.is_(None)
    )
    granted = and_(RoleGrant.person_id == me, in_force(bindparam("now")))
    return (
        BY_DIGEST.outerjoin(RoleGrant, granted)
        .order_by(RoleGrant.id)
        .add_columns(
            RoleGrant,
            exists().where(Expert.person_id == me),
            or_(exists().where(Proposal.pi_id == me), named),
            exists().where(Item.contact_id == me),
            unread.scalar_subquery(),
            select(Visit.since).where(Visit.person_id == me).scalar_subquery(),
        )
        .options(joinedload(RoleGrant.organisation))
    )


_ARRIVAL = _arrival()


def arrival(session: Session, digest: str, now: datetime) -> tuple[SignIn, Desk] | None:
    """The live sign-in of this digest with its person, and what that person finds; by one
    statement, since every page of somebody signed in needs both, and the person's grants."""
    rows = session.execute(_ARRIVAL, {"digest": digest, "now": now}).all()
    if not rows or not is_live(rows[0][0], now):
        return None
    sign_in, _, *finds = rows[0]
    grants = [grant for _, grant, *_ in rows if grant is not None]
    keep_grants(session, sign_in.person, grants, now)
    return sign_in, Desk(*finds)


VIEWS = Listed(SavedView, SavedView.person_id == bindparam("person"), order=(SavedView.name,))


def views_of(session: Session, person: Person) -> Sequence[SavedView]:
    return VIEWS.of(session, person=person.id)


def takeaway_of(session: Session, person: Person, number: int) -> Takeaway | None:
    """Only its owner's."""
    return session.scalars(
        select(Takeaway).where(Takeaway.id == number, Takeaway.person_id == person.id)
    ).first()


def takeaways_of(person: Person) -> Select[Takeaway]:
    """Newest first; for `page_of`."""
    return select(Takeaway).where(Takeaway.person_id == person.id).order_by(Takeaway.id.desc())


def has_failed(session: Session, takeaway: Takeaway) -> bool:
    """Whether the work was given up; an administrator sees it in the queue."""
    row = select(Outbox.status).where(Outbox.key == f"takeaway-{takeaway.id}")
    return session.scalar(row) in LEFT_UNDONE
