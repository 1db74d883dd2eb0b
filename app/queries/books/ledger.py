"""The books: what each kind of account holds, and their transactions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from app.models import (
    LedgerAccount,
    LedgerEntry,
    LedgerTransaction,
    Project,
    Proposal,
    Share,
)
from app.queries.sight.conditions import Condition
from workflows.money.books import OF_PROJECT, OF_SHARE


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


def _touches_none_of(hidden: Collection[int]) -> Condition:
    if not hidden:
        return true()
    touched = _touching(select(Project.id).where(Project.proposal_id.in_(hidden)))
    return LedgerTransaction.id.not_in(touched)


def _touches_one_named(search: str) -> Condition:
    if not search:
        return true()
    return LedgerTransaction.id.in_(_touching(projects_called(search)))


def projects_called(search: str) -> Select[Any]:
    """Ids of those with such a number or title."""
    named = or_(
        Project.number.contains(search, autoescape=True),
        Proposal.title.contains(search, autoescape=True),
    )
    return select(Project.id).join(Proposal, Project.proposal_id == Proposal.id).where(named)


def _touching(projects: Select[Any]) -> Select[Any]:
    """Ids of the transactions on the accounts of these projects and of their partners."""
    shares = select(Share.id).where(Share.project_id.in_(projects))
    theirs = or_(
        and_(LedgerAccount.kind.in_(OF_PROJECT), LedgerAccount.owner_id.in_(projects)),
        and_(LedgerAccount.kind.in_(OF_SHARE), LedgerAccount.owner_id.in_(shares)),
    )
    return select(LedgerEntry.transaction_id).join(LedgerEntry.account).where(theirs)
