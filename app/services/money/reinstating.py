"""What an upheld appeal gives back in money: recovery undone, and nothing done twice (J19)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Appeal, Fund, Project
from app.services.money import ledger, payments
from app.services.money.funds import recommit
from app.services.money.ledger import Account
from app.services.money.positions import position
from app.services.moves import Move
from workflows.money.books import AccountKind, Purpose


def reinstate(session: Session, fund: Fund, move: Move) -> None:
    """What was written off is in hand again, what was disallowed with the recovery is spent again,
    what was refunded is ordered again on the basis of the appeal, and what was released is promised
    again, as far as the source of the fund still holds it. Spending that was refunded is accounted
    for anew when its money has come."""
    before = position(session, fund.project)
    _flow(session, fund, Purpose.FIND_AGAIN, AccountKind.LOST, before.lost, move)
    disallowed = _disallowed(session, fund)
    in_hand = before.in_hand + before.lost
    _flow(session, fund, Purpose.SPEND, AccountKind.IN_HAND, min(disallowed, in_hand), move)
    recommit(session, fund, _to_promise(session, fund.project), move)
    _order_refunded(session, fund, before.refunded, move)
    fund.ground, fund.owed, fund.settled_at = "", 0, None


def _to_promise(session: Session, project: Project) -> int:
    """A project accepted again may earn its whole award; of another one only refunds come back."""
    stands = position(session, project)
    if project.state == "re_accept":
        return stands.approved - stands.committed - stands.ordered - stands.paid
    return stands.refunded


def _order_refunded(session: Session, fund: Fund, refunded: int, move: Move) -> None:
    project = fund.project
    appeal = session.scalars(select(Appeal).where(Appeal.project_id == project.id)).one()
    amount = min(refunded, position(session, project).committed)
    payments.order(session, project, basis="appeal", case=appeal, amount=amount, move=move)


def _disallowed(session: Session, fund: Fund) -> int:
    """By the recovery itself, when a revocation let nothing count."""
    spent = Account(AccountKind.SPENT, fund.project_id)
    return -ledger.moved(session, spent, f"disallow-fund-{fund.id}-")


_REACHES = {
    Purpose.FIND_AGAIN: AccountKind.IN_HAND,
    Purpose.SPEND: AccountKind.SPENT,
}


def _flow(
    session: Session, fund: Fund, purpose: Purpose, source: AccountKind, amount: int, move: Move
) -> None:
    ledger.transfer(
        session,
        purpose,
        Account(source, fund.project_id),
        Account(_REACHES[purpose], fund.project_id),
        amount,
        move,
        key=f"reinstate-{purpose}-{fund.id}-{move.history.id}",
    )
