"""The fund of a project: opened with its commitment, released, recovered (§2.1b, J20)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload

from app.asked import Listed, once
from app.models import (
    Call,
    Fund,
    History,
    LedgerAccount,
    LedgerEntry,
    LedgerTransaction,
    MatchingFund,
    Payment,
    Project,
    Share,
)
from app.services.money import ledger
from app.services.money.ledger import Account
from app.services.money.positions import RECOMMITTED, position
from app.services.money.shares import held_by, open_shares, shares_of, spent_by
from app.services.moves import Move, begin
from workflows.money.books import AccountKind, Purpose
from workflows.roles import Role

ENDED = frozenset({"passed", "concluded", "failed", "terminated", "revoked", "lapsed"})
"""States of a project after which its fund is settled."""

GROUNDS = frozenset({"concluded", "failed", "terminated", "revoked"})
"""States after which money comes back: everything when revoked, else what was not spent."""


def book_budget(session: Session, call: Call, move: Move) -> None:
    """The budget of a call, out of the year's pool; booked once."""
    ledger.transfer(
        session,
        Purpose.BUDGET,
        Account(AccountKind.TREASURY, call.year),
        Account(AccountKind.BUDGET, call.id),
        call.budget,
        move,
        key=f"budget-call-{call.id}",
    )


def return_budget(session: Session, call: Call, move: Move) -> None:
    """What a call that ends without awards was granted goes back to the year's pool."""
    budget = Account(AccountKind.BUDGET, call.id)
    ledger.transfer(
        session,
        Purpose.RETURN,
        budget,
        Account(AccountKind.TREASURY, call.year),
        ledger.balance(session, budget),
        move,
        key=f"return-call-{call.id}",
    )


def open_fund(
    session: Session, project: Project, move: Move, source: Account | None = None
) -> Fund:
    """The fund of a new project, with its award committed out of `source` (the budget of its
    call, if none is named). A fund that is open already stays as it is.
    """
    found = fund_of(session, project)
    if found is not None:
        return found
    if source is None:
        book_budget(session, project.proposal.call, move)
        source = Account(AccountKind.BUDGET, project.proposal.call_id)
    fund = Fund(project_id=project.id, source_id=ledger.row_of(session, source).id)
    fund.project = project
    begin(session, fund, Role.SYSTEM_CLOCK, move.now)
    session.refresh(fund)
    _commit(session, fund, project.amount, move, key=f"commit-project-{project.id}")
    open_shares(session, project, move)
    return fund


FUND = Listed(Fund, Fund.project_id == bindparam("project"))


def fund_of(session: Session, project: Project) -> Fund | None:
    return next(iter(FUND.of(session, project=project.id)), None)


PAYMENTS = Listed(
    Payment,
    Payment.project_id == bindparam("project"),
    order=(Payment.id,),
    options=(joinedload(Payment.payee), joinedload(Payment.batch)),
)


def payments_of(session: Session, project: Project) -> Sequence[Payment]:
    """Every order, also those that were cancelled, oldest first."""
    return PAYMENTS.of(session, project=project.id)


MATCHING = Listed(
    MatchingFund,
    MatchingFund.fund_id.in_(select(Fund.id).where(Fund.project_id == bindparam("project"))),
    order=(MatchingFund.id,),
    options=(joinedload(MatchingFund.unit),),
)


def matching_of(session: Session, project: Project) -> Sequence[MatchingFund]:
    """What was filed of own and co-funded money, oldest first."""
    return MATCHING.of(session, project=project.id)


def commit(session: Session, project: Project, amount: int, move: Move) -> None:
    """More for a project out of where its fund comes from: the next stage of a race."""
    fund = open_fund(session, project, move)
    _commit(session, fund, amount, move, key=f"commit-project-{project.id}-{move.history.id}")


def recommit(session: Session, fund: Fund, amount: int, move: Move) -> None:
    """Again out of where the fund comes from, as far as that still holds it."""
    source = ledger.account_of(fund.source)
    held = min(amount, ledger.balance(session, source))
    _commit(session, fund, held, move, key=f"{RECOMMITTED}{fund.id}-{move.history.id}")


def give_back(session: Session, project: Project, amount: int, move: Move) -> None:
    """So much of what is committed, to where it came from: the award was lowered."""
    fund = fund_of(session, project)
    assert fund is not None, "an award is lowered after its fund was opened"
    _release(session, fund, amount, move)


def release(session: Session, project: Project, move: Move) -> None:
    """What is committed and not ordered goes back to where it came from."""
    fund = fund_of(session, project)
    if fund is None:
        return
    committed = Account(AccountKind.COMMITTED, project.id)
    _release(session, fund, ledger.balance(session, committed), move)


