"""Lists of payments, batches, funds, accounts and the books."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from app.access.grants import in_force
from app.models import (
    BankAccount,
    Call,
    Fund,
    LedgerAccount,
    LedgerEntry,
    LedgerTransaction,
    Organisation,
    Payment,
    PaymentBatch,
    Person,
    Project,
    Proposal,
    ReturnLine,
    RoleGrant,
    Share,
    TreasuryReturn,
)
from app.queries.sight.aside import no_project_of
from app.queries.sight.conditions import Condition, unless
from app.services.money.checking import payee_today
from workflows.money.books import OF_PROJECT, OF_SHARE
from workflows.roles import Role

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


def payments(hidden: Collection[int], state: str | None) -> Select[Any]:
    """Without those from which the reader stands aside, as the other lists of the office."""
    query = select(Payment).options(*_WHOLE_PAYMENT)
    query = query.where(no_project_of(hidden, Payment.project_id))
    query = query.where(Payment.state == state) if state else query
    return query.order_by(Payment.due_at.nulls_last(), Payment.id.desc())


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


def all_returns(hidden: Collection[int]) -> Select[Any]:
    """Newest first."""
    return (
        select(TreasuryReturn)
        .where(_no_batch_of(hidden, TreasuryReturn.batch_id))
        .options(
            joinedload(TreasuryReturn.batch),
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


def accounts() -> Select[Any]:
    """Those that wait for verification first."""
    return (
        select(BankAccount)
        .options(joinedload(BankAccount.organisation), joinedload(BankAccount.added_by))
        .order_by(
            BankAccount.verified_at.is_not(None),
            BankAccount.retired_at.is_not(None),
            BankAccount.id.desc(),
        )
    )


def unverified_accounts(session: Session) -> int:
    count = select(func.count(BankAccount.id)).where(
        BankAccount.verified_at.is_(None), BankAccount.retired_at.is_(None)
    )
    return session.scalar(count) or 0


def account_of(session: Session, number: int) -> BankAccount | None:
    return session.get(BankAccount, number)


def accounts_of_units(session: Session, units: Sequence[int]) -> Sequence[BankAccount]:
    return session.scalars(accounts().where(BankAccount.organisation_id.in_(units))).all()


def units_kept_by(session: Session, person: Person, now: datetime) -> Sequence[Organisation]:
    """Units whose finance this person is today."""
    return session.scalars(
        select(Organisation)
        .join(RoleGrant, RoleGrant.organisation_id == Organisation.id)
        .where(
            RoleGrant.person_id == person.id,
            RoleGrant.role == Role.UNIT_FINANCE.value,
            in_force(now),
        )
        .order_by(Organisation.id)
    ).all()


@dataclass(frozen=True, slots=True)
class Total:
    """What the accounts of one kind hold together."""

    kind: str
    accounts: int
    balance: int


def totals(session: Session) -> list[Total]:
    rows = session.execute(
        select(
            LedgerAccount.kind,
            func.count(func.distinct(LedgerAccount.id)),
            func.sum(LedgerEntry.amount),
        )
        .join(LedgerEntry, LedgerEntry.account_id == LedgerAccount.id)
        .group_by(LedgerAccount.kind)
    )
    return [Total(kind, count, int(total)) for kind, count, total in rows]


def transactions(hidden: Collection[int], search: str = "") -> Select[Any]:
    """Without those that touch the account of a project from which the reader stands aside; what
    the accounts hold together stays whole, because it must be zero. `search` leaves those that
    touch the account of a project with these words in its number or title."""
    return (
        select(LedgerTransaction)
        .where(_touches_none_of(hidden), _touches_one_named(search))
        .options(
            selectinload(LedgerTransaction.entries).joinedload(LedgerEntry.account),
            joinedload(LedgerTransaction.history),
        )
        .order_by(LedgerTransaction.id.desc())
    )


def _no_batch_of(hidden: Collection[int], batch: Any) -> Condition:
    if not hidden:
        return true()
    theirs = select(Project.id).where(Project.proposal_id.in_(hidden))
    held = Payment.batch_id.is_not(None) & Payment.project_id.in_(theirs)
    return unless(batch.in_(select(Payment.batch_id).where(held)))


def _touches_none_of(hidden: Collection[int]) -> Condition:
    if not hidden:
        return true()
    touched = _touching(select(Project.id).where(Project.proposal_id.in_(hidden)))
    return LedgerTransaction.id.not_in(touched)


def _touches_one_named(search: str) -> Condition:
    if not search:
        return true()
    named = or_(
        Project.number.contains(search, autoescape=True),
        Proposal.title.contains(search, autoescape=True),
    )
    found = select(Project.id).join(Proposal, Project.proposal_id == Proposal.id).where(named)
    return LedgerTransaction.id.in_(_touching(found))


def _touching(projects: Select[Any]) -> Select[Any]:
    """Ids of the transactions on the accounts of these projects and of their partners."""
    shares = select(Share.id).where(Share.project_id.in_(projects))
    theirs = or_(
        and_(LedgerAccount.kind.in_(OF_PROJECT), LedgerAccount.owner_id.in_(projects)),
        and_(LedgerAccount.kind.in_(OF_SHARE), LedgerAccount.owner_id.in_(shares)),
    )
    return select(LedgerEntry.transaction_id).join(LedgerEntry.account).where(theirs)
