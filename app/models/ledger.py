"""The books: accounts, transactions that sum to zero, and their entries, in integer 分.

Append-only: a row is never changed or removed; `app.services.money.ledger` is the only writer.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Money
from app.models.trust import History


class LedgerAccount(Base):
    """Named by its kind (`workflows.money.books.AccountKind`) and whose it is: the id of a call,
    race or project, or a year of the treasury."""

    __tablename__ = "ledger_account"
    __table_args__ = (UniqueConstraint("kind", "owner_id"),)

    kind: Mapped[str] = mapped_column(String(20))
    owner_id: Mapped[int] = mapped_column(index=True)


class LedgerTransaction(Base):
    """One flow of money and the move that caused it. `key` makes it the only one of its cause;
    `mac` seals purpose and entries together with the history row."""

    __tablename__ = "ledger_transaction"

    key: Mapped[str] = mapped_column(String(120), unique=True)
    purpose: Mapped[str] = mapped_column(String(20), index=True)
    history_id: Mapped[int] = mapped_column(ForeignKey("history.id"), index=True)
    mac: Mapped[str] = mapped_column(String(64))

    history: Mapped[History] = relationship()
    entries: Mapped[list[LedgerEntry]] = relationship(
        back_populates="transaction", order_by="LedgerEntry.id"
    )


class LedgerEntry(Base):
    """What one account gains (above zero) or gives (below) in a transaction."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        UniqueConstraint("transaction_id", "account_id"),
        CheckConstraint("amount <> 0", name="amount_not_zero"),
    )

    transaction_id: Mapped[int] = mapped_column(ForeignKey("ledger_transaction.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("ledger_account.id"), index=True)
    amount: Mapped[int] = mapped_column(Money)

    transaction: Mapped[LedgerTransaction] = relationship(back_populates="entries")
    account: Mapped[LedgerAccount] = relationship()
