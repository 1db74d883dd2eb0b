"""What the guards of a fund, a payment and a batch look at, read from the tables today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Fund, Payment, PaymentBatch, Share
from app.services.contracts.renewing import unsigned_by
from app.services.eligibility.integrity import integrity_findings
from app.services.facts import Common
from app.services.files import evidence
from app.services.money import checking, funds, payments, receipts, shares
from app.services.money.positions import position
from app.services.money.spending import spent_under
from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.facts import BatchFacts, FundFacts, PaymentFacts, ShareFacts
from workflows.guards.payment import PAYABLE
from workflows.money.modes import BY_COST
from workflows.parameters import DEFAULTS


def build_fund(session: Session, fund: Fund, common: Common) -> FundFacts:
    stands = position(session, fund.project)
    project = fund.project
    forwarded = shares.on_their_way(session, project)
    return FundFacts(
        **common.as_dict(),
        has_ended=project.state in funds.ENDED,
        ground=project.state if project.state in funds.GROUNDS else "",
        owed=funds.owed(session, fund),
        in_hand=stands.in_hand,
        for_partners=shares.for_partners(session, project),
        on_its_way=sum(share.forwarding for share in forwarded),
        on_its_way_to=tuple(share.unit.name for share in forwarded),
        spent=_spent(session, fund, None, stands.spent, common),
        freeze_class=fund.freeze_class,
        is_lump_sum=project.proposal.call.budget_mode == "lump_sum",
        is_pledged=fund.pledged_at is not None,
        accounts_published=fund.accounts_published_on is not None,
        is_settled=fund.settled_at is not None,
        forwarding=checking.unforwarded(session, project),
        is_by_cost=project.proposal.call.payment_mode in BY_COST,
        missed=tuple(p.number for p in payments.missed(session, project)),
        unfinished=_unfinished(session, fund),
        under_way=_under_way(session, fund),
    )


def build_payment(session: Session, payment: Payment, common: Common) -> PaymentFacts:
    fund = funds.fund_of(session, payment.project)
    proposal = payment.project.proposal
    return PaymentFacts(
        **common.as_dict(),
        missing_basis=checking.missing_basis(session, payment),
        frozen_for=checking.frozen_for(fund),
        integrity_findings=integrity_findings(session, [proposal], local_date(common.now)),
        matching_missing=checking.matching_missing(session, payment, common.parameters),
        unconfirmed_receipts=checking.unconfirmed_receipts(session, payment),
        subsidy_findings=checking.subsidy_findings(session, payment, fund, common.parameters),
        account_findings=checking.account_findings(session, payment),
        is_pledge_missing=checking.is_pledge_missing(payment, fund),
        pledge_unsigned_by=unsigned_by(session, payment.project),
        is_committed=checking.is_committed(session, payment),
        is_with_treasury=payment.batch is not None and payment.batch.state == "sent",
        has_return_evidence=payment.paid_on is not None
        and bool(evidence.of_case(session, payment)),
        is_returned_before_paid=_is_before(common.given.get("returned_on"), payment.paid_on),
        accounted_beyond=checking.accounted_beyond(session, payment),
        passed_on_of_it=receipts.passed_on_of(session, payment),
        is_settled=fund is not None and fund.settled_at is not None,
    )


def _spent(session: Session, fund: Fund, share: Share | None, whole: int, common: Common) -> int:
    heading = common.given.get("heading")
    return min(whole, spent_under(session, fund, share, heading)) if heading else whole


def _is_before(typed: str | None, day: date | None) -> bool:
    return bool(typed and day and date.fromisoformat(typed) < day)


def build_share(session: Session, share: Share, common: Common) -> ShareFacts:
    project = share.project
    fund, stands = funds.fund_of(session, project), shares.standing(session, share)
    return ShareFacts(
        **common.as_dict(),
        to_forward=stands.to_forward,
        on_its_way=stands.on_its_way,
        confirmed=receipts.confirmed_last(session, share),
        held=stands.held,
        spent=stands.spent if fund is None else _spent(session, fund, share, stands.spent, common),
        is_lump_sum=project.proposal.call.budget_mode == "lump_sum",
        has_ended=project.state in funds.ENDED,
        is_recovering=fund is not None and fund.state in _RECOVERING,
        is_owing=project.state in funds.GROUNDS and stands.held > 0,
    )


def build_batch(session: Session, batch: PaymentBatch, common: Common) -> BatchFacts:
    """Payments are checked one by one only while the batch may still be sent."""
    inside = session.scalars(
        select(Payment).where(Payment.batch_id == batch.id).order_by(Payment.number)
    ).all()
    to_send = inside if batch.state == "open" else ()
    return BatchFacts(
        **common.as_dict(),
        payments=len(inside),
        unpayable=tuple(t for p in to_send for t in _objections(session, p, common)),
        unanswered=tuple(p.number for p in inside if p.state == "batched"),
    )


def _objections(session: Session, payment: Payment, common: Common) -> Iterator[Text]:
    """What stands against a payment in the batch, under the rules of its own call."""
    rules = DEFAULTS | payment.project.proposal.call.rules
    own = Common(common.now, common.entered_at, common.calendar, rules, {})
    facts = build_payment(session, payment, own)
    for guard in PAYABLE:
        if not guard.holds(facts):
            reason = guard.reason_for(facts)
            yield Text(
                f"{payment.number}（{reason.zh.rstrip('。')}）",
                f"{payment.number} ({reason.en.rstrip('.')})",
            )


_RECOVERING = ("recovering", "demanded", "defaulted")
_ON_THE_WAY = ("ordered", "awaiting_unit", "approved", "held", "batched", "returned")


def _unfinished(session: Session, fund: Fund) -> tuple[str, ...]:
    orders = funds.payments_of(session, fund.project)
    return tuple(sorted(p.number for p in orders if p.state in _ON_THE_WAY))


def _under_way(session: Session, fund: Fund) -> tuple[str, ...]:
    """Payments the treasury has and has not answered for."""
    orders = (p for p in funds.payments_of(session, fund.project) if p.state == "batched")
    return tuple(sorted(p.number for p in orders if p.batch and p.batch.state == "sent"))
