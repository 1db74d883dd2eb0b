"""The links sent by mail, for a demo, which sends none."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Token
from app.services.identity.tokens import Purpose


def newest_link(session: Session, purpose: Purpose) -> Token | None:
    return session.scalars(
        select(Token)
        .where(Token.purpose == purpose.value, Token.used_at.is_(None))
        .order_by(Token.id.desc())
        .limit(1)
    ).first()
