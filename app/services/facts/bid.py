"""What the guards of a bid look at beside those of every proposal."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypedDict

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Project, Proposal
from app.services.facts import Common
from app.services.open_call import bidding, judging, sealing
from app.services.open_call.relations import relation_findings
from app.services.open_call.thresholds import promised_below
from workflows.engine.calendar import end_of_day, local_date
from workflows.facts import Names


class BidPart(TypedDict, total=False):
    item_state: str
    relation_findings: Names
    outdated: bool
    unanswered_metrics: Names
    metrics_below: Names
    shortlist_place: bool
    next_in_rank: bool
    user_has_spoken: bool
    veto_open: bool
    terms_agreed: bool
    terms_out_of_bounds: Names
    order_until: datetime | None


def bid_facts(session: Session, bid: Proposal, common: Common) -> BidPart:
    if bid.item is None:
        return {}
    found: BidPart = {
        "item_state": bid.item.state,
        "relation_findings": relation_findings(session, bid),
        "outdated": sealing.is_outdated(session, bid),
    }
    if bid.state == "draft":
        found |= {
            "unanswered_metrics": bidding.unanswered(session, bid),
            "metrics_below": promised_below(bid),
        }
    if bid.opened_at is not None:
        found |= _of_judging(session, bid, common)
    return found


def order_until(project: Project, common: Common) -> datetime:
    """When what was won and not signed lapses (B13): with its project (J2)."""
    days = common.parameters["contract_days"] + common.parameters["contract_grace_days"]
    last = local_date(project.state_entered_at) + timedelta(days=days)
    return end_of_day(common.calendar.next_working_day(last))


def _of_judging(session: Session, bid: Proposal, common: Common) -> BidPart:
    assert bid.item is not None, "bids are for items"
    price = common.given.get("price", "")
    project = session.scalars(select(Project).where(Project.proposal_id == bid.id)).first()
    opinion = judging.user_opinion(session, bid)
    return {
        "shortlist_place": bid.state == "scored"
        and judging.places(session, bid.item).get(bid.id, False),
        "next_in_rank": judging.is_next(judging.bids_of(session, bid.item), bid),
        "user_has_spoken": opinion is not None,
        "veto_open": judging.has_open_veto(opinion),
        "terms_agreed": judging.terms_of(session, bid) is not None,
        "terms_out_of_bounds": judging.out_of_bounds(bid, int(price)) if price else (),
        "order_until": order_until(project, common) if project else None,
    }