def owed(session: Session, fund: Fund) -> int:
    """What is still to come back: everything paid of a revoked project, of another one that ended
    badly what was not spent for it, and nothing of a balance that was left to its units.
    """
    stands, ground = position(session, fund.project), ground_of(fund)
    if ground not in GROUNDS:
        return 0
    if balance_was_left(fund):
        return sum(disallowed_since(session, fund).values())
    held = stands.in_hand + stands.with_partners
    return held + stands.all_spent if ground == "revoked" else held


def owed_by_lead(session: Session, fund: Fund) -> int:
    """What of the money that the lead unit has is to come back."""
    if ground_of(fund) not in GROUNDS:
        return 0
    if balance_was_left(fund):
        return disallowed_since(session, fund).get(Account(AccountKind.IN_HAND, fund.project_id), 0)
    return position(session, fund.project).in_hand


def balance_was_left(fund: Fund) -> bool:
    """A concluded project (结题) could once be settled with money in hand, which stays its
    units'."""
    return fund.settled_at is not None and ground_of(fund) == "concluded"


def disallowed_since(session: Session, fund: Fund) -> Mapping[Account, int]:
    """By account of a unit, what of its spending was disallowed since the fund was settled, less
    what it paid back or accounted for afterwards; what it spent before of the balance that was left
    to it is no part of that."""
    return once(session, ("disallowed_since", fund.id), lambda: _disallowed_since(session, fund))


def _disallowed_since(session: Session, fund: Fund) -> Mapping[Account, int]:
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
    since: dict[Account, int] = defaultdict(int)
    for kind, owner, amount in rows:
        account = Account(AccountKind(kind), owner)
        since[account] = max(0, since[account] + amount)
    return since


def owed_by_share(session: Session, share: Share, held: int) -> int:
    """What of the money that this partner has is to come back."""
    fund = fund_of(session, share.project)
    if fund is None or ground_of(fund) not in GROUNDS:
        return 0
    if balance_was_left(fund):
        return disallowed_since(session, fund).get(held_by(share), 0)
    return held


def ground_of(fund: Fund) -> str:
    """How the project ended by which money comes back, or did when the recovery began."""
    return fund.project.state if fund.project.state in GROUNDS else fund.ground


def fix_recovery(session: Session, fund: Fund, move: Move) -> None:
    """Of a revoked project nothing counts as eligible spending any more."""
    fund.ground = fund.project.state
    fund.recoveries += 1
    spent = Account(AccountKind.SPENT, fund.project_id)
    if fund.ground == "revoked":
        ledger.transfer(
            session,
            Purpose.DISALLOW,
            spent,
            Account(AccountKind.IN_HAND, fund.project_id),
            ledger.balance(session, spent),
            move,
            key=f"disallow-fund-{fund.id}-{move.history.id}",
        )
        for share in shares_of(session, fund.project):
            ledger.transfer(
                session,
                Purpose.DISALLOW,
                spent_by(share),
                held_by(share),
                ledger.balance(session, spent_by(share)),
                move,
                key=f"disallow-fund-{fund.id}-share-{share.id}-{move.history.id}",
            )
    fund.owed = owed(session, fund)


def write_off(session: Session, fund: Fund, move: Move) -> None:
    """What the lead unit and each partner have yet to pay back is lost."""
    lost = Account(AccountKind.LOST, fund.project_id)
    held = {f"fund-{fund.id}": Account(AccountKind.IN_HAND, fund.project_id)}
    held |= {f"share-{s.id}": held_by(s) for s in shares_of(session, fund.project)}
    since = disallowed_since(session, fund) if balance_was_left(fund) else None
    for name, account in held.items():
        amount = ledger.balance(session, account) if since is None else since.get(account, 0)
        key = f"write-off-{name}-{move.history.id}"
        ledger.transfer(session, Purpose.WRITE_OFF, account, lost, amount, move, key=key)


def _release(session: Session, fund: Fund, amount: int, move: Move) -> None:
    ledger.transfer(
        session,
        Purpose.RELEASE,
        Account(AccountKind.COMMITTED, fund.project_id),
        ledger.account_of(fund.source),
        amount,
        move,
        key=f"release-project-{fund.project_id}-{move.history.id}",
    )


def _commit(session: Session, fund: Fund, amount: int, move: Move, *, key: str) -> None:
    ledger.transfer(
        session,
        Purpose.COMMIT,
        ledger.account_of(fund.source),
        Account(AccountKind.COMMITTED, fund.project_id),
        amount,
        move,
        key=key,
    )
