"""Codes of an authenticator app (RFC 6238: six digits, 30 seconds, SHA-1 as every app expects)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pyotp
from sqlalchemy.orm import Session

from app.keys import decrypted, encrypted
from app.models import Factor, Person
from config import Settings

_STEP = 30
_EITHER_SIDE = 1
"""Steps by which the clock of a telephone may be early or late."""

_PURPOSE = "totp secret"


def new_secret() -> str:
    return pyotp.random_base32()


def address_of(secret: str, person: Person, issuer: str) -> str:
    """The `otpauth://` address that an app reads from the QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=person.email, issuer_name=issuer)


def picture_of(address: str) -> str:
    """The QR code as a `data:` image."""
    import segno  # late: drawn once in the life of a second factor

    return str(segno.make(address, error="m").png_data_uri(scale=6, border=2))


def step_of(secret: str, code: str, wall: datetime, after: int = 0) -> int | None:
    """The time step this code belongs to, later than the step `after`; None: a wrong code, or one
    that was used already."""
    app = pyotp.TOTP(secret)
    for offset in range(-_EITHER_SIDE, _EITHER_SIDE + 1):
        at = wall + timedelta(seconds=offset * _STEP)
        step = int(at.timestamp()) // _STEP
        if step > after and pyotp.utils.strings_equal(code, app.at(at)):
            return step
    return None


def factor_for(person: Person, secret: str, name: str, step: int, settings: Settings) -> Factor:
    return Factor(
        person_id=person.id,
        kind="totp",
        name=name,
        secret=encrypted(settings.secret_keys, _PURPOSE, secret.encode()),
        counter=step,
    )


def accept(session: Session, factor: Factor, code: str, wall: datetime) -> bool:
    """Each code counts once."""
    kept = decrypted(session.info["settings"].secret_keys, _PURPOSE, factor.secret)
    step = step_of(kept.decode(), code, wall, after=factor.counter)
    if step is None:
        return False
    factor.counter = step
    return True


def encrypt_anew(factor: Factor, settings: Settings) -> None:
    """Under the newest key, whichever it was before."""
    secret = decrypted(settings.secret_keys, _PURPOSE, factor.secret)
    factor.secret = encrypted(settings.secret_keys, _PURPOSE, secret)
