"""A proposal, its parts, its immutable versions, and the formal check."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Case, Money
from app.models.calls import Call
from app.models.items import Item
from app.models.people import Organisation, Person
from app.models.plan import PlanTask, TechnologyField

SECTIONS = (
    "summary",
    "necessity",
    "innovation",
    "route",
    "foundation",
    "prospects",
    "risks",
)
"""Keys of `Proposal.sections`, in the order of the form."""


class Proposal(Case, Base):
    """Money in 分. `edition` counts saved edits, and `part_editions` has, by the part of the form,
    the one that saved it last (two who edit one part are told); `flagged` lists the form parts open
    for the one correction; `score` is in hundredths of a point after the lock. A
    bid (揭榜申请) names its `item`, and is opened to others at `opened_at`. `came_to` is the last
    step of the funnel it reached, by its key, where the state does not tell and each move notes it.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        CheckConstraint("requested >= 0 AND matching >= 0", name="money_not_negative"),
        CheckConstraint("ends_on IS NULL OR starts_on < ends_on", name="term_in_order"),
        CheckConstraint("score IS NULL OR (score >= 0 AND score <= 10000)", name="score_in_scale"),
        Index("ix_proposal_moved", "state_entered_at", "id"),
        Index("ix_proposal_state_due", "state", "due_at", "id"),
        Index("ix_proposal_state_moved", "state", "state_entered_at", "id"),
        Index("ix_proposal_call_moved", "call_id", "state_entered_at", "id"),
        Index("ix_proposal_call_state_moved", "call_id", "state", "state_entered_at", "id"),
        Index("ix_proposal_call_id_id", "call_id", "id"),
        Index("ix_proposal_plan_task_id_id", "plan_task_id", "id"),
        Index("ix_proposal_call_rank", "call_id", "rank", "id"),
        Index("ix_proposal_call_state", "call_id", "state", "item_id", "opened_at"),
    )
    kind = "proposal"

    state: Mapped[str] = mapped_column(String(40))
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    number: Mapped[str | None] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(200), default="")
    title_en: Mapped[str] = mapped_column(String(300), default="")
    pi_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    lead_unit_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    technology_field_id: Mapped[int | None] = mapped_column(ForeignKey("technology_field.id"))
    plan_task_id: Mapped[int | None] = mapped_column(ForeignKey("plan_task.id"))
    sections: Mapped[dict[str, Any]] = mapped_column(default=dict)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    leader_months: Mapped[int | None]
    requested: Mapped[int] = mapped_column(Money, default=0)
    matching: Mapped[int] = mapped_column(Money, default=0)
    pledged_at: Mapped[datetime | None]
    publicised_from: Mapped[date | None]
    publicised_to: Mapped[date | None]
    edition: Mapped[int] = mapped_column(default=0)
    part_editions: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    edited_at: Mapped[datetime | None]
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), index=True)
    opened_at: Mapped[datetime | None]
    flagged: Mapped[list[Any]] = mapped_column(default=list)
    corrections: Mapped[int] = mapped_column(default=0)
    score: Mapped[int | None]
    rank: Mapped[int | None]
    came_to: Mapped[str | None] = mapped_column(String(20), default="drafted")

    call: Mapped[Call] = relationship()
    item: Mapped[Item | None] = relationship()
    pi: Mapped[Person] = relationship(foreign_keys=[pi_id])
    edited_by: Mapped[Person | None] = relationship(foreign_keys=[edited_by_id])
    lead_unit: Mapped[Organisation] = relationship()
    technology_field: Mapped[TechnologyField | None] = relationship()
    plan_task: Mapped[PlanTask | None] = relationship()
    units: Mapped[list[ProposalUnit]] = relationship(cascade="all, delete-orphan")
    members: Mapped[list[ProposalMember]] = relationship(
        cascade="all, delete-orphan", order_by="ProposalMember.position"
    )
    metrics: Mapped[list[Metric]] = relationship(
        cascade="all, delete-orphan", order_by="Metric.position"
    )
    milestones: Mapped[list[Milestone]] = relationship(
        cascade="all, delete-orphan", order_by="Milestone.position"
    )
    budget_lines: Mapped[list[BudgetLine]] = relationship(
        cascade="all, delete-orphan", order_by="BudgetLine.position"
    )
    avoided: Mapped[list[AvoidedExpert]] = relationship(cascade="all, delete-orphan")
    former: Mapped[list[FormerParty]] = relationship(cascade="all, delete-orphan")
    attachments: Mapped[list[Attachment]] = relationship(
        cascade="all, delete-orphan", order_by="Attachment.id"
    )
    versions: Mapped[list[ProposalVersion]] = relationship(order_by="ProposalVersion.version")

    @property
    def mechanism(self) -> str:
        return self.call.mechanism_key

    @property
    def is_closed_bid(self) -> bool:
        """A bid that has not been opened: it exists for its own side and for nobody else (B4)."""
        return self.item_id is not None and self.opened_at is None


