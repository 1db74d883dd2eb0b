"""Files on their way: what has arrived of each, until a form takes it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base


class Upload(Base):
    """Sizes in bytes. `key` is random, and its address; the row goes with the parts, so that what
    it was called is nowhere to be read either."""

    __tablename__ = "upload"
    __table_args__ = (CheckConstraint("received <= size", name="received_within_size"),)

    key: Mapped[str] = mapped_column(String(32), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]
    received: Mapped[int] = mapped_column(default=0)
    begun_at: Mapped[datetime] = mapped_column(index=True)

    parts: Mapped[list[UploadPart]] = relationship(
        cascade="all, delete-orphan", order_by="UploadPart.start"
    )

    @property
    def is_whole(self) -> bool:
        return self.received == self.size


class UploadPart(Base):
    """Where it begins in the file, and what its bytes were when they arrived."""

    __tablename__ = "upload_part"
    __table_args__ = (UniqueConstraint("upload_id", "start"),)

    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id"), index=True)
    start: Mapped[int]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
