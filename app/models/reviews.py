"""Experts, panels and reviews."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Case
from app.models.calls import Call
from app.models.people import Organisation, Person
from app.models.proposals import Proposal

if TYPE_CHECKING:
    from app.models.pool import ExpertAbsence


class Expert(Base):
    """A person in the expert pool; `fields` lists ids of technology fields, `keywords` are the
    expert's own words for them. Whoever is removed stays on record and is never drawn."""

    __tablename__ = "expert"
    __table_args__ = (
        CheckConstraint(
            "type IN ('academic', 'enterprise', 'finance', 'end_user')",
            name="type_known",
        ),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    type: Mapped[str] = mapped_column(String(20))
    region: Mapped[str] = mapped_column(String(40), default="")
    fields: Mapped[list[Any]] = mapped_column(default=list)
    is_senior: Mapped[bool] = mapped_column(default=True)
    load_most: Mapped[int] = mapped_column(default=15)
    is_available: Mapped[bool] = mapped_column(default=True)
    qualification: Mapped[str] = mapped_column(String(120), default="")
    keywords: Mapped[str] = mapped_column(String(500), default="")
    removed_at: Mapped[datetime | None]
    removed_reason: Mapped[str] = mapped_column(Text, default="")

    person: Mapped[Person] = relationship()
    units: Mapped[list[ExpertUnit]] = relationship(cascade="all, delete-orphan")
    absences: Mapped[list[ExpertAbsence]] = relationship(
        cascade="all, delete-orphan", order_by="ExpertAbsence.since", back_populates="expert"
    )


class ExpertUnit(Base):
    """Where an expert works or worked; an open `until` is the present unit."""

    __tablename__ = "expert_unit"

    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    since: Mapped[date]
    until: Mapped[date | None]

    organisation: Mapped[Organisation] = relationship()


GONE = ("withdrawn", "disqualified", "not_selected", "ended")
"""States of a proposal that left its panel's table."""
READS = ("assigned", "reading", "signed", "revising", "closed")
"""States of a review whose author still has a part in the panel's work."""
UNSIGNED = ("assigned", "reading", "revising")
"""States of a review that its author has yet to sign."""


class ReviewGroup(Case, Base):
    """A panel for some proposals of a call. `purpose`: selection, item, checkpoint and the like.
    `draw` keeps the snapshot and result for replay; `seed_commitment` is public before the draw,
    `seed` after it. `seats_wanted` (empty: as the call says) are drawn; of them `reviews_each`
    (empty: all) read a proposal, by an assignment. The house names the panels of stages in both
    languages; whoever forms another names it as they like.
    """

    __tablename__ = "review_group"
    kind = "review_group"

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="", server_default="")
    purpose: Mapped[str] = mapped_column(String(20), default="selection")
    round: Mapped[int] = mapped_column(default=1)
    own_criteria: Mapped[list[Any]] = mapped_column(default=list)
    formed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    seed: Mapped[str] = mapped_column(String(64))
    seed_commitment: Mapped[str] = mapped_column(String(64))
    draw: Mapped[dict[str, Any]] = mapped_column(default=dict)
    chair_id: Mapped[int | None] = mapped_column(ForeignKey("expert.id"), index=True)
    opinion: Mapped[str] = mapped_column(Text, default="")
    seats_wanted: Mapped[int | None]
    reviews_each: Mapped[int | None]

    call: Mapped[Call] = relationship()
    chair: Mapped[Expert | None] = relationship()
    seats: Mapped[list[PanelSeat]] = relationship(order_by="PanelSeat.seat")
    items: Mapped[list[GroupProposal]] = relationship(order_by="GroupProposal.id")

    @property
    def sitting(self) -> list[PanelSeat]:
        """The seats that are filled, in the order of the draw."""
        return [s for s in self.seats if not s.is_substitute and s.left_reason is None]

    @property
    def on_the_table(self) -> list[GroupProposal]:
        """What is still before the panel."""
        return [item for item in self.items if item.proposal.state not in GONE]

    @property
    def criteria(self) -> list[Any]:
        """What this panel scores by: its own table or, without one, that of the call."""
        return self.own_criteria or self.call.criteria

    @property
    def mechanism(self) -> str | None:
        return None


