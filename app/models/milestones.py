"""Milestones of a project under way, the readings of its metrics, and records of site visits."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from app.models.assessments import Assessment
from app.models.base import Base, Case
from app.models.contracts import Evidence
from app.models.people import Person
from app.models.projects import Project
from app.models.proposals import Metric


class ProjectMilestone(Case, Base):
    """A milestone of a signed contract; what a proposal plans is `Milestone`. `targets` maps the
    ids of metrics to what this one must reach; `verdicts` keeps what the panel concluded of each.
    """

    __tablename__ = "project_milestone"
    __table_args__ = (UniqueConstraint("project_id", "position"),)
    kind = "milestone"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date] = mapped_column(index=True)
    deliverable: Mapped[str] = mapped_column(String(500), default="")
    targets: Mapped[dict[str, Any]] = mapped_column(default=dict)
    report: Mapped[str] = mapped_column(Text, default="")
    rectify_until: Mapped[date | None]
    conclusion: Mapped[str] = mapped_column(String(12), default="")
    verdicts: Mapped[dict[str, Any]] = mapped_column(default=dict)

    project: Mapped[Project] = relationship()
    assessment: Mapped[Assessment | None] = relationship(
        primaryjoin=lambda: and_(
            Assessment.about_kind == "milestone",
            foreign(Assessment.about_id) == ProjectMilestone.id,
        ),
        viewonly=True,
        uselist=False,
    )

    @property
    def mechanism(self) -> str | None:
        return self.project.mechanism


class MetricReading(Base):
    """One value of a metric at one step; the newest of its metric, step and milestone counts.
    `value` is a decimal number kept as typed; `report_body` says under what sign a third party
    measured (CMA, CNAS, a firm's id), `report_number` which report.
    """

    __tablename__ = "metric_reading"
    __table_args__ = (
        CheckConstraint(
            "step IN ('planned', 'contracted', 'measured', 'accepted')", name="step_known"
        ),
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    metric_id: Mapped[int] = mapped_column(ForeignKey("metric.id"), index=True)
    milestone_id: Mapped[int | None] = mapped_column(ForeignKey("project_milestone.id"), index=True)
    step: Mapped[str] = mapped_column(String(12))
    value: Mapped[str] = mapped_column(String(40))
    measured_on: Mapped[date | None]
    measured_by: Mapped[str] = mapped_column(String(200), default="")
    report_body: Mapped[str] = mapped_column(String(80), default="")
    report_number: Mapped[str] = mapped_column(String(80), default="")
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("evidence.id"))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]

    metric: Mapped[Metric] = relationship()
    evidence: Mapped[Evidence | None] = relationship()


class SiteVisit(Base):
    """The record of a visit on the spot; `edition` counts saves, so that a phone that comes back
    from a dead spot is told when somebody else has written meanwhile.
    """

    __tablename__ = "site_visit"
    __table_args__ = (UniqueConstraint("milestone_id"),)

    milestone_id: Mapped[int] = mapped_column(ForeignKey("project_milestone.id"))
    visited_on: Mapped[date | None]
    place: Mapped[str] = mapped_column(String(200), default="")
    present: Mapped[str] = mapped_column(String(500), default="")
    seen: Mapped[str] = mapped_column(Text, default="")
    tested: Mapped[str] = mapped_column(Text, default="")
    problems: Mapped[str] = mapped_column(Text, default="")
    edition: Mapped[int] = mapped_column(default=0)
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    edited_at: Mapped[datetime | None]

    milestone: Mapped[ProjectMilestone] = relationship()
    edited_by: Mapped[Person | None] = relationship()


class CalendarAddress(Base):
    """Lets a person's calendar feed be read without signing in; a new `edition` closes the old
    address. The secret itself is derived, not stored.
    """

    __tablename__ = "calendar_address"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    edition: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship()
