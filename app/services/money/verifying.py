"""Proves the books from their rows: `flask ledger verify` (I3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.models import LedgerEntry, LedgerTransaction, Payment
from app.services.cases import load_case
from app.services.money.ledger import Account, account_of, seal
from workflows.engine.text import Text
from workflows.money.bases import BASES
from workflows.money.books import MAY_BE_NEGATIVE, Purpose, may_flow

_PAID = ("paid", "received")


@dataclass(frozen=True, slots=True)
class Broken:
    """The first thing in the books that does not hold; `where` names the row."""

    where: str
    reason: Text


@dataclass
class _Books:
    """What reading the transactions in order has found so far."""

    balances: dict[Account, int] = field(default_factory=dict)
    amounts: dict[str, int] = field(default_factory=dict)


def verify(session: Session) -> Broken | None:
    """The first broken transaction or payment, or None."""
    books = _Books()
    return next(_faults(session, books), None)


def _faults(session: Session, books: _Books) -> Iterator[Broken]:
    for transaction in session.scalars(
        select(LedgerTransaction)
        .options(
            selectinload(LedgerTransaction.entries).joinedload(LedgerEntry.account),
            selectinload(LedgerTransaction.history),
        )
        .order_by(LedgerTransaction.id)
        .execution_options(populate_existing=True)
    ):
        for reason in _of_transaction(session, transaction, books):
            yield Broken(transaction.key, reason)
        books.amounts[transaction.key] = sum(e.amount for e in transaction.entries if e.amount > 0)
    payments = session.scalars(
        select(Payment).order_by(Payment.id).execution_options(populate_existing=True)
    ).all()
    for payment in payments:
        for reason in _of_payment(session, payment, books):
            yield Broken(payment.number, reason)
    yield from _strays(payments, books)


def _of_transaction(
    session: Session, transaction: LedgerTransaction, books: _Books
) -> Iterator[Text]:
    if not transaction.entries or sum(e.amount for e in transaction.entries) != 0:
        yield _DOES_NOT_BALANCE
    keys = session.info["settings"].audit_keys
    if transaction.mac not in (
        seal(k.encode(), transaction, transaction.history.mac) for k in keys
    ):
        yield _SEAL_BROKEN
    for entry in transaction.entries:
        account = account_of(entry.account)
        if not may_flow(Purpose(transaction.purpose), account.kind, entry.amount):
            yield _FLOWS_WRONG
        books.balances[account] = books.balances.get(account, 0) + entry.amount
        if books.balances[account] < 0 and account.kind not in MAY_BE_NEGATIVE:
            yield _BELOW_ZERO


def _of_payment(session: Session, payment: Payment, books: _Books) -> Iterator[Text]:
    if books.amounts.get(f"order-payment-{payment.id}") != payment.amount:
        yield _NO_ORDER
    is_paid = payment.state in _PAID
    if books.amounts.get(f"pay-payment-{payment.id}") != (payment.amount if is_paid else None):
        yield _NOT_AS_PAID
    is_cancelled = payment.state == "cancelled"
    expected = payment.amount if is_cancelled else None
    if books.amounts.get(f"cancel-payment-{payment.id}") != expected:
        yield _NOT_AS_CANCELLED
    fits = payment.basis in BASES and BASES[payment.basis].kind == payment.basis_kind
    if not fits or load_case(session, payment.basis_kind, payment.basis_id) is None:
        yield _NO_BASIS


def _strays(payments: Sequence[Payment], books: _Books) -> Iterator[Broken]:
    """Money ordered or paid for a payment that does not exist."""
    known = {f"{verb}-payment-{p.id}" for p in payments for verb in ("order", "pay", "cancel")}
    for key in books.amounts:
        if "-payment-" in key and key not in known:
            yield Broken(key, _NO_PAYMENT)


_DOES_NOT_BALANCE = Text("分录合计不为零", "the entries do not sum to zero")
_SEAL_BROKEN = Text("分录或用途被改动过", "an entry or the purpose was altered")
_FLOWS_WRONG = Text("资金流向不在规定之内", "money does not flow this way")
_BELOW_ZERO = Text("账户余额为负", "an account falls below zero")
_NO_ORDER = Text("拨付单与下单分录不符", "the order is not in the books as it stands")
_NOT_AS_PAID = Text("拨付与分录不符", "paid is not what the books say")
_NOT_AS_CANCELLED = Text("撤销与分录不符", "cancelled is not what the books say")
_NO_BASIS = Text("拨付单没有依据", "the order rests on nothing")
_NO_PAYMENT = Text("分录没有对应的拨付单", "there is no such payment")
