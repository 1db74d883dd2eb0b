"""A person's sign-ins and factors, requests to give access back, and proposals of roles."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from sqlalchemy import Select, not_, select
from sqlalchemy.orm import Session, joinedload

from app.models import (
    AccessRequest,
    ApiToken,
    Factor,
    OutsideIdentity,
    Person,
    RoleProposal,
    SignIn,
    Webhook,
)
from app.services.identity.granting import is_open

MOST = 50
"""Of what waits to be confirmed so many are listed on the home page."""

Owned = TypeVar("Owned", SignIn, Factor, OutsideIdentity, ApiToken, Webhook)


def own(session: Session, model: type[Owned], person: Person, number: int) -> Owned | None:
    """The row of that number, if it is the person's."""
    row = session.get(model, number)
    return row if row is not None and row.person_id == person.id else None


def live_sign_ins(person: Person, now: datetime) -> Select[SignIn]:
    return (
        select(SignIn)
        .where(SignIn.person_id == person.id, SignIn.ended_at.is_(None), SignIn.expires_at > now)
        .order_by(SignIn.id.desc())
    )


def outside_identities(session: Session, person: Person) -> list[OutsideIdentity]:
    query = select(OutsideIdentity).where(OutsideIdentity.person_id == person.id)
    return list(session.scalars(query.order_by(OutsideIdentity.id)))


def live_api_tokens(person: Person, now: datetime) -> Select[ApiToken]:
    return (
        select(ApiToken)
        .where(
            ApiToken.person_id == person.id,
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_at > now,
        )
        .order_by(ApiToken.id.desc())
    )


def access_requests() -> Select[AccessRequest]:
    """Those still to be decided first."""
    return (
        select(AccessRequest)
        .options(
            joinedload(AccessRequest.person),
            joinedload(AccessRequest.asked_by),
            joinedload(AccessRequest.decided_by),
        )
        .order_by(AccessRequest.decided_at.is_not(None), AccessRequest.id.desc())
    )


def access_request(session: Session, number: int) -> AccessRequest | None:
    return session.get(AccessRequest, number)


def role_proposals() -> Select[RoleProposal]:
    """Those that nobody has decided on first."""
    query = _with_people(select(RoleProposal))
    return query.order_by(RoleProposal.decided_at.is_not(None), RoleProposal.id.desc())


def _with_people(query: Select[RoleProposal]) -> Select[RoleProposal]:
    return query.options(
        joinedload(RoleProposal.person),
        joinedload(RoleProposal.proposed_by),
        joinedload(RoleProposal.decided_by),
    )


def role_proposals_of(session: Session, person: Person) -> list[RoleProposal]:
    """The newest first."""
    query = _with_people(select(RoleProposal)).where(RoleProposal.person_id == person.id)
    return list(session.scalars(query.order_by(RoleProposal.id.desc())))


def to_confirm(session: Session, person: Person, now: datetime) -> list[RoleProposal]:
    """What waits for somebody who may confirm: not their own, nor what they proposed."""
    mine = (RoleProposal.person_id == person.id) | (RoleProposal.proposed_by_id == person.id)
    return list(session.scalars(role_proposals().where(is_open(now), not_(mine)).limit(MOST)))
