"""Ordering payments: from a basis, once for each basis, never beyond what is committed (§3.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Appeal, Case, Organisation, Payment, Project
from app.services.cases import case_id, load_case
from app.services.money import ledger
from app.services.money.checking import missing_basis, ordered_sum, payee_today, rests_on
from app.services.money.funds import ENDED, fund_of, open_fund, payments_of, release
from app.services.money.ledger import Account
from app.services.money.parts import (
    missed,
    number_of,
    ordered_by_unit,
    payees,
    planned_parts,
    still_open,
)
from app.services.moves import Move, begin, take, take_along
from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.money import staging
from workflows.money.bases import BASES
from workflows.money.books import AccountKind, Purpose
from workflows.money.modes import BY_COST, subsidy_most
from workflows.money.shares import parts_of
from workflows.roles import Role


def order(
    session: Session,
    project: Project,
    *,
    basis: str,
    case: Case,
    amount: int,
    move: Move,
    label: Text | None = None,
) -> Payment | None:
    """An order that rests on `case`; a basis that has one gets no second. None for no money. Where
    the call pays each unit of a consortium, each gets its own order and the lead unit's is given.

    Raises OutOfMoney: more than is committed. KeyError: no such basis.
    """
    standing = session.scalars(
        select(Payment)
        .where(
            Payment.project_id == project.id,
            Payment.basis == basis,
            Payment.basis_kind == case.kind,
            Payment.basis_id == case_id(case),
            Payment.state != "cancelled",
        )
        .order_by(Payment.id)
    ).first()
    if standing is not None or amount == 0:
        return standing
    open_fund(session, project, move)
    words = label or _label(_named(basis, project), case)
    on = Ground(basis, case, words, number_of(session, project, basis, case))
    made = [
        _order_to(session, project, unit, part, on, move)
        for unit, part in _by_unit(session, project, amount)
        if part
    ]
    return made[0]


def ordered_on(session: Session, case: Case) -> int:
    """分: of the orders that rest on this case and stand."""
    total = select(func.sum(Payment.amount)).where(
        Payment.basis_kind == case.kind,
        Payment.basis_id == case_id(case),
        Payment.state != "cancelled",
    )
    return int(session.scalar(total) or 0)


def look_again(session: Session, project: Project, now: datetime) -> None:
    """Matching money came in or was taken back: orders that wait for it go on, or begin to wait."""
    for payment in payments_of(session, project):
        if payment.state == "awaiting_unit":
            take(session, payment, "supplied", Role.SYSTEM_CLOCK, now=now)
        elif payment.state == "ordered":
            take(session, payment, "await_unit", Role.SYSTEM_CLOCK, now=now)


def is_over(payment: Payment) -> bool:
    """Its money is confirmed by the unit, or it was cancelled."""
    return payment.state in ("received", "archived", "cancelled")


def order_again(
    session: Session,
    project: Project,
    *,
    appeal: Appeal,
    refunded: Sequence[tuple[Organisation, int]],
    move: Move,
) -> None:
    """What each unit had refunded, on the basis of an upheld appeal, as far as it is committed."""
    label = _label(BASES["appeal"].label, appeal)
    on = Ground("appeal", appeal, label, OUTSIDE_THE_PLAN)
    for unit, wanted in refunded:
        amount = min(wanted, _committed(session, project))
        if amount:
            _order_to(session, project, unit, amount, on, move)


def _named(basis: str, project: Project) -> Text:
    if basis != "success":
        return BASES[basis].label
    if project.proposal.item_id is not None:
        return Text("揭榜成功", "Bid succeeded")
    return Text("验收通过", "Acceptance passed")


OUTSIDE_THE_PLAN = 0
"""No part of the award: what is paid again after an appeal."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What an order rests on, in words too, and which part of the award it is."""

    basis: str
    case: Case
    label: Text
    part: int