class GroupProposal(Base):
    """A proposal before a panel. `opinion` is the panel's own (专家组评审意见), `result` what its
    scores came to at the lock; a result that a re-review replaces stays, with `voided_at` (P12)."""

    __tablename__ = "group_proposal"
    __table_args__ = (UniqueConstraint("group_id", "proposal_id"),)

    group_id: Mapped[int] = mapped_column(ForeignKey("review_group.id"), index=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    opinion: Mapped[str] = mapped_column(Text, default="")
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    voided_at: Mapped[datetime | None]

    proposal: Mapped[Proposal] = relationship()


class PanelSeat(Base):
    """A drawn expert; seats of substitutes have `is_substitute` and serve when called."""

    __tablename__ = "panel_seat"
    __table_args__ = (UniqueConstraint("group_id", "expert_id"),)

    group_id: Mapped[int] = mapped_column(ForeignKey("review_group.id"), index=True)
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"), index=True)
    seat: Mapped[int]
    is_substitute: Mapped[bool] = mapped_column(default=False)
    left_reason: Mapped[str | None] = mapped_column(String(300))

    expert: Mapped[Expert] = relationship(lazy="joined")


class Review(Case, Base):
    """One expert's opinion of one proposal. `scores` maps criterion key to points in hundredths of
    the criterion's 0-100 scale; `total` is the weighted sum in hundredths. `vetoes` maps a veto
    item (否决项) to its reason. `deviates`: once all had signed, its score was far from the
    others', and `deviation_reason` says why. `edition` counts saves; `seconds_active` is time seen
    at work. A score that was struck after the lock (a conflict came to light) stays on record and
    no longer counts.
    """

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("group_id", "proposal_id", "expert_id"),
        CheckConstraint("total IS NULL OR (total >= 0 AND total <= 10000)", name="total_in_scale"),
    )
    kind = "review"

    group_id: Mapped[int] = mapped_column(ForeignKey("review_group.id"), index=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"), index=True)
    scores: Mapped[dict[str, Any]] = mapped_column(default=dict)
    comments: Mapped[dict[str, Any]] = mapped_column(default=dict)
    overall: Mapped[str] = mapped_column(Text, default="")
    recommends: Mapped[bool | None]
    deviates: Mapped[bool] = mapped_column(default=False, server_default=false())
    deviation_reason: Mapped[str] = mapped_column(Text, default="")
    total: Mapped[int | None]
    vetoes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    edition: Mapped[int] = mapped_column(default=0)
    seconds_active: Mapped[int] = mapped_column(default=0)
    last_seen_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    signed_at: Mapped[datetime | None]
    struck_at: Mapped[datetime | None]
    struck_reason: Mapped[str] = mapped_column(Text, default="")
    struck_reason_en: Mapped[str] = mapped_column(Text, default="", server_default="")

    group: Mapped[ReviewGroup] = relationship()
    proposal: Mapped[Proposal] = relationship()
    expert: Mapped[Expert] = relationship()

    @property
    def owes_reason(self) -> bool:
        return self.state == "signed" and self.deviates and not self.deviation_reason


class Conflict(Base):
    """What is known of a conflict of one expert with one proposal; no row means "not asked". A
    waiver names the rule it waives, who waived it and why."""

    __tablename__ = "conflict"
    __table_args__ = (
        UniqueConstraint("expert_id", "proposal_id", "standing", "rule"),
        CheckConstraint(
            "standing IN ('none_declared', 'declared', 'detected', 'waived')",
            name="standing_known",
        ),
    )

    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"), index=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    standing: Mapped[str] = mapped_column(String(20))
    rule: Mapped[str] = mapped_column(String(60), default="")
    evidence: Mapped[str] = mapped_column(Text, default="")
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
