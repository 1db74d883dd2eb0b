"""Single-use links sent by mail. The secret in a link is never stored: it is computed from the
secret key when the mail is sent, and the database keeps its digest only."""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from app.models import Invitation, Person, Token
from app.services.identity.sign_ins import digest_of
from config import Settings


class Purpose(StrEnum):
    CONFIRM = "confirm"
    RESET = "reset"
    INVITATION = "invitation"
    PASSKEY = "passkey"


_PAGES = {
    Purpose.CONFIRM: "account/confirm",
    Purpose.RESET: "account/reset",
    Purpose.INVITATION: "expert/answer",
}
LIFETIME = {Purpose.CONFIRM: timedelta(days=3), Purpose.RESET: timedelta(hours=1)}
_PAUSE = timedelta(minutes=1)
"""Between two links of one kind for one person: nobody's mailbox is flooded."""

_PLACE = re.compile(r"\[\[link:(\d{1,12})\]\]")


def issue(session: Session, person: Person, purpose: Purpose, now: datetime) -> Token | None:
    """A fresh token, the older ones of its kind void; None when one was issued a moment ago."""
    expires_at = now + LIFETIME[purpose]
    live = select(Token.id).where(
        Token.person_id == person.id,
        Token.purpose == purpose.value,
        Token.used_at.is_(None),
        Token.expires_at > expires_at - _PAUSE,
    )
    if session.scalars(live.limit(1)).first() is not None:
        return None
    void(session, person, purpose, now)
    return _sealed(session, Token(purpose=purpose.value, expires_at=expires_at), person, now)


def issue_for(session: Session, invitation: Invitation, now: datetime) -> Token:
    """A link by which its expert answers this invitation, for as long as it can be answered."""
    token = Token(
        purpose=Purpose.INVITATION.value,
        expires_at=invitation.due_at,
        invitation_id=invitation.id,
    )
    return _sealed(session, token, invitation.expert.person, now)


def _sealed(session: Session, token: Token, person: Person, now: datetime) -> Token:
    token.person_id, token.digest = person.id, _blank(person, now)
    session.add(token)
    session.flush()
    token.digest = digest_of(secret_of(token, session.info["settings"].secret_key))
    session.flush()
    return token


def remember(
    session: Session, person: Person, purpose: Purpose, secret: str, expires_at: datetime
) -> None:
    """A secret that is handed out at once instead of by mail; any number may be live."""
    session.add(
        Token(
            person_id=person.id,
            purpose=purpose.value,
            digest=digest_of(secret),
            expires_at=expires_at,
        )
    )
    session.flush()


def void(session: Session, person: Person, purpose: Purpose, now: datetime) -> None:
    """No link of this kind sent to this person so far works any longer."""
    session.execute(
        update(Token)
        .where(
            Token.person_id == person.id, Token.purpose == purpose.value, Token.used_at.is_(None)
        )
        .values(used_at=now)
    )


def secret_of(token: Token, key: str) -> str:
    words = f"{token.purpose}:{token.id}:{token.person_id}:{token.expires_at.timestamp():.6f}"
    return hmac.new(key.encode(), words.encode(), hashlib.sha256).hexdigest()


def holder_of(session: Session, secret: str, purpose: Purpose, now: datetime) -> Person | None:
    """Whose live token this is; None for one that is unknown, used or expired."""
    token = session.scalar(_live(secret, purpose, now))
    return session.get(Person, token.person_id) if token else None


def find(session: Session, secret: str, purpose: Purpose) -> Token | None:
    """The token of this secret, also a used or expired one: one can say what became of it."""
    return session.scalar(
        select(Token).where(Token.digest == digest_of(secret), Token.purpose == purpose.value)
    )


def redeem(session: Session, secret: str, purpose: Purpose, now: datetime) -> Person | None:
    """Like `holder_of`, and uses the token up: of two at once the second finds none."""
    token = session.scalar(_live(secret, purpose, now).with_for_update())
    if token is None:
        return None
    token.used_at = now
    return session.get(Person, token.person_id)


def place_for(token: Token) -> str:
    """What stands in a message where its mail will have the link."""
    return f"[[link:{token.id}]]"


def with_links(session: Session, body: str, recipient_id: int, settings: Settings) -> str:
    """The text of a mail, with the links of tokens that belong to its recipient."""

    def link(place: re.Match[str]) -> str:
        token = session.get(Token, int(place.group(1)))
        if token is None or token.person_id != recipient_id:
            return ""
        return link_of(token, settings)

    return _PLACE.sub(link, body)


def link_of(token: Token, settings: Settings) -> str:
    """With the key it was issued under, which may have been replaced since."""
    secrets = [secret_of(token, key) for key in settings.secret_keys]
    secret = next((s for s in secrets if digest_of(s) == token.digest), secrets[0])
    return f"{settings.base_url}/{_PAGES[Purpose(token.purpose)]}/{secret}"


def without_links(body: str, instead: str) -> str:
    """The text as the site shows it: a secret is for the mailbox only."""
    return _PLACE.sub(instead, body)


def _live(secret: str, purpose: Purpose, now: datetime) -> Select[Token]:
    return select(Token).where(
        Token.digest == digest_of(secret),
        Token.purpose == purpose.value,
        Token.used_at.is_(None),
        Token.expires_at > now,
    )


def _blank(person: Person, now: datetime) -> str:
    """A digest no secret has, until the row has the number its secret is made from."""
    return digest_of(f"blank:{person.id}:{now.timestamp():.6f}")[:60]
