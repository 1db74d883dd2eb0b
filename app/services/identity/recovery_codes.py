"""Codes on paper for the day a telephone is lost: ten at a time, each good once."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.models import Person, RecoveryCode
from app.services.identity.sign_ins import digest_of

COUNT = 10
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
_GROUPS, _LONG = 3, 5


def renew(session: Session, person: Person) -> tuple[str, ...]:
    """Fresh codes (74 bits each), shown once; the older ones are void."""
    drop(session, person)
    codes = tuple(_new() for _ in range(COUNT))
    session.add_all(RecoveryCode(person_id=person.id, digest=_digest(code)) for code in codes)
    session.flush()
    return codes


def drop(session: Session, person: Person) -> None:
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))


def redeem(session: Session, person: Person, typed: str, now: datetime) -> RecoveryCode | None:
    """The code that was typed, used up now; None for one that does not count."""
    row = session.scalar(
        select(RecoveryCode)
        .where(
            RecoveryCode.person_id == person.id,
            RecoveryCode.digest == _digest(typed),
            RecoveryCode.used_at.is_(None),
        )
        .with_for_update()
    )
    if row is not None:
        row.used_at = now
    return row


def left(session: Session, person: Person) -> int:
    return session.scalars(
        select(func.count(RecoveryCode.id)).where(
            RecoveryCode.person_id == person.id, RecoveryCode.used_at.is_(None)
        )
    ).one()


def _new() -> str:
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_LONG)) for _ in range(_GROUPS))


def _digest(code: str) -> str:
    return digest_of("".join(code.lower().split()).replace("-", ""))
