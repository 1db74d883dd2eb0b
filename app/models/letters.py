"""Letters and the register of document numbers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    cast,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Case
from app.models.people import Organisation, Person


class Letter(Case, Base):
    """A letter is the only one of its `key`; its payload is frozen at the decision it rests on."""

    __tablename__ = "letter"
    __table_args__ = (Index("ix_letter_about", "about_kind", "about_id"),)
    kind = "letter"

    letter_kind: Mapped[str] = mapped_column(String(40), index=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    about_kind: Mapped[str] = mapped_column(String(40))
    about_id: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    is_public: Mapped[bool] = mapped_column(default=False)
    payload: Mapped[dict[str, Any]]
    payload_digest: Mapped[str] = mapped_column(String(64))
    verification_code: Mapped[str] = mapped_column(String(40), unique=True)
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    size: Mapped[int | None]
    stamped_at: Mapped[datetime | None]
    stamped_by: Mapped[str] = mapped_column(Text, default="")
    error: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]

    number: Mapped[DocumentNumber | None] = relationship(back_populates="letter")
    organisation: Mapped[Organisation | None] = relationship()
    person: Mapped[Person | None] = relationship()


class DocumentNumber(Base):
    """机关代字〔year〕serial号: serials restart each year, have no gaps, void ones stay void."""

    __tablename__ = "document_number"
    __table_args__ = (
        UniqueConstraint("authority", "year", "serial"),
        CheckConstraint("serial > 0", name="serial_positive"),
    )

    authority: Mapped[str] = mapped_column(String(40))
    year: Mapped[int]
    serial: Mapped[int]
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), unique=True)
    issued_at: Mapped[datetime]
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str] = mapped_column(String(300), default="")

    letter: Mapped[Letter] = relationship(back_populates="number")

    @property
    def text(self) -> str:
        return f"{self.authority}〔{self.year}〕{self.serial}号"

    @classmethod
    def as_text(cls) -> ColumnElement[str]:
        """`text`, for a query."""
        year, serial = cast(cls.year, String), cast(cls.serial, String)
        return cls.authority + "〔" + year + "〕" + serial + "号"
