"""`flask money check`: whatever is altered behind the back of the house is named."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from app.models import BankAccount, LedgerAccount, LedgerEntry, LedgerTransaction, Payment
from app.services.money import ledger
from app.services.money.ledger import Account
from app.services.money.verifying import verify
from app.services.moves import Move
from tests.factories import organisation
from tests.services.money import AWARD, Funded, funded, received, signed
from tests.services.stage import Stage
from workflows.money.books import AccountKind, Purpose
from workflows.roles import Role

pytestmark = pytest.mark.each_database

SPENDING = {"heading": "operation", "amount": "33333", "spent_until": "2026-03-01"}

Tampering = Callable[[Session, Funded], str]
"""Alters rows behind the back of the house; returns what is named as broken."""


def of_purpose(session: Session, purpose: str) -> LedgerTransaction:
    found = select(LedgerTransaction).where(LedgerTransaction.purpose == purpose)
    return session.scalars(found.order_by(LedgerTransaction.id)).one()


def alter(session: Session, entry: LedgerEntry, **values: object) -> None:
    session.execute(update(LedgerEntry).where(LedgerEntry.id == entry.id).values(**values))


def entry_moved_to_another_account(session: Session, _of: Funded) -> str:
    paid = of_purpose(session, "pay")
    other = LedgerAccount(kind="spent", owner_id=99)
    session.add(other)
    session.flush()
    alter(session, paid.entries[-1], account_id=other.id)
    return paid.key


def entry_altered_out_of_balance(session: Session, _of: Funded) -> str:
    committed = of_purpose(session, "commit")
    alter(session, committed.entries[-1], amount=5)
    return committed.key


def both_entries_altered(session: Session, _of: Funded) -> str:
    ordered = of_purpose(session, "order")
    for entry in ordered.entries:
        alter(session, entry, amount=entry.amount // 2)
    return ordered.key


def entry_removed(session: Session, _of: Funded) -> str:
    paid = of_purpose(session, "pay")
    session.execute(delete(LedgerEntry).where(LedgerEntry.id == paid.entries[0].id))
    return paid.key


def remove(session: Session, transaction: LedgerTransaction) -> None:
    of_it = LedgerEntry.transaction_id == transaction.id
    session.execute(delete(LedgerEntry).where(of_it))
    session.execute(delete(LedgerTransaction).where(LedgerTransaction.id == transaction.id))


def transaction_removed(session: Session, _of: Funded) -> str:
    remove(session, of_purpose(session, "commit"))
    return of_purpose(session, "order").key


def last_transaction_removed(session: Session, _of: Funded) -> str:
    spent = of_purpose(session, "spend")
    remove(session, spent)
    return spent.key


def purpose_changed(session: Session, _of: Funded) -> str:
    paid = of_purpose(session, "pay")
    as_spent = update(LedgerTransaction).where(LedgerTransaction.id == paid.id)
    session.execute(as_spent.values(purpose="spend"))
    return paid.key


def payment_raised(session: Session, of: Funded) -> str:
    return payment_altered(session, of, amount=Payment.amount + 1)


def payment_called_unpaid(session: Session, of: Funded) -> str:
    return payment_altered(session, of, state="batched")


def basis_not_in_force(session: Session, of: Funded) -> str:
    """The contract of a project that was never signed."""
    return payment_altered(session, of, basis_id=of.project.id + 1)


def account_of_another_unit(session: Session, of: Funded) -> str:
    other = organisation(session)
    session.execute(update(BankAccount).values(organisation_id=other.id))
    return payment_altered(session, of)


def payment_altered(session: Session, of: Funded, **values: object) -> str:
    if values:
        session.execute(update(Payment).values(**values))
    found = select(Payment.number).where(Payment.project_id == of.project.id)
    return session.scalars(found).one()


def milestone_ordered_twice(session: Session, of: Funded) -> str:
    """Not even the database lets a second order stand; without its index the books still tell."""
    first = session.scalars(select(Payment).where(Payment.project_id == of.project.id)).one()
    session.execute(text("DROP INDEX uq_payment_basis"))
    move = Move(
        of_purpose(session, "pay").history, Role.SYSTEM_CLOCK, None, first.state_entered_at, {}
    )
    second = Payment(
        number="ZF2026-99999",
        part=2,
        amount=1,
        state="ordered",
        state_entered_at=first.state_entered_at,
        workflow_version=1,
        basis_label="",
        **{
            k: getattr(first, k)
            for k in ("project_id", "payee_id", "basis", "basis_kind", "basis_id")
        },
    )
    session.add(second)
    session.flush()
    committed, ordered = (
        Account(k, of.project.id) for k in (AccountKind.COMMITTED, AccountKind.ORDERED)
    )
    key = f"order-payment-{second.id}"
    ledger.transfer(session, Purpose.ORDER, committed, ordered, 1, move, key=key)
    return second.number


def refund_larger_than_paid(session: Session, of: Funded) -> str:
    """Posted past the writer of the books, with a seal as good as any."""
    move = of_purpose(session, "spend").history
    hand = ledger.row_of(session, Account(AccountKind.IN_HAND, of.project.id))
    entries = {hand.id: -AWARD, of.fund.source_id: AWARD}
    forged = LedgerTransaction(key="refund-forged", purpose="refund", history_id=move.id, mac="")
    forged.entries = [LedgerEntry(account_id=a, amount=n) for a, n in entries.items()]
    before = of_purpose(session, "spend").mac
    session.add(forged)
    with session.no_autoflush:
        for entry, row in zip(forged.entries, (hand, of.fund.source), strict=True):
            entry.account = row
        forged.mac = ledger.seal(session.info["audit_key"], forged, move.mac, before)
    session.flush()
    return forged.key


@pytest.mark.parametrize(
    "tamper",
    [
        *(entry_moved_to_another_account, entry_altered_out_of_balance, both_entries_altered),
        *(entry_removed, transaction_removed, last_transaction_removed, purpose_changed),
        *(payment_raised, payment_called_unpaid, basis_not_in_force, account_of_another_unit),
        *(milestone_ordered_twice, refund_larger_than_paid),
    ],
    ids=lambda tamper: tamper.__name__,
)
def test_the_first_row_tampered_with_is_named(stage: Stage, tamper: Tampering) -> None:
    of = funded(stage)
    received(stage, of, signed(stage, of))
    stage.moved(of.fund, "report_spending", of.treasurer, **SPENDING)
    stage.session.expire_all()
    assert verify(stage.session) is None
    named = tamper(stage.session, of)
    stage.session.expire_all()
    found = verify(stage.session)
    assert found is not None
    assert found.where == named
