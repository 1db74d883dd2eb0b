"""What the virus scanner said about the content of a file."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class FileScan(Base):
    """By content, so that the same file is looked at once. Without a row it is unscanned."""

    __tablename__ = "file_scan"
    __table_args__ = (
        CheckConstraint("state IN ('clean', 'infected', 'unavailable')", name="state_known"),
    )

    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[str] = mapped_column(String(12), index=True)
    finding: Mapped[str] = mapped_column(String(200), default="")
    scanned_at: Mapped[datetime]