class ProposalUnit(Base):
    """A participating unit beside the lead unit; `tasks` says what it does. Of the money asked for
    and of the own money it has `fiscal` and `own`, in 分; the rest is the lead unit's."""

    __tablename__ = "proposal_unit"
    __table_args__ = (
        UniqueConstraint("proposal_id", "organisation_id"),
        CheckConstraint("fiscal >= 0 AND own >= 0", name="money_not_negative"),
    )

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    tasks: Mapped[str] = mapped_column(String(300), default="")
    fiscal: Mapped[int] = mapped_column(Money, default=0)
    own: Mapped[int] = mapped_column(Money, default=0)

    organisation: Mapped[Organisation] = relationship()


class ProposalMember(Base):
    """A member is named by mail address and counts only after confirming in person. `asked_by` is
    the key of the mail in the outbox that asked for it; empty where none was sent. `months_a_year`
    where the call asks for it, as `leader_months` of the leader."""

    __tablename__ = "proposal_member"
    __table_args__ = (
        UniqueConstraint("proposal_id", "email"),
        CheckConstraint("confirmed_at IS NULL OR declined_at IS NULL", name="one_answer_at_most"),
    )

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    unit_name: Mapped[str] = mapped_column(String(200), default="")
    duty: Mapped[str] = mapped_column(String(200), default="")
    months: Mapped[int] = mapped_column(default=0)
    months_a_year: Mapped[int | None]
    confirmed_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    asked_by: Mapped[str] = mapped_column(String(200), default="", server_default="")

    person: Mapped[Person | None] = relationship()


class Metric(Base):
    """One row from promise to acceptance. `target` is a decimal number kept as typed; a bid's row
    answers the posted metric `item_metric_id`.
    """

    __tablename__ = "metric"
    __table_args__ = (
        CheckConstraint("direction IN ('at_least', 'at_most', 'equal')", name="direction_known"),
    )

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(120))
    unit: Mapped[str] = mapped_column(String(40), default="")
    direction: Mapped[str] = mapped_column(String(10))
    target: Mapped[str] = mapped_column(String(40))
    test_method: Mapped[str] = mapped_column(String(300), default="")
    is_core: Mapped[bool] = mapped_column(default=True)
    item_metric_id: Mapped[int | None] = mapped_column(ForeignKey("item_metric.id"), index=True)


class Milestone(Base):
    __tablename__ = "milestone"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date]
    deliverable: Mapped[str] = mapped_column(String(500), default="")


class BudgetLine(Base):
    """A heading (设备费, 业务费, 劳务费, one lump sum) of public and own money, in 分."""

    __tablename__ = "budget_line"
    __table_args__ = (CheckConstraint("fiscal >= 0 AND own >= 0", name="money_not_negative"),)

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    heading: Mapped[str] = mapped_column(String(40))
    fiscal: Mapped[int] = mapped_column(Money, default=0)
    own: Mapped[int] = mapped_column(Money, default=0)
    note: Mapped[str] = mapped_column(String(500), default="")


class FormerParty(Base):
    """A unit that left, or a lead unit or leader that gave way, with the last day; a party still to
    the rules of recusal (domain §3.2 rules 2 and 3)."""

    __tablename__ = "former_party"
    __table_args__ = (
        CheckConstraint("(organisation_id IS NULL) <> (person_id IS NULL)", name="unit_or_person"),
    )

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    until: Mapped[date]

    organisation: Mapped[Organisation | None] = relationship()
    person: Mapped[Person | None] = relationship()


class AvoidedExpert(Base):
    """An expert the applicant asks to avoid, with the reason (domain §3.2 rule 7)."""

    __tablename__ = "avoided_expert"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    unit_name: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(500))


class Attachment(Base):
    """A stored file; `key` names what the call asked for, `sha256` finds the bytes."""

    __tablename__ = "attachment"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    key: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[datetime]


class ProposalVersion(Base):
    """What was submitted, for good: content, digest and receipt are never changed."""

    __tablename__ = "proposal_version"
    __table_args__ = (UniqueConstraint("proposal_id", "version"),)

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    version: Mapped[int]
    content: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))
    receipt_number: Mapped[str] = mapped_column(String(40), unique=True)
    submitted_at: Mapped[datetime]
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class FormalCheckAnswer(Base):
    """The checker's answer to one item of the formal check list: met, correctable or not met."""

    __tablename__ = "formal_check_answer"
    __table_args__ = (
        UniqueConstraint("proposal_id", "item"),
        CheckConstraint("answer IN ('met', 'correctable', 'not_met')", name="answer_known"),
    )

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    item: Mapped[str] = mapped_column(String(40))
    answer: Mapped[str] = mapped_column(String(12))
    note: Mapped[str] = mapped_column(String(500), default="")
    checked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    checked_at: Mapped[datetime]
