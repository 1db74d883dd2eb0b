"""What units have accounted for, heading by heading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, exists, func, or_, select
from sqlalchemy.orm import Session

from app.models import Expenditure, Fund, History, Share
from app.services.money.positions import position
from app.services.money.shares import shares_of, standings_of


@dataclass(frozen=True, slots=True)
class Spent:
    """Under one heading, in 分; `until` is the last day that a report of it covers."""

    amount: int
    until: date | None


def spent_by_heading(session: Session, fund: Fund) -> dict[str, Spent]:
    """Of all units together, less what was disallowed; by the key of the heading."""
    rows = session.execute(_SPENT, {"fund": fund.id})
    return {heading: Spent(int(total), until) for heading, total, until in rows}


_SPENT = (
    select(Expenditure.heading, func.sum(Expenditure.amount), func.max(Expenditure.spent_until))
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


def silent_units(session: Session, fund: Fund) -> tuple[str, ...]:
    """The names of units that have money of the project, and have said neither what they spent nor,
    since it ended, that they spent nothing; the lead unit first."""
    partners = (s.unit.name for s in shares_of(session, fund.project) if is_silent(session, s))
    lead = (fund.project.proposal.lead_unit.name,) * lead_is_silent(session, fund)
    return (*lead, *partners)


def lead_is_silent(session: Session, fund: Fund) -> bool:
    stands = position(session, fund.project)
    return bool(stands.in_hand and not stands.spent) and not _said(session, fund)


def is_silent(session: Session, share: Share) -> bool:
    stands = standings_of(session, share.project).get(share.id)
    return bool(stands and stands.held and not stands.spent) and not _said(session, share)


def _said(session: Session, case: Fund | Share) -> bool:
    said = exists().where(
        History.case_kind == case.kind,
        History.case_id == case.id,
        History.transition.in_(("report_no_spending", "report_no_share_spending")),
        History.at >= case.project.state_entered_at,
    )
    return bool(session.scalar(select(said)))
