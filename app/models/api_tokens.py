"""Tokens by which a partner's system reads what its owner may see."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base
from app.models.people import Person


class ApiToken(Base):
    """Its owner was shown the secret once, this row keeps the digest. `scopes` are keys of
    `app.services.identity.api_tokens.SCOPES`."""

    __tablename__ = "api_token"
    __table_args__ = (CheckConstraint("expires_at > made_at", name="period_in_order"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[str]]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
