"""How the money of a project stands, from the books (I3: committed = ordered + paid + the rest)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    SQLColumnExpression,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session

from app.asked import once
from app.models import LedgerAccount, LedgerEntry, LedgerTransaction, Project, Share
from app.services.money import ledger
from app.services.money.revived import stays
from workflows.money.books import AccountKind, Purpose

RECOMMITTED = "recommit-"
"""How the keys of transactions begin that promise money again after an appeal."""


@dataclass(frozen=True, slots=True)
class Position:
    """In 分. `approved` is the award; `committed` what is promised and not yet ordered; `in_hand`
    and `spent` are the lead unit's, `with_partners` and `spent_by_partners` those of the others."""

    approved: int
    committed: int = 0
    ordered: int = 0
    in_hand: int = 0
    spent: int = 0
    lost: int = 0
    refunded: int = 0
    refunded_and_promised_again: int = 0
    with_partners: int = 0
    spent_by_partners: int = 0

    @property
    def granted(self) -> int:
        """The award; in a race with what the stages and the prize added to it. What an appeal
        promised again after a refund is granted once (J19)."""
        came = self.committed + self.ordered + self.paid_in_all
        return max(self.approved, came - self.refunded_and_promised_again)

    @property
    def paid(self) -> int:
        """What the units have got and not paid back."""
        return self.in_hand + self.with_partners + self.all_spent + self.lost

    @property
    def paid_in_all(self) -> int:
        """With what was paid back since."""
        return self.paid + self.refunded

    @property
    def all_spent(self) -> int:
        return self.spent + self.spent_by_partners


def granted() -> ColumnElement[int]:
    """`Position.granted` in a statement about the table of projects, for its sums."""
    its_shares = select(Share.id).where(Share.project_id == Project.id).correlate(Project)
    came = (
        select(func.coalesce(func.sum(LedgerEntry.amount), 0))
        .join(LedgerAccount, LedgerEntry.account_id == LedgerAccount.id)
        .join(LedgerTransaction, LedgerEntry.transaction_id == LedgerTransaction.id)
        .where(
            or_(
                LedgerTransaction.purpose != Purpose.REFUND.value,
                _promised_again(Project.id, Project),
            ),
            or_(
                and_(_OF_LEAD, LedgerAccount.owner_id == Project.id),
                and_(_OF_UNIT, LedgerAccount.owner_id.in_(its_shares)),
            ),
        )
        .correlate(Project)
        .scalar_subquery()
    )
    return case((came > Project.amount, came), else_=Project.amount)


def _promised_again(project: SQLColumnExpression[int], *correlated: Any) -> ColumnElement[bool]:
    """Whether an appeal promised again what the transaction in hand refunded."""
    newest = ledger.newest_on(
        (AccountKind.COMMITTED,),
        project,
        lambda later: later.key.startswith(RECOMMITTED),
        *correlated,
    )
    return (LedgerTransaction.id < newest) & ~stays(project, *correlated)


def position(session: Session, project: Project) -> Position:
    return positions(session, [project])[project.id]


def positions(session: Session, projects: Sequence[Project]) -> dict[int, Position]:
    """By the id of the project: one query, however many projects."""
    ids = [p.id for p in projects]
    found = once(session, ("entered", *ids), lambda: _entered(session, ids))
    return {p.id: _position(p, found[p.id]) for p in projects}


Entered = dict[tuple[AccountKind, Purpose], tuple[int, int]]
"""What each purpose moved on the accounts of one project and of its partners, and how much of that
was moved before an appeal promised money again, which matters of refunds."""

_OF_PROJECT = (
    *(AccountKind.COMMITTED, AccountKind.ORDERED, AccountKind.IN_HAND),
    *(AccountKind.SPENT, AccountKind.LOST),
)
_OF_SHARE = (AccountKind.PARTNER_HELD, AccountKind.PARTNER_SPENT)
_OF_LEAD = LedgerAccount.kind.in_([kind.value for kind in _OF_PROJECT])
_OF_UNIT = LedgerAccount.kind.in_([kind.value for kind in _OF_SHARE])


def _position(project: Project, entered: Entered) -> Position:
    held: dict[AccountKind, int] = defaultdict(int)
    refunded = again = 0
    for (kind, purpose), (amount, before) in entered.items():
        held[kind] += amount
        if purpose is Purpose.REFUND:
            refunded, again = refunded - amount, again - before
    return Position(
        approved=project.amount,
        committed=held[AccountKind.COMMITTED],
        ordered=held[AccountKind.ORDERED],
        in_hand=held[AccountKind.IN_HAND],
        spent=held[AccountKind.SPENT],
        lost=held[AccountKind.LOST],
        refunded=refunded,
        refunded_and_promised_again=again,
        with_partners=held[AccountKind.PARTNER_HELD],
        spent_by_partners=held[AccountKind.PARTNER_SPENT],
    )


def _entries() -> Select[Any]:
    project = case((_OF_UNIT, Share.project_id), else_=LedgerAccount.owner_id)
    asked: BindParameter[int] = bindparam("projects", expanding=True)
    before = case((_promised_again(project, LedgerAccount, Share), LedgerEntry.amount), else_=0)
    sums = (func.sum(LedgerEntry.amount), func.sum(before))
    return (
        select(project, LedgerAccount.kind, LedgerTransaction.purpose, *sums)
        .select_from(LedgerEntry)
        .join(LedgerAccount, LedgerEntry.account_id == LedgerAccount.id)
        .join(LedgerTransaction, LedgerEntry.transaction_id == LedgerTransaction.id)
        .outerjoin(Share, and_(_OF_UNIT, Share.id == LedgerAccount.owner_id))
        .where(
            or_(
                and_(_OF_LEAD, LedgerAccount.owner_id.in_(asked)),
                and_(_OF_UNIT, Share.project_id.in_(asked)),
            )
        )
        .group_by(project, LedgerAccount.kind, LedgerTransaction.purpose)
    )


_ENTRIES = _entries()


def _entered(session: Session, projects: Sequence[int]) -> dict[int, Entered]:
    """Of every unit of a project, by the id of the project."""
    found: dict[int, Entered] = defaultdict(dict)
    for owner, kind, purpose, *sums in session.execute(_ENTRIES, {"projects": projects}):
        total, before = map(int, sums)
        found[owner][AccountKind(kind), Purpose(purpose)] = total, before
    return found
