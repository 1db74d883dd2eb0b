"""A finding of diligence (容错认定): that an honest failure is not held against anybody."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Case
from app.models.people import Person
from app.models.projects import Project


class Tolerance(Case, Base):
    """Proposed for a project that failed or was terminated: `reasons` why it failed in spite of
    diligence, `evidence` of the work done, `experts` who were heard and what they said."""

    __tablename__ = "tolerance"
    kind = "tolerance"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), unique=True)
    reasons: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text)
    experts: Mapped[str] = mapped_column(Text)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    finding: Mapped[str] = mapped_column(Text, default="")
    minutes_number: Mapped[str] = mapped_column(String(60), default="")
    decided_on: Mapped[date | None]

    project: Mapped[Project] = relationship()
    proposed_by: Mapped[Person] = relationship()

    @property
    def title(self) -> str:
        return self.project.proposal.title
