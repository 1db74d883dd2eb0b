"""Integrity cases with their evidence, and pledges (信用承诺); §3.10."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Case
from app.models.people import Organisation, Person, Sanction
from app.models.projects import Project


class IntegrityCase(Case, Base):
    """A clue and what becomes of it. Who told of it is shown to the supervisor only.

    `subject_named` is what the clue calls the respondent; the supervisor says later which person
    or unit that is. `served_at` opens the case to the respondent, `referred_at` to whoever decides.
    """

    __tablename__ = "integrity_case"
    __table_args__ = (
        CheckConstraint(
            "subject_person_id IS NULL OR subject_unit_id IS NULL", name="one_subject_at_most"
        ),
        CheckConstraint("source IN ('tip', 'office', 'clock')", name="source_known"),
    )
    kind = "integrity_case"

    source: Mapped[str] = mapped_column(String(10))
    receipt_code: Mapped[str] = mapped_column(String(40), unique=True)
    informant_name: Mapped[str] = mapped_column(String(120), default="")
    informant_contact: Mapped[str] = mapped_column(String(200), default="")
    subject_named: Mapped[str] = mapped_column(String(200))
    act: Mapped[str] = mapped_column(Text)
    when_and_where: Mapped[str] = mapped_column(String(300), default="")
    filed_at: Mapped[datetime]
    subject_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    subject_unit_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), index=True)
    extended: Mapped[bool] = mapped_column(default=False)
    report: Mapped[str] = mapped_column(Text, default="")
    told: Mapped[str] = mapped_column(Text, default="")
    plea: Mapped[str] = mapped_column(Text, default="")
    served_at: Mapped[datetime | None]
    referred_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(10), default="")
    ruling: Mapped[str] = mapped_column(Text, default="")

    subject_person: Mapped[Person | None] = relationship()
    subject_unit: Mapped[Organisation | None] = relationship()
    project: Mapped[Project | None] = relationship()
    sanction: Mapped[Sanction | None] = relationship()
    evidence: Mapped[list[IntegrityEvidence]] = relationship(
        cascade="all, delete-orphan", order_by="IntegrityEvidence.id"
    )

    @property
    def title(self) -> str:
        subject = self.subject_person or self.subject_unit
        return subject.name if subject else self.subject_named


class IntegrityEvidence(Base):
    """A stored file of a case; nobody is named where it came with the clue."""

    __tablename__ = "integrity_evidence"

    case_id: Mapped[int] = mapped_column(ForeignKey("integrity_case.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    sha256: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Pledge(Base):
    """A pledge (信用承诺) one person made: at which moment, to which text, about which case."""

    __tablename__ = "pledge"
    __table_args__ = (
        CheckConstraint("(about_kind IS NULL) = (about_id IS NULL)", name="case_is_whole"),
        Index("ix_pledge_about", "about_kind", "about_id"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    moment: Mapped[str] = mapped_column(String(20))
    text_version: Mapped[int]
    about_kind: Mapped[str | None] = mapped_column(String(40))
    about_id: Mapped[int | None]
    made_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
