"""Changes, suspensions, endings and appeals of a project, and its acceptance (J8-J19)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from app.models.assessments import Assessment
from app.models.base import Base, Case
from app.models.people import Person
from app.models.projects import Project


class ChangeRequest(Case, Base):
    """One change asked for. `proposed` holds what the kind needs: new_end; new_pi, new_unit or
    new_user (ids of a person, a unit, the contact of a unit); units (ids of who joins and who
    leaves); targets by id of metric; or shares, a row for each partner. `joining_unit_id` is the
    unit that would take part by it beside those of today, `asked_unit_id` the same once it was
    asked whether it wants to: from then on it reads what it was asked about.
    """

    __tablename__ = "change_request"
    kind = "change"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    change_kind: Mapped[str] = mapped_column(String(30))
    content: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    force_majeure: Mapped[bool] = mapped_column(default=False)
    proposed: Mapped[dict[str, Any]] = mapped_column(default=dict)
    joining_unit_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    asked_unit_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    contract_version: Mapped[int | None]
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    project: Mapped[Project] = relationship()

    @property
    def mechanism(self) -> str:
        return self.project.mechanism


class Suspension(Case, Base):
    """An order that a project stands still, and until when at most."""

    __tablename__ = "suspension"
    kind = "suspension"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    cause: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)

    project: Mapped[Project] = relationship()


class ProjectEnding(Base):
    """How a project was terminated or revoked, once for each decision: what an appeal corrected may
    end again. `diligent` is the finding that tolerates an honest failure (容错); a revocation has
    none.
    """

    __tablename__ = "project_ending"
    __table_args__ = (CheckConstraint("how IN ('terminated', 'revoked')", name="how_known"),)

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    history_id: Mapped[int] = mapped_column(ForeignKey("history.id"), unique=True)
    how: Mapped[str] = mapped_column(String(10))
    cause: Mapped[str] = mapped_column(String(20), default="")
    diligent: Mapped[bool | None]
    finding: Mapped[str] = mapped_column(Text, default="")
    basis: Mapped[str] = mapped_column(String(300), default="")
    reason: Mapped[str] = mapped_column(Text)
    minutes_number: Mapped[str] = mapped_column(String(60))
    decided_on: Mapped[date]
    audit_until: Mapped[date | None]


class Appeal(Case, Base):
    """One appeal a project, whatever it is against (`against` is the state it ended in)."""

    __tablename__ = "appeal"
    kind = "appeal"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), unique=True)
    against: Mapped[str] = mapped_column(String(20))
    served_at: Mapped[datetime]
    grounds: Mapped[str] = mapped_column(Text)
    filed_at: Mapped[datetime]
    filed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    project: Mapped[Project] = relationship()


class Acceptance(Case, Base):
    """One round of acceptance. `actuals` maps ids of metrics to {value, report}; `verdicts` keeps
    what the panel concluded of each; `round` 2 is the repetition after a rectification.
    """

    __tablename__ = "acceptance"
    kind = "acceptance"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    round: Mapped[int] = mapped_column(default=1)
    summary: Mapped[str] = mapped_column(Text, default="")
    actuals: Mapped[dict[str, Any]] = mapped_column(default=dict)
    data_receipt: Mapped[str] = mapped_column(String(200), default="")
    corrections: Mapped[int] = mapped_column(default=0)
    verdicts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    tasks_percent: Mapped[int | None]
    score: Mapped[int | None]
    conclusion: Mapped[str] = mapped_column(String(12), default="")
    opinion: Mapped[str] = mapped_column(Text, default="")
    grounds: Mapped[str] = mapped_column(Text, default="")
    notice_starts_on: Mapped[date | None]
    notice_ends_on: Mapped[date | None]

    project: Mapped[Project] = relationship()
    files: Mapped[list[AcceptanceFile]] = relationship(
        cascade="all, delete-orphan", order_by="AcceptanceFile.id"
    )
    assessment: Mapped[Assessment | None] = relationship(
        primaryjoin=lambda: and_(
            Assessment.about_kind == "acceptance",
            foreign(Assessment.about_id) == Acceptance.id,
        ),
        viewonly=True,
        uselist=False,
    )

    @property
    def certificate_number(self) -> str:
        return f"{self.project.number}-YS"


class AcceptanceFile(Base):
    """A stored file; `key` says which of the list of §3.8 it is."""

    __tablename__ = "acceptance_file"

    acceptance_id: Mapped[int] = mapped_column(ForeignKey("acceptance.id"), index=True)
    key: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    sha256: Mapped[str] = mapped_column(String(64))
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[datetime]


class ResearchResult(Base):
    """A result that was registered (成果登记). `cites_project`: it bears the project's number, as
    patents and papers must.
    """

    __tablename__ = "research_result"
    __table_args__ = (UniqueConstraint("project_id", "kind", "number"),)

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    number: Mapped[str] = mapped_column(String(80))
    holder: Mapped[str] = mapped_column(String(200), default="")
    registered_on: Mapped[date | None]
    cites_project: Mapped[bool] = mapped_column(default=False)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]

    recorded_by: Mapped[Person] = relationship()
