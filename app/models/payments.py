"""Payment orders, the batches they travel in, and what the treasury returns."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from app.models.base import Base, Case, Money
from app.models.funds import BankAccount
from app.models.people import Organisation, Person
from app.models.projects import Project

_ALONE = text("state <> 'cancelled' AND basis <> 'appeal'")


class PaymentBatch(Case, Base):
    """Payments that go to the treasury together."""

    __tablename__ = "payment_batch"
    kind = "payment_batch"

    number: Mapped[str] = mapped_column(String(40), unique=True)
    begun_at: Mapped[datetime]

    payments: Mapped[list[Payment]] = relationship(
        back_populates="batch", order_by="Payment.number"
    )

    @property
    def title(self) -> str:
        return self.number


class Payment(Case, Base):
    """One payment to one unit of a project, resting on one basis: `basis` is a key of
    `workflows.money.bases.BASES`, (`basis_kind`, `basis_id`) the case it rests on. Two orders to
    one unit for one basis cannot stand, but for each refund that an appeal gave back; `part` counts
    the parts of the award, 0 is none of them. Money in 分.
    `basis_label_en` is empty where the order was made before there were English words for it."""

    __tablename__ = "payment"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        Index(
            "uq_payment_basis",
            *("project_id", "payee_id", "basis", "basis_kind", "basis_id"),
            unique=True,
            sqlite_where=_ALONE,
            postgresql_where=_ALONE,
        ),
    )
    kind = "payment"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    payee_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    part: Mapped[int]
    basis: Mapped[str] = mapped_column(String(20))
    basis_kind: Mapped[str] = mapped_column(String(40))
    basis_id: Mapped[int]
    basis_label: Mapped[str] = mapped_column(String(200))
    basis_label_en: Mapped[str | None] = mapped_column(String(300))
    amount: Mapped[int] = mapped_column(Money)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("bank_account.id"), index=True)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("payment_batch.id"), index=True)
    paid_on: Mapped[date | None]
    reference: Mapped[str] = mapped_column(String(200), default="")
    received_on: Mapped[date | None]

    project: Mapped[Project] = relationship()
    payee: Mapped[Organisation] = relationship()
    account: Mapped[BankAccount | None] = relationship()
    batch: Mapped[PaymentBatch | None] = relationship(back_populates="payments")

    @validates("number")
    def in_capitals(self, _key: str, number: str) -> str:
        """Whoever writes it in small letters means the same payment."""
        return number.upper()

    @property
    def is_paid_again(self) -> bool:
        """What was refunded and an appeal gave back (J19): no part of the award of its own."""
        return self.basis == "appeal"


class TreasuryReturn(Base):
    """A file the treasury sent back for a batch; the same file is read once. `size` in bytes; of
    those read before files were kept there is none, and no file.
    """

    __tablename__ = "treasury_return"
    __table_args__ = (Index("uq_treasury_return_file", "batch_id", "sha256", unique=True),)

    batch_id: Mapped[int] = mapped_column(ForeignKey("payment_batch.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int | None]
    read_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    read_at: Mapped[datetime]

    batch: Mapped[PaymentBatch] = relationship()
    read_by: Mapped[Person] = relationship()
    lines: Mapped[list[ReturnLine]] = relationship(order_by="ReturnLine.row")

    @property
    def media_type(self) -> str:
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ReturnLine(Base):
    """One row of such a file as it was read, and what became of it; no row is dropped."""

    __tablename__ = "return_line"
    __table_args__ = (
        CheckConstraint(
            "verdict IN ('paid', 'failed', 'unknown', 'duplicate', 'unreadable', 'mismatch')",
            name="verdict_known",
        ),
    )

    return_id: Mapped[int] = mapped_column(ForeignKey("treasury_return.id"), index=True)
    row: Mapped[int]
    payment_id: Mapped[int | None] = mapped_column(ForeignKey("payment.id"), index=True)
    number: Mapped[str] = mapped_column(String(200), default="")
    written: Mapped[list[str]]
    verdict: Mapped[str] = mapped_column(String(12))
    remark_zh: Mapped[str] = mapped_column(Text, default="")
    remark_en: Mapped[str] = mapped_column(Text, default="")
