"""Experts' fees (专家咨询费): the list of one panel, its lines, and the accounts paid to."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.assessments import Assessment
from app.models.base import Base, Case, Money
from app.models.calls import Call
from app.models.items import Item
from app.models.people import Person
from app.models.reviews import Expert, ReviewGroup

_STANDS = text("state <> 'dropped'")


def _once(*columns: str) -> Index:
    """A panel that served has one list that stands."""
    return Index(
        f"uq_fee_list_{columns[0]}",
        *columns,
        unique=True,
        sqlite_where=_STANDS,
        postgresql_where=_STANDS,
    )


class FeeList(Case, Base):
    """The fees of one panel: of a review group, of a round of those who assess a case, or of those
    who argued a need. `form`: a meeting or online; `attendance` says by what a meeting's is proved,
    `source` which budget line (经费来源) bears the fees, which are no programme money."""

    __tablename__ = "fee_list"
    __table_args__ = (
        CheckConstraint(
            "(group_id IS NOT NULL AND assessment_id IS NULL AND item_id IS NULL)"
            " OR (group_id IS NULL AND assessment_id IS NOT NULL AND item_id IS NULL)"
            " OR (group_id IS NULL AND assessment_id IS NULL AND item_id IS NOT NULL)",
            name="one_panel",
        ),
        CheckConstraint("form IN ('meeting', 'online')", name="form_known"),
        _once("group_id"),
        _once("assessment_id", "round"),
        _once("item_id", "round"),
    )
    kind = "fee_list"

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("review_group.id"))
    assessment_id: Mapped[int | None] = mapped_column(ForeignKey("assessment.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))
    round: Mapped[int] = mapped_column(default=1)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    form: Mapped[str] = mapped_column(String(10))
    attendance: Mapped[str] = mapped_column(String(200), default="")
    source: Mapped[str] = mapped_column(String(200), default="")
    served_on: Mapped[date]
    drawn_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime | None]

    call: Mapped[Call] = relationship()
    drawn_by: Mapped[Person] = relationship()
    group: Mapped[ReviewGroup | None] = relationship()
    assessment: Mapped[Assessment | None] = relationship()
    item: Mapped[Item | None] = relationship()
    lines: Mapped[list[FeeLine]] = relationship(back_populates="fee_list", order_by="FeeLine.row")

    @property
    def title(self) -> str:
        return self.number

    @property
    def panel(self) -> ReviewGroup | Assessment | Item | None:
        return self.group or self.assessment or self.item

    @property
    def to_pay(self) -> list[FeeLine]:
        """The lines of those who get something."""
        return [line for line in self.lines if not line.excluded]


class FeeLine(Base):
    """What one expert gets, or why nothing (`excluded`). `files` were read online and signed in
    time, `half_days` attended. 分: `net` after tax, which is approved; `gross` as the month of
    the payment makes it, before that as if nothing else were paid in it. What is paid is what the
    bank was given."""

    __tablename__ = "fee_line"
    __table_args__ = (
        UniqueConstraint("list_id", "expert_id"),
        UniqueConstraint("list_id", "row"),
        CheckConstraint("net >= 0 AND gross >= net", name="adds_up"),
        CheckConstraint("standing IN ('academician', 'senior', 'other')", name="standing_known"),
        CheckConstraint(
            "paid_on IS NULL OR (net > 0 AND given_up = '' AND given_to_bank_at IS NOT NULL)",
            name="paid_once_due",
        ),
    )

    list_id: Mapped[int] = mapped_column(ForeignKey("fee_list.id"))
    row: Mapped[int]
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"), index=True)
    excluded: Mapped[str] = mapped_column(String(12), default="")
    standing: Mapped[str] = mapped_column(String(12))
    files: Mapped[int] = mapped_column(default=0)
    half_days: Mapped[int] = mapped_column(default=0)
    net: Mapped[int] = mapped_column(Money, default=0)
    gross: Mapped[int] = mapped_column(Money, default=0)
    reason: Mapped[str] = mapped_column(String(200), default="")
    given_to_bank_at: Mapped[datetime | None]
    paid_on: Mapped[date | None] = mapped_column(index=True)
    batch_number: Mapped[str] = mapped_column(String(60), default="")
    came_back: Mapped[str] = mapped_column(Text, default="")
    given_up: Mapped[str] = mapped_column(Text, default="")

    fee_list: Mapped[FeeList] = relationship(back_populates="lines")
    expert: Mapped[Expert] = relationship(lazy="joined")

    @property
    def tax(self) -> int:
        """What is withheld."""
        return self.gross - self.net

    @property
    def is_due(self) -> bool:
        return self.net > 0 and not self.given_up

    @property
    def is_unpaid(self) -> bool:
        return self.is_due and self.paid_on is None


class ExpertAccount(Base):
    """An expert's own bank account, encrypted as `app.services.fees.accounts` does; `tail` are the
    last digits of its number, by which everybody but finance knows it."""

    __tablename__ = "expert_account"

    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"), unique=True)
    content: Mapped[str] = mapped_column(Text)
    tail: Mapped[str] = mapped_column(String(4))
    named_at: Mapped[datetime]

    expert: Mapped[Expert] = relationship()
