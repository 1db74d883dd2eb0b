"""The parts of an award (§3.6): which were ordered, which are missed, and what the others are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from operator import add

from sqlalchemy.orm import Session

from app.models import Case, Organisation, Payment, Project
from app.services.cases import case_id
from app.services.money.checking import missing_basis, payee_today
from app.services.money.funds import payments_of
from app.services.money.revived import refunds_to_give_back
from app.services.money.shares import fiscal_shares, paid_to_partners, shares_of
from workflows.money import staging
from workflows.money.modes import LEAD
from workflows.money.shares import parts_of
from workflows.phases.arriving import PAID


def payees(session: Session, project: Project) -> tuple[tuple[Organisation, ...], tuple[int, ...]]:
    """Whom the call pays, the lead unit first, and the share of the award that each gets."""
    lead, shares = project.proposal.lead_unit, shares_of(session, project)
    if not shares or project.proposal.call.payee_mode == LEAD:
        return (lead,), (project.amount,)
    return (lead, *(share.unit for share in shares)), fiscal_shares(project, shares)


def ordered_by_unit(session: Session, project: Project) -> dict[int, int]:
    """Of the award, by the id of each unit of today, the lead unit first. What was paid counts with
    whoever has it in the books: all that no partner has is the lead unit's, whoever led then."""
    lead, partners = project.proposal.lead_unit_id, shares_of(session, project)
    booked = paid_to_partners(session, partners)
    found = {lead: 0} | {share.unit_id: 0 for share in partners}
    for payment in _standing(session, project):
        is_partners = payment.state not in PAID or f"pay-payment-{payment.id}" in booked
        payee = payment.payee_id if is_partners and payment.payee_id in found else lead
        found[payee] += payment.amount
    return found


def missed(session: Session, project: Project) -> list[Payment]:
    """Cancelled orders whose basis is in force and carries no other order; one for each basis and
    whom it pays today: what the lead unit before was paid, the present one is not owed. Of what an
    appeal gave back, as many as make up what is not ordered again, the newest first."""
    every = [p for p in payments_of(session, project) if not p.is_paid_again]
    by_basis = {p.id: (payee_today(session, p).id, *_basis(p)) for p in every}
    standing = {by_basis[p.id] for p in every if p.state != "cancelled"}
    lost = {by_basis[p.id]: p for p in every if by_basis[p.id] not in standing}
    return [
        p for p in (*lost.values(), *_given_back(session, project)) if not missing_basis(session, p)
    ]


def _given_back(session: Session, project: Project) -> Iterator[Payment]:
    """Cancelled orders of what was refunded and is to be paid again."""
    to_pay = _to_pay_again(session, project)
    for payment in reversed(payments_of(session, project)):
        payee = payee_today(session, payment).id
        if payment.is_paid_again and payment.state == "cancelled" and to_pay[payee] > 0:
            to_pay[payee] -= payment.amount
            yield payment


def _to_pay_again(session: Session, project: Project) -> dict[int, int]:
    """By the id of each unit what it refunded and no order of the appeal stands for."""
    to_pay = defaultdict(int, refunded_by_unit(session, project))
    for payment in payments_of(session, project):
        if payment.is_paid_again and payment.state != "cancelled":
            to_pay[payee_today(session, payment).id] -= payment.amount
    return to_pay


def refunded_by_unit(session: Session, project: Project) -> dict[int, int]:
    """By the id of each unit of today, the lead unit first, what an appeal gives back: what no
    partner sent back, the lead unit did."""
    units = {share.id: share.unit_id for share in shares_of(session, project)}
    lead = project.proposal.lead_unit_id
    found = {lead: 0} | dict.fromkeys(units.values(), 0)
    for share, amount in refunds_to_give_back(session, project).items():
        found[units.get(share, lead) if share else lead] += amount
    return found


def number_of(session: Session, project: Project, basis: str, case: Case) -> int:
    """Which part of the award an order on this basis is: the next, unless it had one before.
    Orders to several units on one basis are one part."""
    made = {_basis(p): p.part for p in _of_the_plan(session, project)}
    return made.get((basis, case.kind, case_id(case)), len(made) + 1)


def planned_parts(session: Session, project: Project) -> tuple[int, ...]:
    """As the call plans them; what was ordered, or is to be ordered again, counts as it was."""
    call, ordered = project.proposal.call, Counter[int]()
    for payment in _standing(session, project):
        ordered[payment.part] += payment.amount
    for payment in _to_order_again(session, project):
        ordered[payment.part] += _within_share(session, payment)
    return staging.planned(
        call.mechanism_key,
        project.amount,
        project.proposal.call.parameters,
        call.payment_mode,
        ordered,
    )


def planned_by_unit(session: Session, project: Project) -> list[dict[Organisation, int]]:
    """The planned parts, each by the units it is for by the shares of today; none of nothing."""
    units, shares = payees(session, project)
    had: Sequence[int] = (0,) * len(units)
    plans = []
    for amount in filter(None, planned_parts(session, project)):
        parts = parts_of(amount, had, shares)
        had = tuple(map(add, had, parts))
        plans.append({unit: part for unit, part in zip(units, parts, strict=True) if part})
    return plans


def still_open(session: Session, payment: Payment) -> int:
    """What is not ordered of its part and of the share of whom it pays, for an order that is made
    again: the award, or that share, may have been lowered below it. Of what is paid again after an
    appeal, what was refunded; of what is no part of a plan, all that it was."""
    project = payment.project
    if payment.is_paid_again:
        to_pay = _to_pay_again(session, project)[payee_today(session, payment).id]
        return max(0, min(payment.amount, to_pay))
    plan = planned_parts(session, project)
    if not 0 < payment.part <= len(plan):
        return payment.amount
    beside = sum(p.amount for p in _standing(session, project) if p.part == payment.part)
    return max(0, min(plan[payment.part - 1] - beside, _within_share(session, payment)))


def _within_share(session: Session, payment: Payment) -> int:
    """What of this order the share of its payee still holds, beside what stands for that unit."""
    project, payee = payment.project, payee_today(session, payment)
    units, shares = payees(session, project)
    share = dict(zip((unit.id for unit in units), shares, strict=True)).get(payee.id, 0)
    return max(0, min(payment.amount, share - ordered_by_unit(session, project).get(payee.id, 0)))


def _of_the_plan(session: Session, project: Project) -> list[Payment]:
    """One that was cancelled by mistake keeps its place until it is made again."""
    return [*_standing(session, project), *_to_order_again(session, project)]


def _to_order_again(session: Session, project: Project) -> list[Payment]:
    return [p for p in missed(session, project) if not p.is_paid_again]


def _standing(session: Session, project: Project) -> list[Payment]:
    """Orders of the parts; what is paid again after an appeal had been ordered before."""
    every = payments_of(session, project)
    return [p for p in every if p.state != "cancelled" and not p.is_paid_again]


def _basis(payment: Payment) -> tuple[str, str, int]:
    return payment.basis, payment.basis_kind, payment.basis_id
