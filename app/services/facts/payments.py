"""What the rules look at in a payment and in a batch of payments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypedDict

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Payment, PaymentBatch, Share
from app.services.contracts.renewing import unsigned_by
from app.services.eligibility.integrity import integrity_findings
from app.services.facts import Common
from app.services.facts.lazily import lazily
from app.services.files import evidence
from app.services.money import checking, funds, receipts
from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.facts import BatchFacts, Names, PaymentFacts
from workflows.guards.payment import PAYABLE


class InsidePart(TypedDict):
    payments: int
    unanswered: Names


def _frozen_for(session: Session, payment: Payment, _common: Common) -> Names:
    return checking.frozen_for(funds.fund_of(session, payment.project))


def _integrity_findings(session: Session, payment: Payment, common: Common) -> Names:
    today = local_date(common.now)
    return integrity_findings(session, [payment.project.proposal], today)


def _subsidy_findings(session: Session, payment: Payment, common: Common) -> Names:
    fund = funds.fund_of(session, payment.project)
    return checking.subsidy_findings(session, payment, fund, common.parameters)


def _is_pledge_missing(session: Session, payment: Payment, _common: Common) -> bool:
    return checking.is_pledge_missing(payment, funds.fund_of(session, payment.project))


def _is_with_treasury(_session: Session, payment: Payment, _common: Common) -> bool:
    return payment.batch is not None and payment.batch.state == "sent"


def _has_return_evidence(session: Session, payment: Payment, _common: Common) -> bool:
    return payment.paid_on is not None and bool(evidence.of_case(session, payment))


def _is_returned_before_paid(_session: Session, payment: Payment, common: Common) -> bool:
    return _is_before(common.given.get("returned_on"), payment.paid_on)


def is_settled(session: Session, case: Payment | Share, _common: Common) -> bool:
    fund = funds.fund_of(session, case.project)
    return fund is not None and fund.settled_at is not None


build_payment = lazily(
    PaymentFacts,
    missing_basis=lambda session, payment, _common: checking.missing_basis(session, payment),
    frozen_for=_frozen_for,
    integrity_findings=_integrity_findings,
    matching_missing=lambda session, payment, common: checking.matching_missing(
        session, payment, common.parameters
    ),
    unconfirmed_receipts=lambda session, payment, _common: checking.unconfirmed_receipts(
        session, payment
    ),
    subsidy_findings=_subsidy_findings,
    account_findings=lambda session, payment, _common: checking.account_findings(session, payment),
    is_pledge_missing=_is_pledge_missing,
    pledge_unsigned_by=lambda session, payment, _common: unsigned_by(session, payment.project),
    is_committed=lambda session, payment, _common: checking.is_committed(session, payment),
    payee_led_before=lambda session, payment, _common: checking.payee_led_before(session, payment),
    is_with_treasury=_is_with_treasury,
    has_return_evidence=_has_return_evidence,
    is_returned_before_paid=_is_returned_before_paid,
    accounted_beyond=lambda session, payment, _common: checking.accounted_beyond(session, payment),
    passed_on_of_it=lambda session, payment, _common: receipts.passed_on_of(session, payment),
    is_settled=is_settled,
)


def _is_before(typed: str | None, day: date | None) -> bool:
    return bool(typed and day and date.fromisoformat(typed) < day)


def _inside(session: Session, batch: PaymentBatch) -> Sequence[Payment]:
    query = select(Payment).where(Payment.batch_id == batch.id).order_by(Payment.number)
    return session.scalars(query).all()


def _of_inside(session: Session, batch: PaymentBatch, _common: Common) -> InsidePart:
    inside = _inside(session, batch)
    return {
        "payments": len(inside),
        "unanswered": tuple(p.number for p in inside if p.state == "batched"),
    }


def _unpayable(session: Session, batch: PaymentBatch, common: Common) -> Names:
    """Payments are checked one by one only while the batch may still be sent."""
    to_send = _inside(session, batch) if batch.state == "open" else ()
    return tuple(words for p in to_send for words in _objections(session, p, common))


build_batch = lazily(BatchFacts, _of_inside, unpayable=_unpayable)


def _objections(session: Session, payment: Payment, common: Common) -> Iterator[Text]:
    """What stands against a payment in the batch, under the rules of its own call."""
    rules = payment.project.proposal.call.parameters
    own = Common(common.now, common.entered_at, common.calendar, rules, {})
    facts = build_payment(session, payment, own)
    for guard in PAYABLE:
        if not guard.holds(facts):
            reason = guard.reason_for(facts)
            yield Text(
                f"{payment.number}（{reason.zh.rstrip('。')}）",
                f"{payment.number} ({reason.en.rstrip('.')})",
            )
