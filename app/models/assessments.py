"""Panels that assess what was done: a milestone's, an acceptance's, a user test's."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Case
from app.models.projects import Project
from app.models.reviews import Expert


class Assessment(Base):
    """The panel of one case (`about_kind`, `about_id`) of a project, of so many `members_beyond`
    the least. `draw` keeps the snapshot and the secret seed of the `pool` that is committed to, and
    those of all `draws`, for replay.
    """

    __tablename__ = "assessment"
    __table_args__ = (UniqueConstraint("about_kind", "about_id"),)

    about_kind: Mapped[str] = mapped_column(String(40))
    about_id: Mapped[int]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    chair_id: Mapped[int | None] = mapped_column(ForeignKey("expert.id"), index=True)
    formed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    formed_at: Mapped[datetime]
    draw: Mapped[dict[str, Any]] = mapped_column(default=dict)
    members_beyond: Mapped[int] = mapped_column(default=0, server_default="0")

    project: Mapped[Project] = relationship()
    chair: Mapped[Expert | None] = relationship(foreign_keys=[chair_id])
    seats: Mapped[list[AssessmentSeat]] = relationship(
        cascade="all, delete-orphan", order_by="AssessmentSeat.seat"
    )
    opinions: Mapped[list[Opinion]] = relationship(
        back_populates="assessment", order_by="Opinion.id"
    )

    @property
    def members(self) -> list[AssessmentSeat]:
        """Who sits on the panel now."""
        return [seat for seat in self.seats if not seat.left_reason]


class AssessmentSeat(Base):
    """`how`: drawn from the pool; or appointed, since a panel could not be drawn."""

    __tablename__ = "assessment_seat"
    __table_args__ = (
        UniqueConstraint("assessment_id", "expert_id"),
        CheckConstraint("how IN ('appointed', 'drawn')", name="how_known"),
    )

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"), index=True)
    seat: Mapped[int]
    how: Mapped[str] = mapped_column(String(10))
    left_reason: Mapped[str] = mapped_column(String(200), default="")

    expert: Mapped[Expert] = relationship(lazy="joined")


class Opinion(Case, Base):
    """One member's opinion. `verdicts` maps ids of metrics to {verdict, note}; `round` 2 is the
    re-check after a rectification.
    """

    __tablename__ = "opinion"
    __table_args__ = (UniqueConstraint("assessment_id", "expert_id", "round"),)
    kind = "opinion"

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"), index=True)
    round: Mapped[int] = mapped_column(default=1)
    verdicts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    overall: Mapped[str] = mapped_column(Text, default="")
    proposes: Mapped[str] = mapped_column(String(12), default="")
    signed_at: Mapped[datetime | None]

    assessment: Mapped[Assessment] = relationship(back_populates="opinions")
    expert: Mapped[Expert] = relationship()
