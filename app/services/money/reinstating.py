"""What an upheld appeal gives back in money: recovery undone, and nothing done twice (J19)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Appeal, Fund, History, LedgerTransaction, Organisation, Project
from app.services.money import ledger, payments, shares
from app.services.money.funds import GROUNDS, recommit
from app.services.money.ledger import Account
from app.services.money.parts import refunded_by_unit
from app.services.money.positions import position
from app.services.moves import Move
from workflows.money.books import AccountKind, Purpose


@dataclass(frozen=True, slots=True)
class Purse:
    """Where one unit keeps the money of a project and has accounted for it; what it refunded, in
    分."""

    unit: Organisation
    held: Account
    spent: Account
    refunded: int


def reinstate(session: Session, fund: Fund, move: Move) -> None:
    """To each unit: what was written off is in hand again, what was disallowed with the recovery is
    spent again, what was refunded is ordered again on the basis of the appeal. What was released is
    promised again, as far as the source of the fund still holds it. Spending that was refunded is
    accounted for anew when its money has come."""
    purses = list(_purses(session, fund))
    for purse in purses:
        _give_back(session, fund, purse, move)
    recommit(session, fund, _to_promise(session, fund.project, purses), move)
    payments.order_again(
        session,
        fund.project,
        appeal=session.scalars(select(Appeal).where(Appeal.project_id == fund.project_id)).one(),
        refunded=[(purse.unit, purse.refunded) for purse in purses],
        move=move,
    )
    fund.ground, fund.owed, fund.settled_at = "", 0, None


def give_again(session: Session, fund: Fund, unit: Organisation, amount: int, move: Move) -> None:
    """A refund that was on its way when an appeal gave the money back is promised and ordered
    again, as those before it were. After a team was revived it stays where it went (R17), and so
    it does when the project has ended in another way meanwhile. Whoever records what came orders
    it, as of a payment that the bank sent back, and approves it no more than whoever upheld the
    appeal does."""
    appeal = upheld_appeal(session, fund.project)
    if appeal is None or fund.project.state in GROUNDS or not _was_reinstated_last(session, fund):
        return
    recommit(session, fund, amount, move)
    payments.order_again(
        session,
        fund.project,
        appeal=appeal,
        refunded=[(unit, amount)],
        move=move,
    )


def upheld_appeal(session: Session, project: Project) -> Appeal | None:
    """A project has one, once (J19)."""
    upheld = select(Appeal).where(Appeal.project_id == project.id, Appeal.state == "upheld")
    return session.scalars(upheld).first()


def _was_reinstated_last(session: Session, fund: Fund) -> bool:
    undone = (
        select(History.transition)
        .where(
            History.case_kind == fund.kind,
            History.case_id == fund.id,
            History.transition.in_(("reinstate", "go_on_after_balance")),
        )
        .order_by(History.id.desc())
    )
    return session.scalar(undone.limit(1)) == "reinstate"


def _purses(session: Session, fund: Fund) -> Iterator[Purse]:
    """The lead unit first."""
    project = fund.project
    partners = shares.shares_of(session, project)
    refunded = refunded_by_unit(session, project)
    yield Purse(
        project.proposal.lead_unit,
        Account(AccountKind.IN_HAND, project.id),
        Account(AccountKind.SPENT, project.id),
        refunded[project.proposal.lead_unit_id],
    )
    for share in partners:
        yield Purse(
            share.unit,
            shares.held_by(share),
            shares.spent_by(share),
            refunded[share.unit_id],
        )


def _give_back(session: Session, fund: Fund, purse: Purse, move: Move) -> None:
    lost = Account(AccountKind.LOST, fund.project_id)
    written_off = ledger.written_off(session, purse.held)
    recovered = LedgerTransaction.key.startswith(f"disallow-fund-{fund.id}-")
    disallowed = -ledger.moved(session, purse.spent, recovered)
    spent_again = min(disallowed, ledger.balance(session, purse.held) + written_off)
    for purpose, source, target, amount in (
        (Purpose.FIND_AGAIN, lost, purse.held, written_off),
        (Purpose.SPEND, purse.held, purse.spent, spent_again),
    ):
        key = f"reinstate-{purpose}-{purse.held.kind}-{purse.held.owner_id}-{move.history.id}"
        ledger.transfer(session, purpose, source, target, amount, move, key=key)


def _to_promise(session: Session, project: Project, purses: Sequence[Purse]) -> int:
    """What was refunded; a project accepted again may earn its whole award besides."""
    refunded = sum(purse.refunded for purse in purses)
    if project.state != "re_accept":
        return refunded
    stands = position(session, project)
    return refunded + stands.approved - stands.committed - stands.ordered - stands.paid_in_all
