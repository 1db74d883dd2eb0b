"""Makes a letter: number at signing, PDF from the frozen payload, signature, file, register."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from io import BytesIO
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import configure_mappers

from app.documents.fonts import fonts_in
from app.documents.payload import LetterPayload, numbered
from app.documents.render import BadLetter, render
from app.documents.sign import NoIdentity, SigningIdentity, identity_of, sign
from app.files.places import letters_of
from app.models import Letter
from app.services.facts import builders
from app.services.finding.words import sounds_of
from app.services.moves import Moved, take
from app.worker.context import Context
from app.worker.errors import FinalError
from config import Settings
from workflows.engine.calendar import local_date
from workflows.roles import Role

_NEAR = 200
"""Farther apart than letters that are being made at one time."""


def make_letter(context: Context, payload: dict[str, Any], now: datetime) -> None:
    """Safe to repeat: a filed letter is left alone, a numbered one keeps its number.

    Raises FinalError: the payload cannot be set (a glyph is missing); an administrator must look.
    """
    letter_id = int(payload["letter_id"])
    issued = _issue(context, letter_id, now)
    if issued is None:
        return
    try:
        pdf = render(issued, fonts_in(context.settings.fonts))
    except BadLetter as error:
        _move(context, letter_id, "fail", now, {"error": str(error)})
        raise FinalError(str(error)) from error
    signed = sign(pdf, _identity(context.settings), now)
    digest = letters_of(context.settings).put(BytesIO(signed))
    _move(context, letter_id, "file", now, {"sha256": digest, "size": str(len(signed))})


def warm_up(settings: Settings) -> None:
    """Loads what every letter needs, so that the shifts forked later share it: which characters
    the fonts have, the client of an object store, what the door reaches, how characters sound."""
    from app.services import acts  # noqa: F401 - loads all that moves cause

    fonts_in(settings.fonts).missing("字")
    letters_of(settings)
    builders()
    sounds_of("字")
    configure_mappers()


def _issue(context: Context, letter_id: int, now: datetime) -> LetterPayload | None:
    """The payload with its number; None when the letter is filed, failed or void already."""
    _issue_up_to(context, letter_id, now)
    with context.database.session(writing=False) as session:
        letter = session.get_one(Letter, letter_id)
        if letter.state != "issued":
            return None
        assert letter.number is not None, "issuing takes the number"
        payload = LetterPayload.from_dict(letter.payload)
        return numbered(payload, letter.number.text, local_date(letter.number.issued_at))


def _issue_up_to(context: Context, letter_id: int, now: datetime) -> None:
    """Those that were drafted before it and wait for a worker, too: numbers follow the order of the
    moves, however many workers make the letters."""
    near = (Letter.state == "drafted", Letter.id.between(letter_id - _NEAR, letter_id))
    with context.transaction() as session:
        for letter in session.scalars(select(Letter).where(*near).order_by(Letter.id)).all():
            take(session, letter, "issue", Role.SYSTEM_WORKER, now=now)


def _move(
    context: Context, letter_id: int, transition: str, now: datetime, given: dict[str, str]
) -> bool:
    """A refusal means that somebody made this move before; that is what is wanted."""
    with context.transaction() as session:
        letter = session.get_one(Letter, letter_id)
        answer = take(session, letter, transition, Role.SYSTEM_WORKER, now=now, given=given)
        return isinstance(answer, Moved)


@lru_cache(maxsize=1)
def _identity(settings: Settings) -> SigningIdentity:
    try:
        return identity_of(settings)
    except NoIdentity as missing:
        raise FinalError(str(missing)) from missing
