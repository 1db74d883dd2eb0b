"""Sign-ins, one row each: begun, found again with every request, ended singly or all at once."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session, joinedload

from app.models import Person, SignIn
from app.services.identity.proof import Origin

KEPT_FOR = timedelta(days=180)
"""How long a sign-in that is over stays on record, with its address."""


def begin(
    session: Session,
    person: Person,
    origin: Origin,
    now: datetime,
    *,
    with_factor: bool,
    provider_session: str | None = None,
) -> str:
    """The secret for the cookie; only its digest is kept."""
    secret = secrets.token_urlsafe(32)
    hours = session.info["settings"].sign_in_hours
    session.execute(
        delete(SignIn).where(SignIn.person_id == person.id, SignIn.expires_at < now - KEPT_FOR)
    )
    session.add(
        SignIn(
            person_id=person.id,
            digest=digest_of(secret),
            device=digest_of(origin.device),
            address=origin.address[:45],
            browser=origin.browser[:200],
            with_factor=with_factor,
            provider_session=provider_session,
            began_at=now,
            expires_at=now + timedelta(hours=hours),
        )
    )
    session.flush()
    return secret


BY_DIGEST = (
    select(SignIn)
    .where(SignIn.digest == bindparam("digest"))
    .options(joinedload(SignIn.person).joinedload(Person.organisation))
)
"""The sign-in of a secret, with its person; whether it still counts, `is_live` says."""


def is_live(row: SignIn, now: datetime) -> bool:
    return row.ended_at is None and row.expires_at > now and row.person.is_active


def end(row: SignIn, ending: str, now: datetime) -> None:
    """`left` by signing out or `revoked` from the list; one that is over stays as it ended."""
    if row.ended_at is None:
        row.ended_at, row.ending = now, ending


def end_others(
    session: Session, person: Person, kept: SignIn | None, ending: str, now: datetime
) -> None:
    """Every live sign-in of this person but `kept`."""
    session.flush()
    session.execute(
        update(SignIn)
        .where(
            SignIn.person_id == person.id,
            SignIn.ended_at.is_(None),
            SignIn.id != (kept.id if kept else 0),
        )
        .values(ended_at=now, ending=ending)
    )


def known_device(session: Session, person: Person | None, origin: Origin) -> str | None:
    """The digest of this browser if its last sign-in as this person was not revoked."""
    digest = digest_of(origin.device)
    last = session.scalars(
        select(SignIn.ending)
        .where(SignIn.person_id == (person.id if person else 0), SignIn.device == digest)
        .order_by(SignIn.id.desc())
        .limit(1)
    ).first()
    return digest if last is not None and last != "revoked" else None


def was_here(session: Session, person: Person, origin: Origin, since: datetime) -> bool:
    """Whether this person was signed in at this browser, or could have been, after that moment."""
    found = select(SignIn.id).where(
        SignIn.person_id == person.id,
        SignIn.device == digest_of(origin.device),
        SignIn.expires_at > since,
    )
    return session.scalars(found.limit(1)).first() is not None


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
