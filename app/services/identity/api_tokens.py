"""Tokens for other systems: made by their owner, for named scopes and a time, revoked at any
moment. A token never sees more than its owner sees then."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from app.models import ApiToken, Person
from app.services.identity import throttle
from app.services.identity.sign_ins import digest_of
from app.services.identity.throttle import Calling, Try
from workflows.engine.text import Text

SCOPES: dict[str, Text] = {
    "calls": Text("申报通知", "Calls"),
    "items": Text("榜题", "Items"),
    "proposals": Text("申报书", "Proposals"),
    "projects": Text("项目", "Projects"),
    "metrics": Text("项目指标", "Metrics of projects"),
    "payments": Text("拨款", "Payments"),
    "notices": Text("公示", "Public notices"),
    "results": Text("立项结果", "Results"),
}
DAYS = (30, 90, 365)
_PREFIX = "cx_"
"""Tells scanners of leaked secrets what they have found."""
_NOTED_EVERY = timedelta(minutes=1)


def make(
    session: Session, person: Person, name: str, scopes: Sequence[str], days: int, now: datetime
) -> str:
    """The secret, to be shown once."""
    secret = _PREFIX + secrets.token_urlsafe(32)
    session.add(
        ApiToken(
            person=person,
            name=name,
            digest=digest_of(secret),
            scopes=[scope for scope in SCOPES if scope in scopes],
            made_at=now,
            expires_at=now + timedelta(days=days),
        )
    )
    session.flush()
    return secret


def find(session: Session, secret: str, now: datetime) -> ApiToken | None:
    """The live token of this secret, with its owner."""
    token = session.scalar(
        select(ApiToken)
        .where(ApiToken.digest == digest_of(secret))
        .options(joinedload(ApiToken.person).joinedload(Person.organisation))
    )
    if token is None or token.revoked_at is not None or token.expires_at <= now:
        return None
    return token if token.person.is_active else None


def use(session: Session, token: ApiToken, now: datetime) -> timedelta | None:
    """Counts a request by this token and notes when it was used, or says how long it waits before
    the next is answered."""
    most = session.info["settings"].api_requests_a_minute
    wait = throttle.taken(session, Calling(token.id, most), now)
    if wait is None and (token.used_at is None or now - token.used_at >= _NOTED_EVERY):
        session.execute(update(ApiToken).where(ApiToken.id == token.id).values(used_at=now))
    return wait


def wrong(session: Session, address: str, now: datetime) -> timedelta | None:
    """Counts a token that is none, and says how long this address waits before the next is looked
    at. A good token is never kept waiting: nobody can lock its owner out."""
    tried = Try("token", "", address)
    wait = throttle.wait_for(session, tried, now)
    if wait is None:
        throttle.failed(session, tried, now)
    return wait


def revoke(token: ApiToken, now: datetime) -> None:
    if token.revoked_at is None:
        token.revoked_at = now


def revoke_all(session: Session, person: Person, now: datetime) -> None:
    session.execute(
        update(ApiToken)
        .where(ApiToken.person_id == person.id, ApiToken.revoked_at.is_(None))
        .values(revoked_at=now)
    )
