"""Facts of the letters about payments and refunds."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.documents.kinds import PaymentNotice, RefundNotice
from app.models import Fund, Payment
from app.services.letter_facts.addressees import addressee
from app.services.letter_facts.register import says
from app.services.money.positions import position
from app.services.money.reckoning import reckoned
from app.services.moves import Move
from workflows.engine.calendar import last_day


@says("payment_notice")
def _payment_notice(session: Session, payment: Payment, _move: Move) -> PaymentNotice:
    proposal, account = payment.project.proposal, payment.account
    stands = position(session, payment.project)
    assert account is not None, "a payment is approved to an account"
    assert payment.paid_on is not None, "a payment that is paid has its day"
    assert payment.due_at is not None, "the receipt has its term"
    return PaymentNotice(
        unit=addressee(payment.payee),
        title=proposal.title,
        project_number=payment.project.number,
        payment_number=payment.number,
        part=None if payment.is_paid_again else payment.part,
        amount=payment.amount,
        paid_before=stands.paid - payment.amount,
        award=stands.granted,
        holder=account.holder,
        bank=account.bank,
        account=account.number,
        use="本项目研究开发支出",
        basis=payment.basis_label,
        paid_on=payment.paid_on,
        confirm_until=last_day(payment.due_at),
    )


@says("refund_notice", "refund_demand")
def _refund(session: Session, fund: Fund, _move: Move) -> RefundNotice:
    project = fund.project
    proposal, found = project.proposal, reckoned(session, fund)
    assert fund.due_at is not None, "a refund has its term"
    return RefundNotice(
        unit=addressee(proposal.lead_unit),
        title=proposal.title,
        project_number=project.number,
        ground=fund.ground,
        paid=found.paid,
        spent=found.counts,
        refunded=found.refunded,
        lost=found.lost,
        left=found.left,
        owed=found.owed,
        due_on=last_day(fund.due_at),
    )
