"""What moves of a partner's share do to the books (联合申报)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.models import Fund, Share
from app.services.acts.money import account_for
from app.services.door.wiring import act
from app.services.money import funds, ledger, receipts, recovering, shares
from app.services.money.ledger import Account
from app.services.moves import Move
from workflows.money.books import AccountKind, Purpose


@act
def record_forwarding(session: Session, share: Share, _move: Move) -> None:
    """All that the lead unit has got for the partner is on its way."""
    share.forwarding = shares.standing(session, share).to_forward


@act
def forget_forwarding(_session: Session, share: Share, _move: Move) -> None:
    share.forwarding = 0


@act
def book_forwarding(session: Session, share: Share, move: Move) -> None:
    """What was on its way to the partner, out of what the lead unit holds."""
    ledger.transfer(
        session,
        Purpose.FORWARD,
        Account(AccountKind.IN_HAND, share.project_id),
        shares.held_by(share),
        share.forwarding,
        move,
        key=f"forward-share-{share.id}-{move.history.id}",
    )
    share.forwarding = 0


@act
def take_back_forwarding(session: Session, share: Share, move: Move) -> None:
    """The counter-entry of what the partner confirmed last, which is on its way again."""
    share.forwarding = receipts.confirmed_last(session, share)
    ledger.transfer(
        session,
        Purpose.TAKE_BACK,
        shares.held_by(share),
        Account(AccountKind.IN_HAND, share.project_id),
        share.forwarding,
        move,
        key=f"take-back-share-{share.id}-{move.history.id}",
    )


@act
def book_share_spending(session: Session, share: Share, move: Move) -> None:
    _account_for(session, share, int(move.given["amount"]), move)


@act
def book_share_disallowance(session: Session, share: Share, move: Move) -> None:
    _account_for(session, share, -int(move.given["amount"]), move)


@act
def book_share_refund(session: Session, share: Share, move: Move) -> None:
    key = f"refund-share-{share.id}-{move.history.id}"
    fund, held = _fund(session, share), shares.held_by(share)
    recovering.book_refund(session, fund, share.unit, held, move, key=key)


@act
def record_part(_session: Session, share: Share, move: Move) -> None:
    share.finding, share.finding_note = move.given["finding"], move.given["finding_note"]


def _account_for(session: Session, share: Share, amount: int, move: Move) -> None:
    """Spent when above zero, disallowed below."""
    account_for(session, _fund(session, share), amount, move, share)
    held, spent = shares.held_by(share), shares.spent_by(share)
    purpose = Purpose.SPEND if amount > 0 else Purpose.DISALLOW
    source, target = (held, spent) if amount > 0 else (spent, held)
    key = f"{purpose}-share-{share.id}-{move.history.id}"
    ledger.transfer(session, purpose, source, target, abs(amount), move, key=key)


def _fund(session: Session, share: Share) -> Fund:
    fund = funds.fund_of(session, share.project)
    assert fund is not None, "a share is opened with its fund"
    return fund
