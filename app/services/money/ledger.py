"""The only writer of the books (I3): transactions that sum to zero, each caused by one move."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, SQLColumnExpression, func, select
from sqlalchemy.orm import Session, aliased

from app.audit.chain import START, link
from app.models import LedgerAccount, LedgerEntry, LedgerTransaction
from app.services.moves import CascadeRefused, Move
from workflows.engine.decide import Refusal, Refusals
from workflows.engine.money import amount_text
from workflows.engine.text import Text
from workflows.hands import FINANCE
from workflows.money.books import ACCOUNT_LABELS, MAY_BE_NEGATIVE, AccountKind, Purpose, may_flow


@dataclass(frozen=True, slots=True)
class Account:
    """`owner_id` is the id of the call, race or project the kind belongs to, or a year."""

    kind: AccountKind
    owner_id: int


class OutOfMoney(CascadeRefused):
    """An account that is never negative would become so; the move is refused and says which."""

    def __init__(self, account: Account, lacking: int) -> None:
        reason = _LACKING.format(account=ACCOUNT_LABELS[account.kind], lacking=amount_text(lacking))
        super().__init__(Refusals((Refusal("out_of_money", reason, FINANCE),)))


def transfer(
    session: Session,
    purpose: Purpose,
    source: Account,
    target: Account,
    amount: int,
    move: Move,
    *,
    key: str,
) -> None:
    """`amount` from one account to another; nothing is posted for nothing."""
    if amount:
        post(session, purpose, {source: -amount, target: amount}, move, key=key)


def post(
    session: Session, purpose: Purpose, entries: Mapping[Account, int], move: Move, *, key: str
) -> LedgerTransaction:
    """The same `key` is posted once, whoever comes again.

    Raises OutOfMoney: an account would go below zero. ValueError: the entries do not sum to zero
    or money may not flow so (a fault of the caller).
    """
    made = session.scalars(select(LedgerTransaction).where(LedgerTransaction.key == key)).first()
    if made is not None:
        return made
    _must_balance(purpose, entries)
    for account, amount in entries.items():
        short = balance(session, account) + amount
        if amount < 0 and short < 0 and account.kind not in MAY_BE_NEGATIVE:
            raise OutOfMoney(account, -short)
    transaction = LedgerTransaction(key=key, purpose=purpose.value, history_id=move.history.id)
    transaction.entries = [
        LedgerEntry(account=row_of(session, account), amount=amount)
        for account, amount in entries.items()
    ]
    transaction.mac = seal(
        session.info["audit_key"], transaction, move.history.mac, _last_mac(session)
    )
    session.add(transaction)
    session.flush()
    return transaction


def seal(key: bytes, transaction: LedgerTransaction, history_mac: str, previous_mac: str) -> str:
    """Covers the purpose and every entry, and hangs on the history row that caused them and on
    the transaction before: none can be altered, removed or put between."""
    record = {
        "previous": previous_mac,
        "key": transaction.key,
        "purpose": transaction.purpose,
        "history_id": transaction.history_id,
        "entries": sorted(
            [e.account.kind, str(e.account.owner_id), str(e.amount)] for e in transaction.entries
        ),
    }
    return link(key, history_mac, record)


def _last_mac(session: Session) -> str:
    newest = select(func.max(LedgerTransaction.id)).scalar_subquery()
    found = select(LedgerTransaction.mac).where(LedgerTransaction.id == newest)
    return session.scalar(found) or START


def balance(session: Session, account: Account) -> int:
    """In 分, from the entries."""
    total = session.scalar(
        select(func.sum(LedgerEntry.amount))
        .join(LedgerAccount)
        .where(LedgerAccount.kind == account.kind.value, LedgerAccount.owner_id == account.owner_id)
    )
    return int(total or 0)


def balances(
    session: Session, kinds: Sequence[AccountKind], owners: Sequence[int]
) -> dict[tuple[AccountKind, int], int]:
    """In 分, by kind and owner; what has no entry is left out."""
    rows = session.execute(
        select(LedgerAccount.kind, LedgerAccount.owner_id, func.sum(LedgerEntry.amount))
        .join(LedgerEntry, LedgerEntry.account_id == LedgerAccount.id)
        .where(LedgerAccount.kind.in_([k.value for k in kinds]), LedgerAccount.owner_id.in_(owners))
        .group_by(LedgerAccount.kind, LedgerAccount.owner_id)
    )
    return {(AccountKind(kind), owner): int(total) for kind, owner, total in rows}


def moved(session: Session, account: Account, which: ColumnElement[bool]) -> int:
    """What such transactions put on an account, in 分."""
    total = session.scalar(
        select(func.sum(LedgerEntry.amount))
        .join(LedgerAccount)
        .join(LedgerTransaction)
        .where(
            LedgerAccount.kind == account.kind.value,
            LedgerAccount.owner_id == account.owner_id,
            which,
        )
    )
    return int(total or 0)


def written_off(session: Session, held: Account) -> int:
    """What was written off of what a unit has, and neither came nor was given back since."""
    purposes = (Purpose.WRITE_OFF.value, Purpose.FIND_AGAIN.value)
    return -moved(session, held, LedgerTransaction.purpose.in_(purposes))


def newest_on(
    kinds: Sequence[AccountKind],
    owner: SQLColumnExpression[int],
    which: Callable[[type[LedgerTransaction]], ColumnElement[bool]],
    *correlated: Any,
) -> ScalarSelect[int]:
    """In a statement that names the `owner`: the id of the newest transaction of a sort on an
    account of these kinds; `correlated` are the tables of that statement it is read with."""
    account, entry = aliased(LedgerAccount), aliased(LedgerEntry)
    transaction = aliased(LedgerTransaction)
    return (
        select(func.max(transaction.id))
        .join(entry, entry.transaction_id == transaction.id)
        .join(account, account.id == entry.account_id)
        .where(
            which(transaction),
            account.kind.in_([kind.value for kind in kinds]),
            account.owner_id == owner,
        )
        .correlate(*correlated)
        .scalar_subquery()
    )


def row_of(session: Session, account: Account) -> LedgerAccount:
    """The row of an account, opened when it is first needed."""
    found = session.scalars(
        select(LedgerAccount).where(
            LedgerAccount.kind == account.kind.value, LedgerAccount.owner_id == account.owner_id
        )
    ).first()
    if found is None:
        found = LedgerAccount(kind=account.kind.value, owner_id=account.owner_id)
        session.add(found)
        session.flush()
    return found


def account_of(row: LedgerAccount) -> Account:
    return Account(AccountKind(row.kind), row.owner_id)


def _must_balance(purpose: Purpose, entries: Mapping[Account, int]) -> None:
    if sum(entries.values()) != 0 or not entries or 0 in entries.values():
        raise ValueError(f"{purpose} does not balance: {dict(entries)}")
    stray = [a.kind for a, amount in entries.items() if not may_flow(purpose, a.kind, amount)]
    if stray:
        raise ValueError(f"{purpose} does not move money so: {stray}")


_LACKING = Text(
    "“{account}”余额不足，尚缺 {lacking}。", "The balance of “{account}” is {lacking} short."
)
