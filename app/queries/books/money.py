"""Lists of payments, batches and funds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, func, select, true
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from app.models import (
    Call,
    Fund,
    Payment,
    PaymentBatch,
    Project,
    Proposal,
    ReturnLine,
    TreasuryReturn,
)
from app.queries.narrowing import Narrowing
from app.queries.sight.aside import no_project_of
from app.queries.sight.conditions import Condition, unless
from app.services.money.checking import payee_today
from workflows.engine.text import Text

_PROPOSAL = joinedload(Payment.project).joinedload(Project.proposal)
_WHOLE_PAYMENT = (
    _PROPOSAL.joinedload(Proposal.lead_unit),
    joinedload(Payment.project)
    .joinedload(Project.proposal)
    .joinedload(Proposal.call)
    .joinedload(Call.programme),
    joinedload(Payment.account),
    joinedload(Payment.payee),
)
WATCHED = (
    *("frozen", "balance_due", "to_recover", "recovering"),
    *("demanded", "defaulted", "written_off", "referred"),
)
"""States of a fund that somebody has to end."""


def payments(hidden: Collection[int]) -> Select[Any]:
    """Without those from which the reader stands aside, as the other lists of the office."""
    query = select(Payment).options(*_WHOLE_PAYMENT)
    query = query.where(no_project_of(hidden, Payment.project_id))
    return query.order_by(Payment.due_at.nulls_last(), Payment.id.desc())


PAYMENTS = Narrowing(
    {"project": Payment.project_id, "unit": Payment.payee_id},
    Payment,
    written=Payment.number,
    said=Text("拨付单号、项目或单位", "Number, project or unit"),
)
"""Found by its own number, its project or its payee."""


def ordered_instead(session: Session, payment: Payment) -> Payment | None:
    """The newest order on the same basis, after a payment that was cancelled, to the same unit or
    to the lead unit that followed it."""
    payee = payee_today(session, payment)
    return session.scalars(
        select(Payment)
        .where(
            *(Payment.project_id == payment.project_id, Payment.payee_id == payee.id),
            *(Payment.basis == payment.basis, Payment.basis_kind == payment.basis_kind),
            *(Payment.basis_id == payment.basis_id, Payment.id > payment.id),
        )
        .order_by(Payment.id.desc())
    ).first()


def payments_in(session: Session, ids: Sequence[int]) -> Sequence[Payment]:
    return session.scalars(
        select(Payment).where(Payment.id.in_(ids)).options(*_WHOLE_PAYMENT).order_by(Payment.id)
    ).all()


OF_UNITS = Narrowing({"project": Fund.project_id}, Fund)


def funds_of_units(units: Sequence[int]) -> Select[Any]:
    return (
        select(Fund)
        .join(Project, Fund.project_id == Project.id)
        .join(Proposal, Project.proposal_id == Proposal.id)
        .where(Proposal.lead_unit_id.in_(units))
        .options(
            joinedload(Fund.project).joinedload(Project.proposal).joinedload(Proposal.lead_unit)
        )
        .order_by(Fund.id.desc())
    )


def counts_by_state(session: Session, hidden: Collection[int]) -> dict[str, tuple[int, int]]:
    """State of a payment: how many, and how much in 分."""
    rows = session.execute(
        select(Payment.state, func.count(Payment.id), func.sum(Payment.amount))
        .where(no_project_of(hidden, Payment.project_id))
        .group_by(Payment.state)
    )
    return {state: (count, int(total)) for state, count, total in rows}


BATCHES = Narrowing(
    model=PaymentBatch, written=PaymentBatch.number, said=Text("批次号", "Number of the batch")
)


def batches(hidden: Collection[int]) -> Select[Any]:
    """A batch goes to the treasury as a whole, so it is read as a whole or not at all."""
    query = select(PaymentBatch).where(_no_batch_of(hidden, PaymentBatch.id))
    return query.order_by(PaymentBatch.id.desc())


def batch_totals(session: Session, ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    rows = session.execute(
        select(Payment.batch_id, func.count(Payment.id), func.sum(Payment.amount))
        .where(Payment.batch_id.in_(ids))
        .group_by(Payment.batch_id)
    )
    return {number: (count, int(total)) for number, count, total in rows if number}


def payments_of_batch(session: Session, batch: PaymentBatch) -> Sequence[Payment]:
    return session.scalars(
        select(Payment)
        .where(Payment.batch_id == batch.id)
        .options(*_WHOLE_PAYMENT)
        .order_by(Payment.number)
    ).all()


def returns_of(session: Session, batch: PaymentBatch) -> Sequence[TreasuryReturn]:
    return session.scalars(
        select(TreasuryReturn)
        .where(TreasuryReturn.batch_id == batch.id)
        .options(selectinload(TreasuryReturn.lines), joinedload(TreasuryReturn.read_by))
        .order_by(TreasuryReturn.id.desc())
    ).all()


RETURNS = Narrowing(
    written=TreasuryReturn.name.concat(" ").concat(PaymentBatch.number),
    said=Text("回单文件名或批次号", "File name or number of the batch"),
)


def all_returns(hidden: Collection[int]) -> Select[Any]:
    """Newest first."""
    return (
        select(TreasuryReturn)
        .join(TreasuryReturn.batch)
        .where(_no_batch_of(hidden, TreasuryReturn.batch_id))
        .options(
            contains_eager(TreasuryReturn.batch),
            joinedload(TreasuryReturn.read_by),
            selectinload(TreasuryReturn.lines),
        )
        .order_by(TreasuryReturn.id.desc())
    )


def strange_lines(session: Session, hidden: Collection[int]) -> int:
    """Rows of returns that no payment answers to, as long as their batch waits for answers."""
    wrong = ("unknown", "unreadable", "mismatch")
    count = (
        select(func.count(ReturnLine.id))
        .join(TreasuryReturn, ReturnLine.return_id == TreasuryReturn.id)
        .join(PaymentBatch, TreasuryReturn.batch_id == PaymentBatch.id)
        .where(
            ReturnLine.verdict.in_(wrong),
            PaymentBatch.state == "sent",
            _no_batch_of(hidden, PaymentBatch.id),
        )
    )
    return session.scalar(count) or 0


FUNDS = Narrowing({"project": Fund.project_id}, Fund, only=WATCHED)


def funds(hidden: Collection[int], states: Sequence[str]) -> Select[Any]:
    return (
        select(Fund)
        .where(Fund.state.in_(states), no_project_of(hidden, Fund.project_id))
        .options(
            joinedload(Fund.project).joinedload(Project.proposal).joinedload(Proposal.lead_unit)
        )
        .order_by(Fund.due_at.nulls_last(), Fund.id)
    )


def funds_by_state(session: Session, hidden: Collection[int]) -> dict[str, int]:
    rows = session.execute(
        select(Fund.state, func.count(Fund.id))
        .where(no_project_of(hidden, Fund.project_id))
        .group_by(Fund.state)
    )
    return {row[0]: row[1] for row in rows}


def _no_batch_of(hidden: Collection[int], batch: Any) -> Condition:
    if not hidden:
        return true()
    theirs = select(Project.id).where(Project.proposal_id.in_(hidden))
    held = Payment.batch_id.is_not(None) & Payment.project_id.in_(theirs)
    return unless(batch.in_(select(Payment.batch_id).where(held)))
