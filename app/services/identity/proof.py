"""What somebody brings to show who they are, and where they bring it from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Origin:
    """A browser and its address. `device` is the secret of its lasting cookie; whether it has ever
    signed in as a certain person is asked of the database, not of the cookie."""

    address: str
    device: str
    browser: str


@dataclass(frozen=True, slots=True)
class Proof:
    """As typed: `code` is of an authenticator app or a recovery code, `passkey` the browser's JSON.

    `wall` is the time of the machine, which codes go by even where a demonstration's clock differs.
    """

    password: str
    code: str
    passkey: str
    wall: datetime


def still_counts(session: Session, proven_at: datetime | None, now: datetime) -> bool:
    """Whether who proved who they are at that moment signs with it now: for `signature_minutes`."""
    period = timedelta(minutes=session.info["settings"].signature_minutes)
    return proven_at is not None and timedelta(0) <= now - proven_at <= period
