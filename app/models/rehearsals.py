"""What a call came to when it was rehearsed before its publication."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base
from app.models.calls import Call
from app.models.people import Person


class Rehearsal(Base):
    """`edition` names what the call said then; `seed` and `asked` (applicants, panel_most, fields)
    give the same rehearsal again; `report` is as app.services.calls.rehearsal_report has it."""

    __tablename__ = "rehearsal"
    __table_args__ = (
        CheckConstraint("status IN ('waiting', 'done', 'failed')", name="status_known"),
    )

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    edition: Mapped[str] = mapped_column(String(16))
    seed: Mapped[str] = mapped_column(String(32))
    asked: Mapped[dict[str, Any]]
    status: Mapped[str] = mapped_column(String(10), default="waiting")
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    done_at: Mapped[datetime | None]

    call: Mapped[Call] = relationship()
    asked_by: Mapped[Person] = relationship()
