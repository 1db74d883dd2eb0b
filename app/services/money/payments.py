"""Ordering payments: from a basis, once for each basis, never beyond what is committed (§3.6)."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Case, Payment, Project
from app.services.cases import case_id, load_case
from app.services.money import ledger
from app.services.money.checking import missing_basis
from app.services.money.funds import open_fund
from app.services.money.ledger import Account
from app.services.moves import Move, begin
from workflows.engine.calendar import local_date
from workflows.money import staging
from workflows.money.bases import BASES
from workflows.money.books import AccountKind, Purpose
from workflows.parameters import DEFAULTS


def order(
    session: Session,
    project: Project,
    *,
    basis: str,
    case: Case,
    amount: int,
    move: Move,
    label: str = "",
) -> Payment | None:
    """An order that rests on `case`; a basis that has one gets no second. None for no money.

    Raises OutOfMoney: more than is committed. KeyError: no such basis.
    """
    standing = session.scalars(
        select(Payment).where(
            Payment.project_id == project.id,
            Payment.basis == basis,
            Payment.basis_kind == case.kind,
            Payment.basis_id == case_id(case),
            Payment.state != "cancelled",
        )
    ).first()
    if standing is not None or amount == 0:
        return standing
    open_fund(session, project, move)
    payment = Payment(
        project_id=project.id,
        number=_next_number(session, move),
        part=_ordered(session, project) + 1,
        basis=basis,
        basis_kind=case.kind,
        basis_id=case_id(case),
        basis_label=label or _label(basis, case),
        amount=amount,
    )
    payment.project = project
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
    return payment


def order_next(
    session: Session, project: Project, basis: str, case: Case, move: Move
) -> Payment | None:
    """The next planned part; the last one waits for success."""
    parts = planned_parts(project)
    amount = staging.next_part(parts, _ordered(session, project), _committed(session, project))
    return order(session, project, basis=basis, case=case, amount=amount, move=move)


def order_rest(
    session: Session, project: Project, basis: str, case: Case, move: Move
) -> Payment | None:
    """Everything still committed."""
    rest = _committed(session, project)
    return order(session, project, basis=basis, case=case, amount=rest, move=move)


def missed(session: Session, project: Project) -> list[Payment]:
    """Cancelled orders whose basis is in force and carries no other order; one for each basis."""
    every = session.scalars(
        select(Payment).where(Payment.project_id == project.id).order_by(Payment.id)
    ).all()
    standing = {_basis(p) for p in every if p.state != "cancelled"}
    lost = {_basis(p): p for p in every if _basis(p) not in standing}
    return [p for p in lost.values() if not missing_basis(session, p)]


def order_missed(session: Session, project: Project, move: Move) -> None:
    for payment in missed(session, project):
        case = load_case(session, payment.basis_kind, payment.basis_id)
        assert case is not None, "a basis in force exists"
        order(
            session,
            project,
            basis=payment.basis,
            case=case,
            amount=min(payment.amount, _committed(session, project)),
            move=move,
            label=payment.basis_label,
        )


def _basis(payment: Payment) -> tuple[str, str, int]:
    return payment.basis, payment.basis_kind, payment.basis_id


def planned_parts(project: Project) -> tuple[int, ...]:
    call = project.proposal.call
    return staging.planned(call.mechanism_key, project.amount, DEFAULTS | call.rules)


def _ordered(session: Session, project: Project) -> int:
    count = session.scalar(
        select(func.count(Payment.id)).where(
            Payment.project_id == project.id, Payment.state != "cancelled"
        )
    )
    return count or 0


def _committed(session: Session, project: Project) -> int:
    return ledger.balance(session, Account(AccountKind.COMMITTED, project.id))


def _next_number(session: Session, move: Move) -> str:
    """ZF, the year, a running number: the name of the payment in the treasury's files."""
    prefix = f"ZF{local_date(move.now).year}-"
    newest = session.scalar(
        select(func.max(Payment.number)).where(Payment.number.startswith(prefix))
    )
    return f"{prefix}{int(newest.removeprefix(prefix)) + 1 if newest else 1:05d}"


def _label(basis: str, case: Case) -> str:
    """The basis in words, with the name of the case when it has one of its own."""
    own = getattr(case, "title", "")
    return f"{BASES[basis].label.zh}：{own}" if own else BASES[basis].label.zh
