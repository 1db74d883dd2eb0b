"""Refunds that stay where they went, since the team was revived and raced on (R17)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, func, literal, select
from sqlalchemy.orm import Session, aliased

from app.models import (
    Fund,
    History,
    LedgerAccount,
    LedgerEntry,
    LedgerTransaction,
    Project,
    Share,
)
from workflows.money.books import OF_SHARE, AccountKind, Purpose

_BEGINS = ("await_balance", "await_recovery", "recover")
"""What may be refunded from then on belongs to this recovery."""


def stays(project: SQLColumnExpression[int], *correlated: Any) -> ColumnElement[bool]:
    """In a statement about transactions: whether this one is a refund of a recovery that a revival
    called off, also one that came afterwards; no later appeal gives it back. `correlated` are the
    tables the `project` is read from."""
    revival, beginning = aliased(History), aliased(History)
    begun_since = (
        select(beginning.id)
        .where(
            *(beginning.case_kind == revival.case_kind, beginning.case_id == revival.case_id),
            beginning.transition.in_(_BEGINS),
            beginning.id.between(revival.id, LedgerTransaction.history_id),
        )
        .correlate(revival, LedgerTransaction)
        .exists()
    )
    revived = (
        select(revival.id)
        .join(Fund, (revival.case_kind == Fund.kind) & (revival.case_id == Fund.id))
        .where(
            Fund.project_id == project,
            revival.transition == "go_on_after_balance",
            ~begun_since,
        )
        .correlate(LedgerTransaction, *correlated)
    )
    return (LedgerTransaction.purpose == Purpose.REFUND.value) & revived.exists()


def refunds_to_give_back(session: Session, project: Project) -> dict[int | None, int]:
    """What an appeal gives back, in 分: by the id of the share of a partner, the lead unit's under
    None."""
    shares = select(Share.id).where(Share.project_id == project.id)
    of_lead = (LedgerAccount.kind == AccountKind.IN_HAND.value) & (
        LedgerAccount.owner_id == project.id
    )
    of_partner = LedgerAccount.kind.in_(OF_SHARE) & LedgerAccount.owner_id.in_(shares)
    rows = session.execute(
        select(LedgerAccount.kind, LedgerAccount.owner_id, -func.sum(LedgerEntry.amount))
        .join(LedgerEntry, LedgerEntry.account_id == LedgerAccount.id)
        .join(LedgerTransaction, LedgerEntry.transaction_id == LedgerTransaction.id)
        .where(
            of_lead | of_partner,
            LedgerTransaction.purpose == Purpose.REFUND.value,
            ~stays(literal(project.id)),
        )
        .group_by(LedgerAccount.kind, LedgerAccount.owner_id)
    )
    return {
        None if kind == AccountKind.IN_HAND.value else owner: int(total)
        for kind, owner, total in rows
    }
