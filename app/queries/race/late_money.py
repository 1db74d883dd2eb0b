"""What lies in the pools of races, in 分; of one that is over it waits to go to the treasury."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from app.models import LedgerAccount, LedgerEntry, Race
from workflows.money.books import OF_RACE
from workflows.race.words import OVER


def pooled() -> Any:
    """On the table of races; NULL until the pool has been set up."""
    return (
        select(func.sum(LedgerEntry.amount))
        .join(LedgerAccount, LedgerEntry.account_id == LedgerAccount.id)
        .where(
            LedgerAccount.kind.in_(sorted(kind.value for kind in OF_RACE)),
            LedgerAccount.owner_id == Race.id,
        )
        .correlate(Race)
        .scalar_subquery()
    )


def holds_late_money() -> ColumnElement[bool]:
    return and_(Race.state.in_(sorted(state.value for state in OVER)), pooled() > 0)
