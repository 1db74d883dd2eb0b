"""How the money of a project stands, from the books (I3: committed = ordered + paid + the rest)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import LedgerAccount, LedgerEntry, LedgerTransaction, Project, Share
from app.services.money import ledger
from workflows.money.books import AccountKind, Purpose


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
    with_partners: int = 0
    spent_by_partners: int = 0

    @property
    def granted(self) -> int:
        """The award; in a race with what the stages and the prize added to it."""
        return max(self.approved, self.committed + self.ordered + self.paid_in_all)

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


def position(session: Session, project: Project) -> Position:
    return positions(session, [project])[project.id]


def positions(session: Session, projects: Sequence[Project]) -> dict[int, Position]:
    """By the id of the project: four queries, however many projects."""
    refunds = _refunds(session, [p.id for p in projects])
    return {
        number: replace(stands, refunded=refunds.get(number, 0))
        for number, stands in holdings(session, projects).items()
    }


def holdings(session: Session, projects: Sequence[Project]) -> dict[int, Position]:
    """The same without what was refunded: two queries."""
    ids = [p.id for p in projects]
    balances = ledger.balances(session, _OF_PROJECT, ids)
    balances |= _partner_balances(session, ids)
    return {
        p.id: Position(
            approved=p.amount,
            committed=balances.get((AccountKind.COMMITTED, p.id), 0),
            ordered=balances.get((AccountKind.ORDERED, p.id), 0),
            in_hand=balances.get((AccountKind.IN_HAND, p.id), 0),
            spent=balances.get((AccountKind.SPENT, p.id), 0),
            lost=balances.get((AccountKind.LOST, p.id), 0),
            with_partners=balances.get((AccountKind.PARTNER_HELD, p.id), 0),
            spent_by_partners=balances.get((AccountKind.PARTNER_SPENT, p.id), 0),
        )
        for p in projects
    }


_OF_PROJECT = (
    *(AccountKind.COMMITTED, AccountKind.ORDERED, AccountKind.IN_HAND),
    *(AccountKind.SPENT, AccountKind.LOST),
)


def _partner_balances(
    session: Session, projects: Sequence[int]
) -> dict[tuple[AccountKind, int], int]:
    rows = session.execute(
        select(LedgerAccount.kind, Share.project_id, func.sum(LedgerEntry.amount))
        .join(LedgerEntry, LedgerEntry.account_id == LedgerAccount.id)
        .join(Share, Share.id == LedgerAccount.owner_id)
        .where(LedgerAccount.kind.in_(_OF_SHARE), Share.project_id.in_(projects))
        .group_by(LedgerAccount.kind, Share.project_id)
    )
    return {(AccountKind(kind), project): int(total) for kind, project, total in rows}


_OF_SHARE = (AccountKind.PARTNER_HELD.value, AccountKind.PARTNER_SPENT.value)


def _refunds(session: Session, projects: Sequence[int]) -> dict[int, int]:
    """By the lead unit and by the partners."""
    found = _refunds_of_leads(session, projects)
    rows = session.execute(
        select(Share.project_id, func.sum(LedgerEntry.amount))
        .join(LedgerAccount, LedgerAccount.owner_id == Share.id)
        .join(LedgerEntry, LedgerEntry.account_id == LedgerAccount.id)
        .join(LedgerTransaction, LedgerEntry.transaction_id == LedgerTransaction.id)
        .where(
            LedgerTransaction.purpose == Purpose.REFUND.value,
            LedgerAccount.kind == AccountKind.PARTNER_HELD.value,
            Share.project_id.in_(projects),
        )
        .group_by(Share.project_id)
    )
    for project, total in rows:
        found[project] = found.get(project, 0) - int(total)
    return found


def _refunds_of_leads(session: Session, projects: Sequence[int]) -> dict[int, int]:
    rows = session.execute(
        select(LedgerAccount.owner_id, func.sum(LedgerEntry.amount))
        .join(LedgerEntry, LedgerEntry.account_id == LedgerAccount.id)
        .join(LedgerTransaction, LedgerEntry.transaction_id == LedgerTransaction.id)
        .where(
            LedgerTransaction.purpose == Purpose.REFUND.value,
            LedgerAccount.kind == AccountKind.IN_HAND.value,
            LedgerAccount.owner_id.in_(projects),
        )
        .group_by(LedgerAccount.owner_id)
    )
    return {owner: -int(total) for owner, total in rows}
