"""What units have accounted for, heading by heading."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Expenditure, Fund, Share


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
