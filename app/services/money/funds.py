"""The fund of a project: opened with its commitment, added to, released (§2.1b, §3.6)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload

from app.asked import Listed
from app.models import (
    Call,
    Fund,
    History,
    MatchingFund,
    Payment,
    Project,
)
from app.services.money import ledger
from app.services.money.ledger import Account
from app.services.money.positions import RECOMMITTED
from app.services.money.shares import open_shares
from app.services.moves import Move, begin
from workflows.money.books import AccountKind, Purpose
from workflows.roles import Role

ENDED = frozenset({"passed", "concluded", "failed", "terminated", "revoked", "lapsed"})
"""States of a project after which its fund is settled."""

GROUNDS = frozenset({"concluded", "failed", "terminated", "revoked"})
"""States after which money comes back: everything when revoked, else what was not spent."""


def ended_as(session: Session, project: Project) -> str:
    """Its state; of one that was archived, how it had ended before."""
    if project.state != "archived":
        return project.state
    archived = select(History.source).where(
        History.case_kind == project.kind,
        History.case_id == project.id,
        History.transition == "archive",
    )
    return session.scalar(archived) or project.state


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


def drawn_from_pool(session: Session, year: int) -> int:
    """分 that the calls of a year have out of its pool, net of what went back."""
    return -ledger.balance(session, Account(AccountKind.TREASURY, year))


def left_of_budget(session: Session, call: Call) -> int:
    """分 that no project has: not awarded, released or paid back."""
    return ledger.balance(session, Account(AccountKind.BUDGET, call.id))


def return_budget(session: Session, call: Call, move: Move, keep: int) -> None:
    """What its budget holds when a call ends without awards, or once nobody is to get it any more,
    goes back to the year's pool, but for what appeals may win back."""
    ledger.transfer(
        session,
        Purpose.RETURN,
        Account(AccountKind.BUDGET, call.id),
        Account(AccountKind.TREASURY, call.year),
        max(0, left_of_budget(session, call) - keep),
        move,
        key=f"return-call-{call.id}-{move.history.id}",
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
