"""Collective decisions, public notices and objections."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Case, Money
from app.models.calls import Call
from app.models.people import Person
from app.models.proposals import Proposal


class Decision(Base):
    """The award decision of a call, or of one item of a list: drafted by an officer, taken by the
    executive meeting. `plan_match` is how the awards serve the plan, in the words of the meeting;
    `reply_number` and `reply_on` name the reply of the provincial government, where it was asked.
    """

    __tablename__ = "decision"
    __table_args__ = (
        Index(
            "ix_decision_one_of_call",
            "call_id",
            unique=True,
            sqlite_where=text("item_id IS NULL"),
            postgresql_where=text("item_id IS NULL"),
        ),
    )

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), unique=True)
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    minutes_number: Mapped[str | None] = mapped_column(String(60))
    minutes_on: Mapped[date | None]
    reply_number: Mapped[str | None] = mapped_column(String(60))
    reply_on: Mapped[date | None]
    plan_match: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    call: Mapped[Call] = relationship()
    drafted_by: Mapped[Person] = relationship(foreign_keys=[drafted_by_id])
    items: Mapped[list[DecisionItem]] = relationship(
        back_populates="decision", cascade="all, delete-orphan"
    )


class DecisionItem(Base):
    """What is decided about one proposal; a deviation from rank order carries its reason. 分."""

    __tablename__ = "decision_item"
    __table_args__ = (
        CheckConstraint("outcome IN ('propose', 'reserve', 'drop')", name="outcome_known"),
        CheckConstraint("amount >= 0", name="amount_not_negative"),
    )

    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), index=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), unique=True)
    outcome: Mapped[str] = mapped_column(String(12))
    amount: Mapped[int] = mapped_column(Money, default=0)
    deviation_reason: Mapped[str] = mapped_column(Text, default="")

    decision: Mapped[Decision] = relationship(back_populates="items")
    proposal: Mapped[Proposal] = relationship(lazy="joined")


class Notice(Case, Base):
    """A public notice (公示). The period counts working days after the day of publication.
    `item_count` is written when it is drafted, after which no item comes or goes; so are `wave`, a
    key of `NOTICE_WAVES`, and which of that wave it is in its call: what its title is made of.
    """

    __tablename__ = "notice"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name="period_in_order"),
    )
    kind = "notice"

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    channel: Mapped[str] = mapped_column(String(300), default="")
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    ends_at: Mapped[datetime | None]
    item_count: Mapped[int | None]
    wave: Mapped[str] = mapped_column(String(10), default="chosen", server_default="chosen")
    nth: Mapped[int] = mapped_column(default=1, server_default="1")

    call: Mapped[Call] = relationship()
    items: Mapped[list[NoticeItem]] = relationship(
        cascade="all, delete-orphan", order_by="NoticeItem.id"
    )


class NoticeItem(Base):
    __tablename__ = "notice_item"
    __table_args__ = (
        UniqueConstraint("notice_id", "proposal_id"),
        Index("ix_notice_item_notice_id_id", "notice_id", "id"),
    )

    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"))
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    amount: Mapped[int] = mapped_column(Money, default=0)

    notice: Mapped[Notice] = relationship(back_populates="items")
    proposal: Mapped[Proposal] = relationship()

    @property
    def still_stands(self) -> bool:
        """Whether the notice still speaks of it; an objection that is looked into is nobody's
        business yet."""
        return self.proposal.state in ("notice", "objection")


class Objection(Case, Base):
    """A real-name, written, evidenced objection to one proposal on notice. Who objects is shown to
    the supervisor only. That of a unit is `signed` by its representative, and sealed.
    """

    __tablename__ = "objection"
    kind = "objection"

    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"), index=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    receipt_code: Mapped[str] = mapped_column(String(40), unique=True)
    objector_name: Mapped[str] = mapped_column(String(120))
    objector_contact: Mapped[str] = mapped_column(String(200))
    objector_unit: Mapped[str] = mapped_column(String(200), default="")
    objector_representative: Mapped[str] = mapped_column(String(120), default="")
    objector_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    statement: Mapped[str] = mapped_column(Text)
    evidence_name: Mapped[str] = mapped_column(String(200))
    evidence_sha256: Mapped[str] = mapped_column(String(64))
    evidence_type: Mapped[str] = mapped_column(String(100), default="")
    signed_name: Mapped[str] = mapped_column(String(200), default="")
    signed_sha256: Mapped[str] = mapped_column(String(64), default="")
    signed_type: Mapped[str] = mapped_column(String(100), default="")
    filed_at: Mapped[datetime]
    report: Mapped[str] = mapped_column(Text, default="")
    outcome: Mapped[str | None] = mapped_column(String(20))
    extended: Mapped[bool] = mapped_column(default=False)

    notice: Mapped[Notice] = relationship()
    proposal: Mapped[Proposal] = relationship()