def _order_to(
    session: Session, project: Project, unit: Organisation, amount: int, on: Ground, move: Move
) -> Payment:
    payment = Payment(
        project_id=project.id,
        payee_id=unit.id,
        number=_next_number(session, move),
        part=on.part,
        basis=on.basis,
        basis_kind=on.case.kind,
        basis_id=case_id(on.case),
        basis_label=on.label.zh,
        basis_label_en=on.label.en,
        amount=amount,
    )
    payment.project, payment.payee = project, unit
    begin(session, payment, move.by, move.now)
    ledger.transfer(
        session,
        Purpose.ORDER,
        Account(AccountKind.COMMITTED, project.id),
        Account(AccountKind.ORDERED, project.id),
        amount,
        move,
        key=f"order-payment-{payment.id}",
    )
    take_along(session, payment, "put_off_for_bar", move)
    take_along(session, payment, "await_unit", move)
    return payment


def _by_unit(session: Session, project: Project, amount: int) -> Sequence[tuple[Organisation, int]]:
    """The lead unit first; it gets everything where it forwards to its partners."""
    units, shares = payees(session, project)
    if len(units) == 1:
        return [(units[0], amount)]
    had = ordered_by_unit(session, project)
    parts = parts_of(amount, [had[u.id] for u in units], shares)
    return list(zip(units, parts, strict=True))


def order_next(
    session: Session, project: Project, basis: str, case: Case, move: Move
) -> Payment | None:
    """The next planned part; the last one waits for success."""
    parts = planned_parts(session, project)
    number = number_of(session, project, basis, case)
    amount = staging.next_part(parts, number - 1, _committed(session, project))
    return order(session, project, basis=basis, case=case, amount=amount, move=move)


def order_rest(session: Session, project: Project, case: Case, move: Move) -> Payment | None:
    """For its success everything still committed; of a subsidy by cost no more than the audited
    cost carries."""
    rest = min(_committed(session, project), _still_earned(session, project))
    return order(session, project, basis="success", case=case, amount=rest, move=move)


def order_missed(session: Session, project: Project, move: Move) -> None:
    for payment in missed(session, project):
        _order_anew(session, payment, move)


def order_instead(session: Session, payment: Payment, move: Move) -> None:
    """Of a payment that the bank sent back: another on the same basis. Where that is not in force
    the money stays committed, until it is again; of a project that has ended, nobody gets it."""
    if not missing_basis(session, payment):
        _order_anew(session, payment, move)
    elif payment.project.state in ENDED:
        release(session, payment.project, move)


def to_order_anew(session: Session, payment: Payment) -> int:
    """Of a cancelled order, as much as is still committed, planned, its payee's and earned."""
    project = payment.project
    amount = min(payment.amount, still_open(session, payment), _committed(session, project))
    if payment.basis == "success":
        amount = min(amount, _still_earned(session, project))
    return amount


def _order_anew(session: Session, payment: Payment, move: Move) -> None:
    case = load_case(session, payment.basis_kind, payment.basis_id)
    assert case is not None, "a basis in force exists"
    amount = to_order_anew(session, payment)
    on = Ground(payment.basis, case, rests_on(payment), payment.part)
    if amount:
        _order_to(session, payment.project, payee_today(session, payment), amount, on, move)


def _still_earned(session: Session, project: Project) -> int:
    """What audited cost still carries beside what was ordered; without an audit, or where cost does
    not matter, the whole award."""
    fund, rules = fund_of(session, project), project.proposal.call.parameters
    call = project.proposal.call
    if fund is None or fund.audited_cost is None or call.payment_mode not in BY_COST:
        return project.amount
    most = subsidy_most(fund.audited_cost, rules["subsidy_cost_percent_most"])
    return max(0, most - ordered_sum(session, project))


def _committed(session: Session, project: Project) -> int:
    return ledger.balance(session, Account(AccountKind.COMMITTED, project.id))


def _next_number(session: Session, move: Move) -> str:
    """ZF, the year, a running number: the name of the payment in the treasury's files."""
    prefix = f"ZF{local_date(move.now).year}-"
    newest = session.scalar(
        select(func.max(Payment.number)).where(Payment.number.startswith(prefix))
    )
    return f"{prefix}{int(newest.removeprefix(prefix)) + 1 if newest else 1:05d}"


def _label(basis: Text, case: Case) -> Text:
    """The basis in words, with the name of the case when it has one of its own."""
    own = getattr(case, "title", "")
    return Text(f"{basis.zh}：{own}", f"{basis.en}: {own}") if own else basis
