"""What units have accounted for, heading by heading."""

from __future__ import annotations

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from app.models import Expenditure, Fund, Share


def spent_by_heading(session: Session, fund: Fund) -> dict[str, int]:
    """Of all units together, less what was disallowed; in 分, by the key of the heading."""
    return {heading: int(total) for heading, total in session.execute(_SPENT, {"fund": fund.id})}


_SPENT = (
    select(Expenditure.heading, func.sum(Expenditure.amount))
    .where(Expenditure.fund_id == bindparam("fund"))
    .group_by(Expenditure.heading)
    .order_by(Expenditure.heading)
)


def spent_under(session: Session, fund: Fund, share: Share | None, heading: str) -> int:
    """Of one unit, the lead unit without a share, less what was disallowed there; in 分."""
    total = session.scalar(
        select(func.sum(Expenditure.amount)).where(
            Expenditure.fund_id == fund.id,
            Expenditure.share_id == (share.id if share else None),
            Expenditure.heading == heading,
        )
    )
    return int(total or 0)
