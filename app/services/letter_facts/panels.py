"""Facts of the letters of a panel: to its experts, of the defence, the panel's opinion."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.documents.kinds import DefenceNotice, MemberSignature, PanelOpinion, PanelRow
from app.documents.kinds.panels import ReviewNotice
from app.documents.kinds.wording import quoted
from app.models import Expert, GroupProposal, History, Proposal, Review, ReviewGroup
from app.queries.review.panels import votes_of
from app.services.awarding.ranking import counted
from app.services.letter_facts.days import moment_words
from app.services.letter_facts.register import says
from app.services.moves import Move
from app.services.review.meetings import slot_of
from app.services.review.purposes import PURPOSE_LABELS
from workflows.engine.scores import score_text
from workflows.pledges import in_force


@says("review_notice")
def _review_notice(_session: Session, group: ReviewGroup, _move: Move) -> ReviewNotice:
    call = group.call
    label, rules = PURPOSE_LABELS.get(group.purpose), call.parameters
    return ReviewNotice(
        call_title=call.title,
        panel=group.name,
        purpose=label.zh if label else "评审",
        proposals=len(group.items),
        days=rules["score_days"],
        pledge=in_force("review").zh,
        contact=call.contact,
        phone=call.contact_phone,
    )


@says("defence_notice")
def _defence_notice(session: Session, proposal: Proposal, _move: Move) -> DefenceNotice:
    slot = slot_of(session, proposal)
    assert slot is not None, "the meeting has been planned and called"
    rules = proposal.call.parameters
    return DefenceNotice(
        unit=proposal.lead_unit.name,
        title=proposal.title,
        number=proposal.number or "",
        leader=proposal.pi.name,
        begins=moment_words(slot.starts_at),
        place=slot.meeting.place,
        position=slot.position,
        presentation=rules["presentation_minutes"],
        questions=rules["questions_minutes"],
        contact=proposal.call.contact,
        phone=proposal.call.contact_phone,
    )


@says("panel_opinion")
def _panel_opinion(session: Session, group: ReviewGroup, move: Move) -> PanelOpinion:
    label = PURPOSE_LABELS.get(group.purpose)
    reviews = _signed(session, group)
    return PanelOpinion(
        call_title=group.call.title,
        panel=group.name,
        purpose=label.zh if label else "评审",
        rows=tuple(_row(item) for item in group.items),
        opinion=move.given.get("opinion", ""),
        record=_record(session, group),
        signatures=_signatures(group, reviews),
    )


def _row(item: GroupProposal) -> PanelRow:
    result = item.result
    mean, rank = result["mean"], result["rank"]
    return PanelRow(
        title=item.proposal.title,
        number=item.proposal.number or "—",
        valid=result["valid"],
        dropped=result["dropped"],
        mean="—" if mean is None else score_text(mean),
        rank="—" if rank is None else str(rank),
        votes=f"{result['votes_for']}/{result['votes']}",
        opinion=item.opinion,
    )


def _signed(session: Session, group: ReviewGroup) -> Sequence[Review]:
    return session.scalars(
        select(Review)
        .where(Review.group_id == group.id, counted())
        .options(joinedload(Review.expert).joinedload(Expert.person))
        .order_by(Review.signed_at, Review.id)
    ).all()


def _signatures(group: ReviewGroup, reviews: Sequence[Review]) -> tuple[MemberSignature, ...]:
    """One line for each expert whose score counts, by the last score signed."""
    last = {review.expert_id: review for review in reviews}
    return tuple(
        MemberSignature(
            name=review.expert.person.name,
            duty="组长" if review.expert_id == group.chair_id else "组员",
            signed=moment_words(review.signed_at),
        )
        for review in sorted(
            last.values(), key=lambda r: (r.expert_id != group.chair_id, r.expert_id)
        )
    )


def _record(session: Session, group: ReviewGroup) -> tuple[str, ...]:
    """What the record of a meeting must say: who left the table, and why it went on (§3.1)."""
    rows = session.scalars(
        select(History)
        .where(
            History.case_kind == "review_group",
            History.case_id == group.id,
            History.transition.in_(("drop_out", "postpone")),
        )
        .order_by(History.id)
    )
    left = tuple(_who_left(row) for row in rows)
    recused = session.scalars(
        select(Review)
        .where(Review.group_id == group.id, Review.state == "recused")
        .options(joinedload(Review.proposal))
        .order_by(Review.id)
    )
    seats = {seat.expert_id: seat.seat for seat in group.seats}
    return (
        left
        + _voted(session, group)
        + tuple(
            f"{seats.get(review.expert_id, '—')}号席位专家回避{quoted(review.proposal.title)}，"
            "未参加该项目的评审。"
            for review in recused
        )
    )


def _voted(session: Session, group: ReviewGroup) -> tuple[str, ...]:
    """The secret votes that were counted: sums, and nobody's name."""
    return tuple(
        f"{moment_words(vote.counted_at)}，同分项目经专家组无记名投票（{len(vote.voters)}人，"
        f"投票{vote.cast}人）："
        + "，".join(f"{quoted(c.proposal.title)}{c.votes}票" for c in vote.candidates)
        + "。"
        for vote in reversed(votes_of(session, group))
        if vote.counted_at is not None
    )


def _who_left(row: History) -> str:
    seat, reason = row.given["seat"], row.given["reason"]
    if row.transition == "drop_out":
        return (
            f"{moment_words(row.at)}，{seat}号席位专家中途退出（{reason}）；"
            "有效专家不少于规定下限，免除单数要求，会议继续。"
        )
    return f"{moment_words(row.at)}，{seat}号席位专家退出（{reason}）；有效专家不足，会议改期。"
