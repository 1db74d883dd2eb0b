"""What a person keeps for their own work: visits, saved views, and files made to take away."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base
from app.models.people import Person


class Visit(Base):
    """`began_at` is when the person last signed in; what happened after `since` is news."""

    __tablename__ = "visit"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    began_at: Mapped[datetime]
    since: Mapped[datetime | None]


class SavedView(Base):
    """A list with its filters under a name of its owner's; `path` is an address of this site."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("person_id", "name"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    path: Mapped[str] = mapped_column(String(500))
    saved_at: Mapped[datetime]


class Takeaway(Base):
    """A sheet of a list, the dossier of a case or one's own data, made in the background for one
    person.

    `asked` says what of; `step` of `steps` how far it has come. The file goes at `expires_at`.
    """

    __tablename__ = "takeaway"
    __table_args__ = (
        CheckConstraint("what IN ('sheet', 'dossier', 'personal')", name="what_known"),
        CheckConstraint("status IN ('waiting', 'done', 'failed', 'gone')", name="status_known"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    what: Mapped[str] = mapped_column(String(10))
    asked: Mapped[dict[str, Any]]
    name: Mapped[str] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(10), default="waiting")
    step: Mapped[int] = mapped_column(default=0)
    steps: Mapped[int] = mapped_column(default=0)
    sha256: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int | None]
    asked_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None] = mapped_column(index=True)

    person: Mapped[Person] = relationship()
