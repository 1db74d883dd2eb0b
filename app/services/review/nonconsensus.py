"""The non-consensus channel (非共识、交叉融合): a proposal that splits its panel, named by members
with written reasons, goes to a second panel and may be funded from a reserved share (§3.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.asked import Listed
from app.models import Call, Naming, Proposal, Review
from app.names import unfit
from app.services.problems import Problems, alone
from workflows.engine.text import Text

REASON_LEAST, REASON_MOST = 20, 2000
"""Characters: a naming is an argument, not a tick."""


def is_split(call: Call, reviews: Sequence[Review]) -> bool:
    """Whether the totals of one panel lie further apart than the call allows."""
    totals = [review.total for review in reviews if review.total is not None]
    limit = call.parameters["nonconsensus_spread"] * 100
    return len(totals) > 1 and max(totals) - min(totals) > limit


def has_channel(call: Call) -> bool:
    return reserve(call) > 0


def reserve(call: Call) -> int:
    """分 that awards by this channel may take altogether."""
    percent = call.parameters["nonconsensus_percent"]
    return call.budget * percent // 100


def may_name(review: Review, peers: Sequence[Review]) -> bool:
    """A member who has scored may name it between the independent scores and the decision."""
    group = review.group
    return (
        has_channel(group.call)
        and group.call.state == "review"
        and group.purpose == "selection"
        and group.state in ("discussing", "locked")
        and review.state in ("signed", "closed")
        and is_split(group.call, peers)
    )


def name(
    session: Session, review: Review, peers: Sequence[Review], reason: str, now: datetime
) -> Problems | None:
    """`peers`: all signed reviews of the proposal in this panel."""
    if not may_name(review, peers):
        return alone(
            Text(
                "本项目不能提名进入非共识通道",
                "This proposal cannot be nominated for the non-consensus channel",
            )
        )
    if naming_of(session, review) is not None:
        return alone(Text("您已提名本项目", "You have already nominated this proposal"))
    if len(reason.strip()) < REASON_LEAST:
        words = Text(
            f"请写明提名理由，不少于 {REASON_LEAST} 字",
            f"Enter the reason for nomination (at least {REASON_LEAST} characters)",
        )
        return Problems({"reason": words})
    if why := unfit(reason, REASON_MOST):
        return Problems({"reason": why})
    session.add(
        Naming(
            proposal_id=review.proposal_id,
            expert_id=review.expert_id,
            reason=reason.strip(),
            named_at=now,
        )
    )
    session.flush()
    return None


def naming_of(session: Session, review: Review) -> Naming | None:
    return session.scalar(
        select(Naming).where(
            Naming.proposal_id == review.proposal_id, Naming.expert_id == review.expert_id
        )
    )


def named(session: Session, call: Call) -> Mapping[int, Sequence[str]]:
    """The reasons by proposal, of those that enough members have named; who named is not told."""
    found = ((one.proposal_id, one.reason) for one in NAMINGS.of(session, call=call.id))
    return _enough(found, call.parameters["nonconsensus_namers"])


NAMINGS = Listed(
    Naming,
    Naming.proposal_id.in_(select(Proposal.id).where(Proposal.call_id == bindparam("call"))),
    order=(Naming.proposal_id, Naming.reason),
)


def _enough(rows: Iterable[tuple[int, str]], least: int) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for proposal, reason in rows:
        found.setdefault(proposal, []).append(reason)
    return {proposal: reasons for proposal, reasons in found.items() if len(reasons) >= least}
