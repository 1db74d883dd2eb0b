"""Proves the books from their rows: `flask money check` (I3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, selectinload

from app.audit.chain import START
from app.models import History, LedgerAccount, LedgerEntry, LedgerTransaction, Payment, Share
from app.services.eligibility.mergers import together
from app.services.money.ledger import Account, account_of, seal
from workflows.engine.text import Text
from workflows.money.bases import BASES
from workflows.money.books import MAY_BE_NEGATIVE, OF_SHARE, Purpose, may_flow
from workflows.phases.arriving import PAID


@dataclass(frozen=True, slots=True)
class Broken:
    """The first thing in the books that does not hold; `where` names the row."""

    where: str
    reason: Text


@dataclass
class _Books:
    """What reading the transactions in order has found so far."""

    mac: str = START
    balances: dict[Account, int] = field(default_factory=dict)
    amounts: dict[str, int] = field(default_factory=dict)
    moves: dict[str, int] = field(default_factory=dict)
    """By the key of a transaction: its amount, and the history row of the move that caused it."""


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
        books.mac = transaction.mac
        books.amounts[transaction.key] = sum(e.amount for e in transaction.entries if e.amount > 0)
        books.moves[transaction.key] = transaction.history_id
    yield from _not_booked(session, books)
    refunded = _refunded(session)
    payments = session.scalars(
        select(Payment).order_by(Payment.id).execution_options(populate_existing=True)
    ).all()
    seen: set[tuple[int, str, str, int]] = set()
    again: dict[int, int] = defaultdict(int)
    for payment in payments:
        for reason in _of_payment(session, payment, books):
            yield Broken(payment.number, reason)
        if payment.is_paid_again and payment.state != "cancelled":
            again[payment.project_id] += payment.amount
            if again[payment.project_id] > refunded.get(payment.project_id, 0):
                yield Broken(payment.number, _PAID_TWICE)
        elif payment.state != "cancelled":
            basis = (payment.payee_id, payment.basis, payment.basis_kind, payment.basis_id)
            if basis in seen:
                yield Broken(payment.number, _ORDERED_TWICE)
            seen.add(basis)
    yield from _strays(payments, books)


def _of_transaction(
    session: Session, transaction: LedgerTransaction, books: _Books
) -> Iterator[Text]:
    if not transaction.entries or sum(e.amount for e in transaction.entries) != 0:
        yield _DOES_NOT_BALANCE
    keys, cause = session.info["settings"].audit_keys, transaction.history.mac
    if transaction.mac not in (seal(k.encode(), transaction, cause, books.mac) for k in keys):
        yield _SEAL_BROKEN
    for entry in transaction.entries:
        account = account_of(entry.account)
        if not may_flow(Purpose(transaction.purpose), account.kind, entry.amount):
            yield _FLOWS_WRONG
        books.balances[account] = books.balances.get(account, 0) + entry.amount
        if books.balances[account] < 0 and account.kind not in MAY_BE_NEGATIVE:
            yield _TOO_MUCH_BACK if transaction.purpose == Purpose.REFUND else _BELOW_ZERO


def _refunded(session: Session) -> dict[int, int]:
    """What all units of a project have paid back, by its id."""
    project = case(
        (LedgerAccount.kind.in_(OF_SHARE), Share.project_id), else_=LedgerAccount.owner_id
    )
    rows = session.execute(
        select(project, -func.sum(LedgerEntry.amount))
        .join(LedgerAccount, LedgerEntry.account_id == LedgerAccount.id)
        .join(LedgerTransaction, LedgerEntry.transaction_id == LedgerTransaction.id)
        .outerjoin(Share, LedgerAccount.kind.in_(OF_SHARE) & (Share.id == LedgerAccount.owner_id))
        .where(LedgerTransaction.purpose == Purpose.REFUND.value, LedgerEntry.amount < 0)
        .group_by(project)
    )
    return {number: int(total) for number, total in rows}


def _of_payment(session: Session, payment: Payment, books: _Books) -> Iterator[Text]:
    if books.amounts.get(f"order-payment-{payment.id}") != payment.amount:
        yield _NO_ORDER
    is_paid = payment.state in PAID
    if _net_paid(payment, books) != (payment.amount if is_paid else 0):
        yield _NOT_AS_PAID
    is_cancelled = payment.state == "cancelled"
    expected = payment.amount if is_cancelled else None
    if books.amounts.get(f"cancel-payment-{payment.id}") != expected:
        yield _NOT_AS_CANCELLED
    if not _rested(session, payment, books):
        yield _NO_BASIS
    account = payment.account
    if account is not None and together(account.organisation) != together(payment.payee):
        yield _NOT_THE_UNITS


def _net_paid(payment: Payment, books: _Books) -> int:
    """Paid, and not sent back by the bank; only what was paid whole is sent back whole."""
    paid, back = (
        books.amounts.get(f"{verb}-payment-{payment.id}", 0) for verb in ("pay", "send-back")
    )
    return paid - back


def _rested(session: Session, payment: Payment, books: _Books) -> bool:
    """Its basis had come into force, by a move on record, when the order was booked. What became
    of the basis later (a revocation) does not unmake the order."""
    basis = BASES.get(payment.basis)
    if basis is None or basis.kind != payment.basis_kind:
        return False
    in_force = select(History.id).where(
        History.case_kind == payment.basis_kind,
        History.case_id == payment.basis_id,
        History.target.in_(basis.effective),
        History.id <= books.moves.get(f"order-payment-{payment.id}", 0),
    )
    return session.scalar(in_force.limit(1)) is not None


_BOOKED = {"report_spending": "spend", "disallow_spending": "disallow", "record_refund": "refund"}


def _not_booked(session: Session, books: _Books) -> Iterator[Broken]:
    """What the history says was spent, disallowed or refunded stands in the books."""
    moves = select(History).where(History.case_kind == "fund", History.transition.in_(_BOOKED))
    for row in session.scalars(moves.order_by(History.id)):
        key = f"{_BOOKED[row.transition]}-{row.id}"
        if books.amounts.get(key, 0) != int(row.given["amount"]):
            yield Broken(key, _NOT_BOOKED)


_VERBS = ("order", "pay", "send-back", "cancel")


def _strays(payments: Sequence[Payment], books: _Books) -> Iterator[Broken]:
    """Money ordered or paid for a payment that does not exist."""
    known = {f"{verb}-payment-{p.id}" for p in payments for verb in _VERBS}
    for key in books.amounts:
        if "-payment-" in key and key not in known:
            yield Broken(key, _NO_PAYMENT)


_DOES_NOT_BALANCE = Text("分录合计不为零", "the entries do not add up to zero")
_SEAL_BROKEN = Text(
    "分录或用途被改动过，或其前一笔被删除",
    "an entry or purpose was altered, or the one before it deleted",
)
_FLOWS_WRONG = Text("资金流向不在规定之内", "funds moved in a way the rules do not allow")
_BELOW_ZERO = Text("账户余额为负", "an account balance is negative")
_TOO_MUCH_BACK = Text("退款大于已拨付", "more was paid back than was paid")
_NOT_BOOKED = Text("流转记录有而台账无", "in the history but not in the ledger")
_NO_ORDER = Text(
    "拨付单与下单分录不符", "the payment order does not match the entries made when it was issued"
)
_NOT_AS_PAID = Text("拨付与分录不符", "the payment does not match the entries")
_NOT_AS_CANCELLED = Text("撤销与分录不符", "the cancellation does not match the entries")
_NO_BASIS = Text("拨付单没有生效的依据", "the payment order has no basis in force")
_ORDERED_TWICE = Text("同一依据下了两张拨付单", "two payment orders were issued on the same basis")
_PAID_TWICE = Text("重新拨付大于已退回", "more was paid again than was paid back")
_NOT_THE_UNITS = Text(
    "收款账户不是项目单位的", "the receiving account does not belong to a unit of the project"
)
_NO_PAYMENT = Text("分录没有对应的拨付单", "the entry has no payment order")
