"""Panels after the first: the defence (P10), the re-review (P12), the second look at what split."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Exists, exists, select
from sqlalchemy.orm import Session, joinedload

from app.models import Call, GroupProposal, Person, Proposal, ReviewGroup
from app.services.door.turns import take_turn
from app.services.history import rows_of
from app.services.problems import Problems, alone
from app.services.review import nonconsensus
from app.services.review.panels import Reading, open_panel
from workflows.engine.text import Text
from workflows.phases.reviewing import RE_REVIEW_ORDERS

STATES = {
    "defence": ("shortlisted", "defence"),
    "re_review": ("re_review",),
    "second": ("scored",),
}
"""Where a proposal stands that goes before such a panel, or before another if it is dissolved."""


def purposes_of(call: Call) -> tuple[str, ...]:
    """Bids for an item are reviewed again, and neither defended nor looked at by a second panel."""
    return ("re_review",) if call.mechanism_key == "open_call" else tuple(STATES)


def has_second_panel(call: Call) -> bool:
    """Whether a proposal that splits its panel may go before another."""
    return "second" in purposes_of(call) and nonconsensus.has_channel(call)


def was_re_reviewed(session: Session, proposal: Proposal) -> bool:
    """By an order or by the ruling on an objection; there is no second time (P12)."""
    return any(
        row.transition in (*RE_REVIEW_ORDERS, "uphold_objection") and row.target == "re_review"
        for row in rows_of(session, proposal)
    )


def is_reviewed_again() -> Exists:
    """A panel is formed for the re-review of this proposal, and has not locked yet."""
    return exists().where(
        GroupProposal.proposal_id == Proposal.id,
        GroupProposal.group_id == ReviewGroup.id,
        ReviewGroup.purpose == "re_review",
        ReviewGroup.state.not_in(("locked", "dissolved")),
    )


def candidates(session: Session, call: Call, purpose: str) -> Sequence[Proposal]:
    """Proposals that wait for such a panel and have none yet.

    Raises KeyError: no such purpose.
    """
    live = (
        select(GroupProposal.proposal_id)
        .join(ReviewGroup)
        .where(ReviewGroup.purpose == purpose, ReviewGroup.state != "dissolved")
    )
    found = session.scalars(
        select(Proposal)
        .where(
            Proposal.call_id == call.id,
            Proposal.state.in_(STATES[purpose]),
            Proposal.id.not_in(live),
        )
        .options(joinedload(Proposal.lead_unit))
        .order_by(Proposal.rank, Proposal.id)
    ).all()
    if purpose != "second":
        return found
    named = nonconsensus.named(session, call)
    return [proposal for proposal in found if proposal.id in named]


def form(
    session: Session,
    call: Call,
    purpose: str,
    proposals: Sequence[Proposal],
    name: str,
    by: Person,
    now: datetime,
) -> ReviewGroup | Problems:
    """A panel for proposals that wait for one of this purpose."""
    take_turn(session)
    waiting = {proposal.id for proposal in candidates(session, call, purpose)}
    unfit = [proposal.title for proposal in proposals if proposal.id not in waiting]
    if not proposals or unfit:
        titles = "、".join(unfit) or "—"
        return alone(
            Text(
                f"请选择等待编组的项目；不能编入：{titles}",
                f"Choose proposals waiting for a panel. These cannot be included: {titles}",
            )
        )
    return open_panel(session, call, purpose, proposals, name, by, now, Reading())
