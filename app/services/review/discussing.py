"""The discussion of a panel: who may see what the others signed, remarks, the panel's opinion
(专家组评审意见) drafted from the members' comments for the chair to edit (§3.3, P11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload

from app.asked import Listed
from app.models import Expert, GroupProposal, Proposal, Remark, Review, ReviewGroup
from app.models.reviews import GONE
from app.names import unfit
from app.services.problems import Problems, alone
from workflows.engine.scores import score_text
from workflows.engine.text import Text

OPINION_MOST = 3000
"""Characters, about two pages of a letter."""
REMARK_MOST = 1000
_SIGNED = ("signed", "revising", "closed")
_OPEN = ("assigned", "reading")


_REVIEWS = Listed(
    Review,
    Review.group_id == bindparam("group"),
    Review.proposal_id == bindparam("proposal"),
    Review.state.in_(_SIGNED),
    Review.struck_at.is_(None),
    order=(Review.id,),
    options=(joinedload(Review.expert).joinedload(Expert.person),),
)


def reviews_of(session: Session, group: ReviewGroup, proposal_id: int) -> Sequence[Review]:
    """Every signed review of one proposal by this panel, in an order that tells no name."""
    return _REVIEWS.of(session, group=group.id, proposal=proposal_id)


def own_review(
    session: Session, group: ReviewGroup, proposal_id: int, person_id: int
) -> Review | None:
    """The signed review of this member; None too for whoever stood aside on this proposal."""
    reviews = reviews_of(session, group, proposal_id)
    return next((r for r in reviews if r.expert.person_id == person_id), None)


def is_open(session: Session, group: ReviewGroup, proposal_id: int) -> bool:
    """Whether members may see each other's opinions of a proposal: once the discussion is open, or
    at a meeting once everybody has signed for it."""
    if group.state in ("discussing", "locked"):
        return True
    if group.purpose != "defence" or group.state != "reviewing":
        return False
    return not waits_for_somebody(session, group, proposal_id)


def waits_for_somebody(session: Session, group: ReviewGroup, proposal_id: int) -> bool:
    """Whether a member has not signed for this proposal yet."""
    waiting = select(Review.id).where(
        Review.group_id == group.id, Review.proposal_id == proposal_id, Review.state.in_(_OPEN)
    )
    return session.scalar(waiting.limit(1)) is not None


def signed_by_all(session: Session, group: ReviewGroup) -> Mapping[int, Sequence[Review]]:
    """By id of a proposal on the table for which nobody has still to sign: every signed review."""
    rows = session.scalars(
        select(Review)
        .join(Proposal, Proposal.id == Review.proposal_id)
        .where(
            Review.group_id == group.id,
            Review.state.in_(_SIGNED + _OPEN),
            Review.struck_at.is_(None),
            Proposal.state.not_in(GONE),
        )
        .order_by(Review.id)
        .options(joinedload(Review.expert).joinedload(Expert.person))
    )
    found: dict[int, list[Review]] = {}
    for review in rows:
        found.setdefault(review.proposal_id, []).append(review)
    return {
        proposal: reviews
        for proposal, reviews in found.items()
        if not any(review.state in _OPEN for review in reviews)
    }


def seats_that_write(session: Session, group: ReviewGroup) -> dict[int, int]:
    """By id of a proposal the seat of whoever words its opinion, where somebody has signed."""
    seats = {seat.expert_id: seat.seat for seat in group.seats}
    signed: dict[int, list[Review]] = {}
    for review in session.scalars(
        select(Review).where(
            Review.group_id == group.id, Review.state.in_(_SIGNED), Review.struck_at.is_(None)
        )
    ):
        signed.setdefault(review.proposal_id, []).append(review)
    writers = {proposal: writer_of(group, reviews) for proposal, reviews in signed.items()}
    return {p: seats[expert] for p, expert in writers.items() if expert in seats}


def open_to(session: Session, group: ReviewGroup, person_id: int) -> frozenset[int]:
    """Ids of the proposals that this member has signed for, and of which the others' opinions may
    be read now."""
    rows = session.execute(
        select(Review.proposal_id, Review.state, Review.struck_at, Expert.person_id)
        .join(Expert, Expert.id == Review.expert_id)
        .where(Review.group_id == group.id)
    ).all()
    mine = {
        proposal
        for proposal, state, struck_at, person in rows
        if person == person_id and state in _SIGNED and struck_at is None
    }
    if group.state in ("discussing", "locked"):
        return frozenset(mine)
    if group.purpose != "defence" or group.state != "reviewing":
        return frozenset()
    return frozenset(mine - {proposal for proposal, state, *_ in rows if state in _OPEN})


def remarks_on(session: Session, group: ReviewGroup, proposal_id: int) -> Sequence[Remark]:
    return session.scalars(
        select(Remark)
        .where(Remark.group_id == group.id, Remark.proposal_id == proposal_id)
        .order_by(Remark.id)
    ).all()


def remark(session: Session, own: Review, text: str, now: datetime) -> Problems | None:
    """Only a member who has signed, and only while the panel talks."""
    if own.group.state != "discussing":
        return alone(Text("讨论未开启或已结束", "The discussion has not opened or has ended"))
    words = text.strip()
    if not words:
        return Problems({"remark": Text("请填写发言", "Enter your remark")})
    if why := unfit(words, REMARK_MOST):
        return Problems({"remark": why})
    session.add(
        Remark(
            group_id=own.group_id,
            proposal_id=own.proposal_id,
            expert_id=own.expert_id,
            text=words,
            written_at=now,
        )
    )
    session.flush()
    return None


def writer_of(group: ReviewGroup, reviews: Sequence[Review]) -> int | None:
    """The expert who words the opinion: the chair or, where the chair stood aside, the member on
    the first seat that scored."""
    scored = {review.expert_id for review in reviews}
    if group.chair_id in scored:
        return group.chair_id
    return next((seat.expert_id for seat in group.seats if seat.expert_id in scored), None)


def draft_opinion(reviews: Sequence[Review], criteria: Sequence[dict[str, str]]) -> str:
    """A first wording for the chair: the votes, then by criterion the mean and what was said.

    It weighs nothing and leaves nothing out: each comment stands once, without its author.
    """
    if not reviews:
        return ""
    votes = sum(review.recommends is True for review in reviews)
    lines = [f"专家组 {len(reviews)} 名专家独立评审，{votes} 名建议资助。"]
    for row in criteria:
        marks = [r.scores[row["key"]] for r in reviews if row["key"] in r.scores]
        said = _once(str(r.comments.get(row["key"], "")) for r in reviews)
        if marks:
            mean = score_text(round(sum(marks) / len(marks)))
            lines.append(f"{row['zh']}（平均 {mean} 分）：{'；'.join(said)}。")
    overall = _once(review.overall for review in reviews)
    lines.append(f"总体意见：{'；'.join(overall)}。")
    return "\n".join(lines)


def save_opinion(item: GroupProposal, group: ReviewGroup, text: str) -> Problems | None:
    """By the chair, until the lock."""
    if group.state not in ("reviewing", "discussing"):
        return alone(
            Text(
                "评审组已锁定，意见不能再改",
                "The panel has been locked, so its opinion can no longer be changed",
            )
        )
    words = text.strip()
    if why := unfit(words, OPINION_MOST):
        return Problems({"opinion": why})
    item.opinion = words
    return None


def _once(texts: Iterable[str]) -> list[str]:
    cleaned = (text.strip().rstrip("。；; ") for text in texts)
    return list(dict.fromkeys(filter(None, cleaned)))
