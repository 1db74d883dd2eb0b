"""What lies in the pools of races, in 分; of one that is over it waits to go to the treasury, and
stays as long as the appeal of a team may have it paid again (J19)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, not_, select

from app.models import Appeal, LedgerAccount, LedgerEntry, Project, Race, Team
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
    is_over = Race.state.in_(sorted(state.value for state in OVER))
    appeals = appealing().where(Team.race_id == Race.id).correlate(Race).exists()
    return and_(is_over, pooled() > 0, not_(appeals))


def appealing() -> Select[Any]:
    """Lanes of the teams whose appeal is open."""
    return (
        select(Team.lane)
        .join(Project, Project.proposal_id == Team.proposal_id)
        .join(Appeal, Appeal.project_id == Project.id)
        .where(Appeal.state.in_(("filed", "admitted")))
    )
