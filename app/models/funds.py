"""The fund of a project, what its unit spent and brought itself, and the accounts of units."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Case, Money
from app.models.ledger import LedgerAccount
from app.models.people import Organisation, Person
from app.models.projects import Project


class Fund(Case, Base):
    """The fund region of one project. `source` is the account its commitment came from and its
    refunds go back to; `owed` is what the notice of refund asks for, `audited_cost` the cost an
    auditor found eligible, in 分; `recoveries` counts how often one was begun."""

    __tablename__ = "fund"
    __table_args__ = (CheckConstraint("owed >= 0", name="owed_not_negative"),)
    kind = "fund"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), unique=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("ledger_account.id"))
    freeze_class: Mapped[str] = mapped_column(String(20), default="")
    ground: Mapped[str] = mapped_column(String(20), default="")
    owed: Mapped[int] = mapped_column(Money, default=0)
    recoveries: Mapped[int] = mapped_column(default=0)
    pledged_at: Mapped[datetime | None]
    accounts_published_on: Mapped[date | None]
    settled_at: Mapped[datetime | None]
    audited_cost: Mapped[int | None] = mapped_column(Money)
    auditor: Mapped[str] = mapped_column(String(200), default="")
    audit_report: Mapped[str] = mapped_column(String(200), default="")

    project: Mapped[Project] = relationship()
    source: Mapped[LedgerAccount] = relationship()

    @property
    def occasion(self) -> int:
        return max(1, self.recoveries)


class Expenditure(Base):
    """Public money accounted for under one heading; what was disallowed stands below zero.
    `share_id` names the partner that spent it; without one it was the lead unit."""

    __tablename__ = "expenditure"
    __table_args__ = (CheckConstraint("amount <> 0", name="amount_not_zero"),)

    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"), index=True)
    history_id: Mapped[int] = mapped_column(ForeignKey("history.id"), unique=True)
    share_id: Mapped[int | None] = mapped_column(ForeignKey("share.id"), index=True)
    heading: Mapped[str] = mapped_column(String(20))
    amount: Mapped[int] = mapped_column(Money)
    spent_until: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(2000), default="")


class MatchingFund(Base):
    """Own or co-funded money with its evidence, of the unit that brought it. The unit's own counts
    once its finance has filed it; what the demand side pays, when that side has confirmed it. What
    was filed wrongly stays, and a counter-entry of the same sum below zero names it in
    `corrects_id` and says why in `reason`; so every sum of the rows is right."""

    __tablename__ = "matching_fund"
    __table_args__ = (
        CheckConstraint(
            "(corrects_id IS NULL AND amount > 0) OR (corrects_id IS NOT NULL AND amount < 0)",
            name="only_a_correction_below_zero",
        ),
        CheckConstraint("source IN ('own', 'demander')", name="source_known"),
        CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name="confirmed_by_somebody"
        ),
    )

    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    source: Mapped[str] = mapped_column(String(10))
    amount: Mapped[int] = mapped_column(Money)
    arrived_on: Mapped[date]
    evidence_name: Mapped[str] = mapped_column(String(200))
    evidence_type: Mapped[str] = mapped_column(String(100))
    evidence_sha256: Mapped[str] = mapped_column(String(64))
    filed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    filed_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("matching_fund.id"), unique=True)
    reason: Mapped[str | None] = mapped_column(String(2000))

    fund: Mapped[Fund] = relationship()
    unit: Mapped[Organisation] = relationship()


class BankAccount(Base):
    """A unit's own account, held under the unit's name; paid to only after the office's finance
    has verified it and while it is not retired."""

    __tablename__ = "bank_account"
    __table_args__ = (
        CheckConstraint(
            "(verified_at IS NULL) = (verified_by_id IS NULL)", name="verified_by_somebody"
        ),
        CheckConstraint(
            "verified_by_id IS NULL OR verified_by_id <> added_by_id", name="verified_by_another"
        ),
    )

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    holder: Mapped[str] = mapped_column(String(200))
    bank: Mapped[str] = mapped_column(String(200))
    number: Mapped[str] = mapped_column(String(40), unique=True)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    verified_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()
    added_by: Mapped[Person] = relationship(foreign_keys=[added_by_id])
