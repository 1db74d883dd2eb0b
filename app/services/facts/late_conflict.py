"""Which scores fell to conflicts since the list was decided, and whether the award depended on
them."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from app.models import Decision, DecisionItem, GroupProposal, History, Proposal, Review
from app.services.awarding import ranking
from app.services.facts import Common
from workflows.engine.text import Text
from workflows.facts import Names


def fell_since_list(session: Session, proposal: Proposal, _common: Common) -> Names:
    """Without what was examined, and without what a re-review has put aside."""
    count = session.scalar(
        select(func.count(Review.id)).where(
            Review.proposal_id == proposal.id, *_fell_after_decision(), ~_is_examined()
        )
    )
    return (Text(f"{count} 份", f"{count}"),) if count else ()


def depended_on_fallen(session: Session, proposal: Proposal, common: Common) -> bool:
    """Too little is left, it would not be proposed any more, or others would come before it. An
    award that departed from the rank order with a reason, or by negotiation, had no such place."""
    figures, call = ranking.of_proposal(session, proposal), proposal.call
    if figures is None or ranking.lacks_scores(figures, common.parameters):
        return True
    merits = ranking.may_be_proposed(call, figures) or ranking.may_use_channel(call, figures)
    return not merits or _is_passed(session, proposal, figures.ranked.standing.score or 0)


def _is_passed(session: Session, proposal: Proposal, score: int) -> bool:
    """By what the meeting did not propose, in the order of scores."""
    if proposal.item_id is not None:
        return False
    by_rank = select(DecisionItem.decision_id).where(
        DecisionItem.proposal_id == proposal.id, DecisionItem.deviation_reason == ""
    )
    better = (
        select(Proposal.id)
        .join(DecisionItem, DecisionItem.proposal_id == Proposal.id)
        .where(
            DecisionItem.decision_id.in_(by_rank),
            DecisionItem.outcome != "propose",
            DecisionItem.deviation_reason == "",
            Proposal.score > score,
        )
    )
    return session.scalars(better.limit(1)).first() is not None


def _fell_after_decision() -> tuple[ColumnElement[bool], ...]:
    decided = exists().where(
        DecisionItem.proposal_id == Review.proposal_id,
        DecisionItem.decision_id == Decision.id,
        Decision.decided_at <= Review.struck_at,
    )
    stands = exists().where(
        GroupProposal.group_id == Review.group_id,
        GroupProposal.proposal_id == Review.proposal_id,
        GroupProposal.voided_at.is_(None),
    )
    return decided, stands


def _is_examined() -> ColumnElement[bool]:
    return exists().where(
        History.case_kind == Proposal.kind,
        History.case_id == Review.proposal_id,
        History.transition == "keep_award",
        History.at >= Review.struck_at,
    )
