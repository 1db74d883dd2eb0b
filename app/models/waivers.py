"""A limit of a call that does not hold for one proposal: asked for by its leader, given its reason
and a document by a programme officer, and confirmed by the supervision (限项例外)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base
from app.models.people import Person
from app.models.proposals import Proposal


class LimitWaiver(Base):
    """`finding` is what the check said, as zh and en, and of a limit on numbers its key and what
    counted: where the facts change, the waiver means nothing any more. `answer` is why it was
    refused or withdrawn, `closed_by` who did that."""

    __tablename__ = "limit_waiver"
    __table_args__ = (
        CheckConstraint(
            "status IN ('asked', 'proposed', 'confirmed', 'refused', 'withdrawn')",
            name="status_known",
        ),
        CheckConstraint(
            "status NOT IN ('proposed', 'confirmed') OR proposed_by_id IS NOT NULL",
            name="proposed_by_somebody",
        ),
        CheckConstraint(
            "confirmed_by_id IS NULL OR confirmed_by_id <> proposed_by_id", name="by_two"
        ),
    )

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    status: Mapped[str] = mapped_column(String(10), default="asked")
    finding: Mapped[dict[str, Any]]
    request: Mapped[str] = mapped_column(Text)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text, default="")
    evidence_name: Mapped[str] = mapped_column(String(200), default="")
    evidence_type: Mapped[str] = mapped_column(String(100), default="")
    evidence_sha256: Mapped[str] = mapped_column(String(64), default="")
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]

    proposal: Mapped[Proposal] = relationship()
    proposed_by: Mapped[Person | None] = relationship(foreign_keys=[proposed_by_id])
    confirmed_by: Mapped[Person | None] = relationship(foreign_keys=[confirmed_by_id])
    closed_by: Mapped[Person | None] = relationship(foreign_keys=[closed_by_id])
