"""What units have accounted for, heading by heading."""

from __future__ import annotations

from sqlalchemy import bindparam, func, or_, select
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
    """Of one unit, the lead unit without a share, less what was disallowed there; in 分. What a
    unit accounted for before it took the lead is the lead unit's."""
    lead = fund.project.proposal.lead_unit_id
    led = select(Share.id).where(Share.project_id == fund.project_id, Share.unit_id == lead)
    of_lead = or_(Expenditure.share_id.is_(None), Expenditure.share_id.in_(led))
    total = session.scalar(
        select(func.sum(Expenditure.amount)).where(
            Expenditure.fund_id == fund.id,
            Expenditure.share_id == share.id if share else of_lead,
            Expenditure.heading == heading,
        )
    )
    return int(total or 0)
