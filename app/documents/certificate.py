"""Until when the office's signing certificate is valid; without the library that signs, so that a
web process can say so."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.serialization import pkcs12

from config import Settings

NOTICE, WARNING, ALARM = timedelta(days=60), timedelta(days=30), timedelta(days=7)
"""How long before its end the operator is told, warned, and alarmed."""


class Standing(NamedTuple):
    """`days` left, below zero once it has ended; None where there is nothing to sign with."""

    state: str
    days: int | None = None
    ends_at: datetime | None = None


def certificate_standing(settings: Settings, now: datetime) -> Standing:
    """`state`: `ok`, `notice`, `warning` or `alarm` before the end; `early` before the beginning,
    `ended` after the end; `unreadable`, or `none` where no file is set, as in demonstrations."""
    if settings.signing_identity is None:
        return Standing("none")
    validity = _validity(settings.signing_identity, settings.signing_passphrase)
    if validity is None:
        return Standing("unreadable")
    begins, ends = validity
    left = ends - now
    days = left.days
    if now < begins:
        return Standing("early", days, ends)
    if left <= timedelta(0):
        return Standing("ended", days, ends)
    for state, span in (("alarm", ALARM), ("warning", WARNING), ("notice", NOTICE)):
        if left <= span:
            return Standing(state, days, ends)
    return Standing("ok", days, ends)


def _validity(file: Path, passphrase: str) -> tuple[datetime, datetime] | None:
    try:
        changed = file.stat().st_mtime_ns
        return _read(file, passphrase, changed)
    except (OSError, ValueError):
        return None


@lru_cache(maxsize=2)
def _read(file: Path, passphrase: str, _changed: int) -> tuple[datetime, datetime]:
    """Raises OSError, ValueError: not to be read. Opening the file costs many rounds of hashing, so
    it is done once for each version of the file."""
    secret = passphrase.encode() or None
    key, certificate, _others = pkcs12.load_key_and_certificates(file.read_bytes(), secret)
    if key is None or certificate is None:
        raise ValueError("no key or no certificate in it")
    return certificate.not_valid_before_utc, certificate.not_valid_after_utc
