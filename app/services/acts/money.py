"""What moves do to the money: order and book payments, freeze, recover (§3.6, J4, J20)."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app.models import Call, Case, Expenditure, Fund, Payment, Project, Share
from app.services import history
from app.services.cases import project_of
from app.services.changes.winning_back import may_be_won_back
from app.services.door.wiring import act
from app.services.money import (
    batches,
    checking,
    dues,
    funds,
    ledger,
    payments,
    recovering,
    reinstating,
)
from app.services.money.ledger import Account
from app.services.moves import Move
from workflows.money.bases import BASIS_OF_KIND
from workflows.money.books import AccountKind, Purpose
from workflows.roles import Role


@act
def book_budget(session: Session, call: Call, move: Move) -> None:
    funds.book_budget(session, call, move)


@act
def return_budget(session: Session, call: Call, move: Move) -> None:
    funds.return_budget(session, call, move, may_be_won_back(session, call, move.now))


@act
def order_payment(session: Session, case: Case, move: Move) -> None:
    payments.order_next(session, _project(case), BASIS_OF_KIND[case.kind], case, move)


@act
def order_last_payment(session: Session, case: Case, move: Move) -> None:
    payments.order_rest(session, _project(case), case, move)


@act
def order_missed(session: Session, fund: Fund, move: Move) -> None:
    payments.order_missed(session, fund.project, move)


@act
def record_settlement(_session: Session, fund: Fund, move: Move) -> None:
    fund.settled_at = move.now


@act
def release_commitment(session: Session, case: Case, move: Move) -> None:
    funds.release(session, _project(case), move)


@act
def fix_account(session: Session, payment: Payment, _move: Move) -> None:
    """The approver approves payment to this account; another one needs another approval."""
    payment.account = checking.usable_account(session, payment.payee)


@act
def pay_the_lead_unit(session: Session, payment: Payment, move: Move) -> None:
    """The account is the one that the approval finds; the history keeps which it was before."""
    before, account = payment.payee, payment.account
    payment.payee, payment.account = payment.project.proposal.lead_unit, None
    given = {"payee_before": before.name, "payee": payment.payee.name}
    if account is not None:
        given["account_before"] = f"****{account.number[-4:]}"
    history.note(
        session,
        payment,
        "payee_changed",
        actor_id=None,
        role=Role.SYSTEM_CLOCK,
        now=move.now,
        given=given,
    )
    session.flush()


@act
def join_batch(session: Session, payment: Payment, move: Move) -> None:
    batches.join(session, payment, move)


@act
def leave_batch(session: Session, payment: Payment, _move: Move) -> None:
    batches.leave(session, payment)


@act
def book_payment(session: Session, payment: Payment, move: Move) -> None:
    payment.paid_on = date.fromisoformat(move.given["paid_on"])
    payment.reference = move.given["reference"]
    ledger.transfer(
        session,
        Purpose.PAY,
        Account(AccountKind.ORDERED, payment.project_id),
        checking.held_by_payee(session, payment),
        payment.amount,
        move,
        key=f"pay-payment-{payment.id}",
    )


@act
def book_bank_return(session: Session, payment: Payment, move: Move) -> None:
    """The counter-entry of a payment that never arrived."""
    ledger.transfer(
        session,
        Purpose.SEND_BACK,
        checking.held_by_payee(session, payment),
        Account(AccountKind.ORDERED, payment.project_id),
        payment.amount,
        move,
        key=f"send-back-payment-{payment.id}",
    )


@act
def order_instead(session: Session, payment: Payment, move: Move) -> None:
    payments.order_instead(session, payment, move)


@act
def book_cancellation(session: Session, payment: Payment, move: Move) -> None:
    ledger.transfer(
        session,
        Purpose.CANCEL,
        Account(AccountKind.ORDERED, payment.project_id),
        Account(AccountKind.COMMITTED, payment.project_id),
        payment.amount,
        move,
        key=f"cancel-payment-{payment.id}",
    )


@act
def record_receipt(_session: Session, payment: Payment, move: Move) -> None:
    payment.received_on = date.fromisoformat(move.given["received_on"])


@act
def forget_receipt(_session: Session, payment: Payment, _move: Move) -> None:
    payment.received_on = None


@act
def record_freeze(_session: Session, fund: Fund, move: Move) -> None:
    fund.freeze_class = move.given["freeze_class"]


@act
def record_verification_hold(_session: Session, fund: Fund, _move: Move) -> None:
    fund.freeze_class = "integrity"


@act
def record_progress_hold(_session: Session, fund: Fund, _move: Move) -> None:
    fund.freeze_class = "progress"


@act
def lift_freeze(_session: Session, fund: Fund, _move: Move) -> None:
    fund.freeze_class = ""


@act
def book_spending(session: Session, fund: Fund, move: Move) -> None:
    amount = int(move.given["amount"])
    account_for(session, fund, amount, move)
    ledger.transfer(
        session,
        Purpose.SPEND,
        Account(AccountKind.IN_HAND, fund.project_id),
        Account(AccountKind.SPENT, fund.project_id),
        amount,
        move,
        key=f"spend-{move.history.id}",
    )


@act
def book_disallowance(session: Session, fund: Fund, move: Move) -> None:
    amount = int(move.given["amount"])
    account_for(session, fund, -amount, move)
    ledger.transfer(
        session,
        Purpose.DISALLOW,
        Account(AccountKind.SPENT, fund.project_id),
        Account(AccountKind.IN_HAND, fund.project_id),
        amount,
        move,
        key=f"disallow-{move.history.id}",
    )


@act
def record_pledge(_session: Session, fund: Fund, move: Move) -> None:
    fund.pledged_at = move.now


@act
def record_publication(_session: Session, fund: Fund, move: Move) -> None:
    fund.accounts_published_on = date.fromisoformat(move.given["published_on"])


@act
def fix_recovery(session: Session, fund: Fund, move: Move) -> None:
    recovering.fix_recovery(session, fund, move)


@act
def call_off_recovery(_session: Session, fund: Fund, _move: Move) -> None:
    """What was refunded stays where it went."""
    fund.ground, fund.owed, fund.settled_at = "", 0, None


@act
def reinstate_money(session: Session, fund: Fund, move: Move) -> None:
    reinstating.reinstate(session, fund, move)


@act
def book_refund(session: Session, fund: Fund, move: Move) -> None:
    lead = fund.project.proposal.lead_unit
    key = f"refund-{move.history.id}"
    recovering.book_refund(session, fund, lead, dues.in_hand(fund), move, key=key)


@act
def book_loss(session: Session, fund: Fund, move: Move) -> None:
    recovering.write_off(session, fund, move)


@act
def record_audited_cost(_session: Session, fund: Fund, move: Move) -> None:
    fund.audited_cost = int(move.given["amount"])
    fund.auditor, fund.audit_report = move.given["auditor"], move.given["audit_report"]


def _project(case: Case) -> Project:
    project = project_of(case)
    assert project is not None, f"a {case.kind} that moves money belongs to a project"
    return project


def account_for(
    session: Session, fund: Fund, amount: int, move: Move, share: Share | None = None
) -> None:
    """A row under the heading, of the lead unit or a partner; zero accounts for nothing."""
    if not amount:
        return
    until = move.given.get("spent_until")
    session.add(
        Expenditure(
            fund_id=fund.id,
            share_id=share.id if share else None,
            history_id=move.history.id,
            heading=move.given["heading"],
            amount=amount,
            spent_until=date.fromisoformat(until) if until else None,
            note=move.given.get("note") or move.given.get("reason", ""),
        )
    )
