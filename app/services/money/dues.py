"""What the units of a project have yet to pay back: the one rule by which it is shown, lettered,
booked and written off (J20)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.asked import once
from app.models import Fund, History, LedgerAccount, LedgerEntry, LedgerTransaction, Share
from app.services.money.funds import GROUNDS, ended_as, fund_of
from app.services.money.ledger import Account
from app.services.money.positions import position
from app.services.money.shares import held_by, shares_of, standings_of
from workflows.money.books import AccountKind


def dues(session: Session, fund: Fund) -> Mapping[Account, int]:
    """By the account on which a unit has its money, the lead unit's first, in 分: everything paid
    of a revoked project, of another one that ended badly what was not spent for it, and of a
    balance that was left to its units what was disallowed since.
    """
    ground = ground_of(session, fund)
    if ground not in GROUNDS:
        return {}
    if balance_was_left(session, fund):
        return _disallowed_since(session, fund)
    stands, each = position(session, fund.project), standings_of(session, fund.project)
    counts = ground == "revoked"
    return {in_hand(fund): stands.in_hand + stands.spent * counts} | {
        held_by(share): each[share.id].held + each[share.id].spent * counts
        for share in shares_of(session, fund.project)
    }


def owed(session: Session, fund: Fund) -> int:
    """By all units together."""
    return sum(dues(session, fund).values())


def owed_by_lead(session: Session, fund: Fund) -> int:
    return dues(session, fund).get(in_hand(fund), 0)


def owed_by_share(session: Session, share: Share) -> int:
    fund = fund_of(session, share.project)
    return dues(session, fund).get(held_by(share), 0) if fund is not None else 0


def in_hand(fund: Fund) -> Account:
    """What the lead unit has."""
    return Account(AccountKind.IN_HAND, fund.project_id)


def ground_of(session: Session, fund: Fund) -> str:
    """How the project ended by which money comes back, or did when the recovery began."""
    ended = ended_as(session, fund.project)
    return ended if ended in GROUNDS else fund.ground


def balance_was_left(session: Session, fund: Fund) -> bool:
    """A concluded project (结题) could once be settled with money in hand, which stays its
    units'. What of it they spend for something else than the project is not theirs: disallowed
    after the settlement, it is owed as any spending is."""
    return fund.settled_at is not None and ground_of(session, fund) == "concluded"


def _disallowed_since(session: Session, fund: Fund) -> Mapping[Account, int]:
    """What of the spending of each unit was disallowed since the fund was settled, less what it
    paid back or accounted for afterwards; what it spent before of the balance that was left to it
    is no part of that."""
    return once(session, ("disallowed_since", fund.id), lambda: _read_since(session, fund))


def _read_since(session: Session, fund: Fund) -> Mapping[Account, int]:
    shares = select(Share.id).where(Share.project_id == fund.project_id)
    of_lead = (LedgerAccount.kind == AccountKind.IN_HAND.value) & (
        LedgerAccount.owner_id == fund.project_id
    )
    of_partner = (
        LedgerAccount.kind == AccountKind.PARTNER_HELD.value
    ) & LedgerAccount.owner_id.in_(shares)
    rows = session.execute(
        select(LedgerAccount.kind, LedgerAccount.owner_id, LedgerEntry.amount)
        .join(LedgerEntry, LedgerEntry.account_id == LedgerAccount.id)
        .join(LedgerTransaction, LedgerEntry.transaction_id == LedgerTransaction.id)
        .join(History, History.id == LedgerTransaction.history_id)
        .where(of_lead | of_partner, History.at > fund.settled_at)
        .order_by(LedgerTransaction.id)
    )
    since: dict[Account, int] = defaultdict(int, {in_hand(fund): 0})
    for kind, owner, amount in rows:
        account = Account(AccountKind(kind), owner)
        since[account] = max(0, since[account] + amount)
    return dict(since)
