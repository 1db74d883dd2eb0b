"""A person's sign-ins and factors, and requests to give access back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from app.models import AccessRequest, ApiToken, Factor, OutsideIdentity, Person, SignIn


def live_sign_ins(person: Person, now: datetime) -> Select[SignIn]:
    return (
        select(SignIn)
        .where(SignIn.person_id == person.id, SignIn.ended_at.is_(None), SignIn.expires_at > now)
        .order_by(SignIn.id.desc())
    )


def sign_in_of(session: Session, person: Person, number: int) -> SignIn | None:
    row = session.get(SignIn, number)
    return row if row is not None and row.person_id == person.id else None


def factor_of(session: Session, person: Person, number: int) -> Factor | None:
    row = session.get(Factor, number)
    return row if row is not None and row.person_id == person.id else None


def outside_identities(session: Session, person: Person) -> list[OutsideIdentity]:
    query = select(OutsideIdentity).where(OutsideIdentity.person_id == person.id)
    return list(session.scalars(query.order_by(OutsideIdentity.id)))


def outside_identity_of(session: Session, person: Person, number: int) -> OutsideIdentity | None:
    row = session.get(OutsideIdentity, number)
    return row if row is not None and row.person_id == person.id else None


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


def api_token_of(session: Session, person: Person, number: int) -> ApiToken | None:
    row = session.get(ApiToken, number)
    return row if row is not None and row.person_id == person.id else None


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
