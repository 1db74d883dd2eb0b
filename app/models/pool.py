"""What the pool knows of an expert beyond the person: absences, ties, credit; invitations,
assignments, and officials who stand aside (domain §3.1, §3.2)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Case
from app.models.people import Organisation, Person
from app.models.reviews import Expert, PanelSeat, ReviewGroup


class ExpertAbsence(Base):
    """Days on which an expert cannot review; both count."""

    __tablename__ = "expert_absence"
    __table_args__ = (CheckConstraint("since <= until", name="dates_in_order"),)

    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"), index=True)
    since: Mapped[date]
    until: Mapped[date]

    expert: Mapped[Expert] = relationship(back_populates="absences")


class ExpertTie(Base):
    """A relation that may be a conflict (rules 3-5): with a person, known by mail address, or with
    a unit. `on` is the last day of what ends; `source` tells the expert's own word from a list."""

    __tablename__ = "expert_tie"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('relative', 'supervision', 'joint_work', 'interest')", name="kind_known"
        ),
        CheckConstraint("source IN ('declared', 'imported')", name="source_known"),
        CheckConstraint(
            "(kind = 'interest') = (organisation_id IS NOT NULL)", name="interest_is_in_a_unit"
        ),
        CheckConstraint("(kind = 'interest') = (email = '')", name="others_are_with_a_person"),
    )

    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    email: Mapped[str] = mapped_column(String(254), default="", index=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    on: Mapped[date]
    source: Mapped[str] = mapped_column(String(10))
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]

    organisation: Mapped[Organisation | None] = relationship()


class CreditEntry(Base):
    """A mark in an expert's credit record; never changed, never deleted."""

    __tablename__ = "credit_entry"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('late', 'blank_comments', 'score_deviation', 'leak', 'withdrew',"
            " 'undeclared')",
            name="kind_known",
        ),
        CheckConstraint("points > 0", name="points_count"),
    )

    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    points: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]

    recorded_by: Mapped[Person | None] = relationship()


class Invitation(Case, Base):
    """A drawn expert is asked whether they will serve; the substitute is asked when they do not."""

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("group_id", "expert_id"),)
    kind = "invitation"

    group_id: Mapped[int] = mapped_column(ForeignKey("review_group.id"), index=True)
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"), index=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("panel_seat.id"), index=True)

    group: Mapped[ReviewGroup] = relationship()
    expert: Mapped[Expert] = relationship()
    seat: Mapped[PanelSeat] = relationship()


class AssignmentRun(Base):
    """One solving of who reads what in a group. `locked` are pairs set by hand, `result` the
    answer with its reasons, or why there is none; `step` tells how far it has come. `aims`: nothing
    (greatest total), `fair`, or `cap` (percent) with the `seed` of its draw."""

    __tablename__ = "assignment_run"
    __table_args__ = (
        CheckConstraint("status IN ('waiting', 'done', 'failed')", name="status_known"),
    )

    group_id: Mapped[int] = mapped_column(ForeignKey("review_group.id"), index=True)
    status: Mapped[str] = mapped_column(String(10), default="waiting")
    step: Mapped[int] = mapped_column(default=0)
    locked: Mapped[list[Any]] = mapped_column(default=list)
    aims: Mapped[dict[str, Any]] = mapped_column(default=dict)
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    done_at: Mapped[datetime | None]

    group: Mapped[ReviewGroup] = relationship()


class OfficialRecusal(Base):
    """An official who does not administer one proposal; their roles rest there."""

    __tablename__ = "official_recusal"
    __table_args__ = (
        UniqueConstraint("person_id", "proposal_id"),
        CheckConstraint("standing IN ('declared', 'detected')", name="standing_known"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    standing: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
