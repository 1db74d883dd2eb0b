"""Makes a letter: number at signing, PDF from the frozen payload, signature, file, register."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from io import BytesIO
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, configure_mappers
from structlog import get_logger

from app.documents.fonts import fonts_in
from app.documents.payload import LetterPayload, numbered
from app.documents.render import BadLetter, render
from app.documents.sign import SigningIdentity, identity_of, require_valid, sign
from app.documents.stamps import Authority, CannotSign, NoStamp, authority_of
from app.files.places import letters_of
from app.models import Letter, Outbox
from app.services.cases import case_id
from app.services.finding.sounds import sounds_of
from app.services.moves import Moved, take
from app.worker.context import Context
from app.worker.errors import FinalError, RetryableError
from config import Settings
from workflows.engine.calendar import local_date
from workflows.roles import Role

_NEAR = 200
"""Farther apart than letters that are being made at one time."""

_log = get_logger()


def make_letter(context: Context, payload: dict[str, Any], now: datetime) -> None:
    """Safe to repeat: a filed letter is left alone, a numbered one keeps its number.

    Raises FinalError: the payload cannot be set (a glyph is missing); an administrator must look.
    RetryableError: there is nothing to sign with, and until there is no letter takes a number; or
    the authority of time stamps gave none.
    """
    identity, authority = _signing_at(context.settings, now)
    letter_id = int(payload["letter_id"])
    issued = _issue(context, letter_id, now)
    if issued is None:
        return
    try:
        pdf = render(issued, fonts_in(context.settings.fonts))
    except BadLetter as error:
        _move(context, letter_id, "fail", now, {"error": str(error)})
        raise FinalError(str(error)) from error
    try:
        signed, stamp = sign(pdf, identity, now, authority)
    except NoStamp as missing:
        _authority.cache_clear()
        raise RetryableError(str(missing)) from missing
    digest = letters_of(context.settings).put(BytesIO(signed))
    filed = {"sha256": digest, "size": str(len(signed))}
    if stamp is not None:
        filed |= {"stamped_at": stamp.at.isoformat(), "stamped_by": stamp.by}
    _move(context, letter_id, "file", now, filed)


def not_made(session: Session, work: Outbox, now: datetime) -> None:
    """The work is not tried again by itself, so the letter waits for whoever can mend it; one that
    failed, or was filed meanwhile, refuses."""
    letter = session.get_one(Letter, int(work.payload["letter_id"]))
    take(session, letter, "fail", Role.SYSTEM_WORKER, now=now, given={"error": work.error})


def warm_up(settings: Settings) -> None:
    """Loads what every letter needs, so that the shifts forked later share it: which characters
    the fonts have, the client of an object store, how characters sound."""
    fonts_in(settings.fonts).missing("字")
    letters_of(settings)
    list(sounds_of("字"))
    configure_mappers()


def _issue(context: Context, letter_id: int, now: datetime) -> LetterPayload | None:
    """The payload with its number; None when the letter is filed, failed or void already.

    Those that were drafted before it and wait for a worker are issued, too: numbers follow the
    order of the moves, however many workers make the letters.
    """
    near = (Letter.state == "drafted", Letter.id.between(letter_id - _NEAR, letter_id))
    with context.transaction() as session:
        for waiting in session.scalars(select(Letter).where(*near).order_by(Letter.id)).all():
            _issue_or_fail(session, waiting, now)
        letter = session.get_one(Letter, letter_id)
        if letter.state != "issued":
            return None
        assert letter.number is not None, "issuing takes the number"
        payload = LetterPayload.from_dict(letter.payload)
        return numbered(payload, letter.number.text, local_date(letter.number.issued_at))


def _issue_or_fail(session: Session, letter: Letter, now: datetime) -> None:
    """One that cannot be issued is shown to whoever can mend it, and keeps no number from those
    behind it. Raises OperationalError: the database is away, which is no fault of the letter."""
    try:
        take(session, letter, "issue", Role.SYSTEM_WORKER, now=now)
    except OperationalError:
        raise
    except Exception as error:
        _log.exception("letter_not_issued", letter=case_id(letter))
        given = {"error": f"{type(error).__name__}: {error}"}
        take(session, letter, "fail", Role.SYSTEM_WORKER, now=now, given=given)


def _move(
    context: Context, letter_id: int, transition: str, now: datetime, given: dict[str, str]
) -> bool:
    """A refusal means that somebody made this move before; that is what is wanted."""
    with context.transaction() as session:
        letter = session.get_one(Letter, letter_id)
        answer = take(session, letter, transition, Role.SYSTEM_WORKER, now=now, given=given)
        return isinstance(answer, Moved)


def _signing_at(settings: Settings, now: datetime) -> tuple[SigningIdentity, Authority | None]:
    """Read once, and again after one of them could not be used: somebody may have mended it."""
    try:
        identity, authority = _identity(settings), _authority(settings)
        require_valid(identity, now)
    except CannotSign as missing:
        _identity.cache_clear()
        raise RetryableError(str(missing)) from missing
    return identity, authority


_identity = lru_cache(maxsize=1)(identity_of)
_authority = lru_cache(maxsize=1)(authority_of)
