"""What a recovery does in the books: fixed, paid back, written off (J20). What a unit sends back
finds its entry whatever has become of the recovery meanwhile."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.models import Fund, Organisation
from app.services.history import rows_of
from app.services.money import ledger
from app.services.money.dues import dues, ground_of, in_hand, owed
from app.services.money.funds import GROUNDS, ended_as
from app.services.money.ledger import Account
from app.services.money.reinstating import give_again
from app.services.money.shares import held_by, shares_of, spent_by
from app.services.moves import Move
from workflows.money.books import AccountKind, Purpose
from workflows.phases.fund.common import ARCHIVED, LIVE, OWED


def fix_recovery(session: Session, fund: Fund, move: Move) -> None:
    """Of a revoked project nothing counts as eligible spending any more."""
    fund.ground = ended_as(session, fund.project)
    fund.recoveries += 1
    if fund.ground == "revoked":
        _disallow(session, fund, Account(AccountKind.SPENT, fund.project_id), in_hand(fund), move)
        for share in shares_of(session, fund.project):
            _disallow(session, fund, spent_by(share), held_by(share), move)
    fund.owed = owed(session, fund)


def _disallow(session: Session, fund: Fund, spent: Account, held: Account, move: Move) -> None:
    of_partner = "" if held == in_hand(fund) else f"share-{held.owner_id}-"
    ledger.transfer(
        session,
        Purpose.DISALLOW,
        spent,
        held,
        ledger.balance(session, spent),
        move,
        key=f"disallow-fund-{fund.id}-{of_partner}{move.history.id}",
    )


def refundable(session: Session, fund: Fund, held: Account) -> int:
    """What may be booked as paid back by the unit that has this account: what it owes; of what was
    written off, what comes after all; and once nothing is owed any more, since the team was revived
    or an appeal upheld, what it has, for that may have been sent before. All of it may come after
    the fund was archived, too."""
    if fund.state in OWED:
        return dues(session, fund).get(held, 0)
    if not takes_refunds(session, fund):
        return 0
    is_owed = fund.state not in LIVE and ground_of(session, fund) in GROUNDS
    may_come = dues(session, fund).get(held, 0) if is_owed else ledger.balance(session, held)
    return may_come + ledger.written_off(session, held)


def takes_refunds(session: Session, fund: Fund) -> bool:
    """Money is owed, was written off, or was owed before the project went on or was archived."""
    if fund.state not in (*LIVE, ARCHIVED):
        return fund.state in (*OWED, "written_off")
    return any(row.transition in _BECOMES_OWED for row in rows_of(session, fund))


_BECOMES_OWED = ("await_balance", "await_recovery", "recover")


def announced(session: Session, fund: Fund) -> int:
    """What the lead unit has said it sent back, and is not recorded as received yet; in 分."""
    on_its_way = 0
    for row in rows_of(session, fund):
        if row.transition == "announce_refund":
            on_its_way += int(row.given["amount"])
        elif row.transition == "record_refund":
            on_its_way -= min(int(row.given["amount"]), on_its_way)
    return on_its_way


def book_refund(
    session: Session, fund: Fund, unit: Organisation, held: Account, move: Move, *, key: str
) -> None:
    """What is not owed was written off and is found again, before anything else comes; what an
    appeal has given back to the unit is ordered for it again."""
    amount = int(move.given["amount"])
    if fund.state not in OWED:
        beyond = max(0, amount - dues(session, fund).get(held, 0))
        found = min(beyond, ledger.written_off(session, held))
        lost = Account(AccountKind.LOST, fund.project_id)
        ledger.transfer(session, Purpose.FIND_AGAIN, lost, held, found, move, key=f"found-{key}")
    source = ledger.account_of(fund.source)
    ledger.transfer(session, Purpose.REFUND, held, source, amount, move, key=key)
    if fund.state in LIVE:
        give_again(session, fund, unit, amount, move)


def write_off(session: Session, fund: Fund, move: Move) -> None:
    """What the lead unit and each partner have yet to pay back is lost."""
    lost = Account(AccountKind.LOST, fund.project_id)
    for held, amount in dues(session, fund).items():
        key = f"write-off-{held.kind}-{held.owner_id}-{move.history.id}"
        ledger.transfer(session, Purpose.WRITE_OFF, held, lost, amount, move, key=key)
