"""What the guards of a panel and of a single review look at."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from app.models import History, Review, ReviewGroup, Sanction
from app.models.reviews import GONE
from app.services.awarding.ranking import summary_of, ties_within
from app.services.eligibility.integrity import barred_on
from app.services.experts.inviting import open_invitations
from app.services.experts.pool import users_beyond
from app.services.facts import Common
from app.services.facts.lazily import lazily
from app.services.facts.reviewing import of_group, of_review, unsigned_reviews
from app.services.races import checkpoints
from app.services.races.evidence import grace_ends
from app.services.review import voting
from app.services.review.assigning import assignment_problems
from app.services.review.blinding import title_for_experts, told_of_conflicts
from app.services.review.meetings import meeting_of, slot_length, slot_of, was_seen
from app.services.review.panels import draw_problems
from app.services.review.purposes import seats_needed, valid_needed
from app.services.review.recusal import findings, hard
from app.services.review.sweeping import conflicted, signed_of
from app.services.review.vetoes import VETO_LABELS
from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.facts import Names, ReviewFacts, ReviewGroupFacts

_SCORING = ("reviewing", "discussing")


class PanelPart(TypedDict):
    purpose: str
    seats_needed: int
    unknown_seat: Names
    proposals: int
    seats: int
    has_chair: bool
    opinions_missing: Names


class DrawPart(TypedDict):
    draw_problems: Names
    stage_takes_evidence: bool
    stage_untested: Names
    evidence_closes_at: datetime | None
    open_invitations: Names
    assignment_problems: Names


class ConflictPart(TypedDict):
    conflicted_reviews: Names


class ScoresPart(TypedDict):
    unsigned_reviews: Names
    too_few_reviews: Names
    too_many_users: Names
    unexplained_outliers: Names


class MeetingPart(TypedDict, total=False):
    not_seen: Names
    heard_unrecorded: Names
    unplanned: Names
    meeting_at: datetime | None
    meeting_called: bool


class VotePart(TypedDict, total=False):
    has_ties: bool
    votes_open: int
    short_of_ballots: Names
    votes_unsound: int


def _of_panel(_session: Session, group: ReviewGroup, common: Common) -> PanelPart:
    return {
        "purpose": group.purpose,
        "seats_needed": seats_needed(group, common.parameters),
        "unknown_seat": _unknown_seat(group, common.given.get("seat", "").strip()),
        "proposals": len(group.items),
        "seats": len(group.sitting),
        "has_chair": group.chair_id is not None,
        "opinions_missing": _without_opinion(group),
    }


def _of_draw(session: Session, group: ReviewGroup, common: Common) -> DrawPart:
    waiting = len(open_invitations(session, group)) if group.state == "drawn" else 0
    forming = group.state == "forming" and bool(group.draw)
    stage = checkpoints.stage_of(session, group) if group.state == "forming" else None
    return {
        "draw_problems": draw_problems(session, group, common.now) if forming else (),
        "stage_takes_evidence": stage is not None and stage.state == "evidence_due",
        "stage_untested": checkpoints.untested(stage) if stage else (),
        "evidence_closes_at": grace_ends(session, stage) if stage else None,
        "open_invitations": (Text(f"{waiting} 人", f"{waiting} of them"),) if waiting else (),
        "assignment_problems": (
            assignment_problems(session, group) if group.state == "drawn" else ()
        ),
    }


def _of_conflicts(session: Session, group: ReviewGroup, common: Common) -> ConflictPart:
    """How many signed scores stand although a conflict is known by now."""
    scoring = group.state in _SCORING
    number = len(conflicted(session, signed_of(session, group), common.now)) if scoring else 0
    return {"conflicted_reviews": (Text(f"{number} 份", f"{number} scores"),) if number else ()}


def _unknown_seat(group: ReviewGroup, typed: str) -> tuple[str, ...]:
    return (typed,) if typed and typed not in {str(s.seat) for s in group.sitting} else ()


def _without_opinion(group: ReviewGroup) -> tuple[str, ...]:
    """A panel that met, or talked, says in its own words what it thinks (P11)."""
    if group.purpose != "defence" and group.state != "discussing":
        return ()
    return tuple(
        title_for_experts(item.proposal) for item in group.on_the_table if not item.opinion.strip()
    )


def _of_meeting(session: Session, group: ReviewGroup, common: Common) -> MeetingPart:
    if group.purpose != "defence":
        return {}
    meeting = meeting_of(session, group)
    slots = meeting.slots if meeting else []
    planned = {slot.proposal_id for slot in slots}
    seen = {slot.proposal_id for slot in slots if slot.attended_at is not None}
    length = slot_length(common.parameters)
    over = {slot.proposal_id for slot in slots if slot.starts_at + length <= common.now}
    not_seen = [item.proposal for item in group.on_the_table if item.proposal_id not in seen]
    return {
        "not_seen": tuple(map(title_for_experts, not_seen)),
        "heard_unrecorded": tuple(title_for_experts(one) for one in not_seen if one.id in over),
        "unplanned": tuple(
            title_for_experts(item.proposal)
            for item in group.on_the_table
            if item.proposal_id not in planned
        ),
        "meeting_at": meeting.starts_at if meeting else None,
        "meeting_called": bool(meeting and meeting.called_at),
    }


def _of_scores(session: Session, group: ReviewGroup, common: Common) -> ScoresPart:
    too_few, users, outliers = _of_signed(session, group, common)
    return {
        "unsigned_reviews": unsigned_reviews(session, Review.group_id == group.id),
        "too_few_reviews": too_few,
        "too_many_users": users,
        "unexplained_outliers": outliers,
    }


def _of_signed(
    session: Session, group: ReviewGroup, common: Common
) -> tuple[tuple[Text, ...], tuple[Text, ...], tuple[str, ...]]:
    """Titles with too few valid scores, with too many of users, and with an unexplained outlier."""
    if group.state not in _SCORING:
        return (), (), ()
    signed = session.scalars(
        select(Review).where(Review.group_id == group.id, Review.state == "signed")
    ).all()
    too_few, users, unexplained = [], [], []
    for item in group.on_the_table:
        reviews = [r for r in signed if r.proposal_id == item.proposal_id]
        if len(reviews) < valid_needed(group, common.parameters):
            title = title_for_experts(item.proposal)
            too_few.append(Text(f"{title}（{len(reviews)} 份）", f"{title} ({len(reviews)})"))
        if of_users := users_beyond(group, reviews, common.parameters):
            title, count = title_for_experts(item.proposal), f"{of_users} / {len(reviews)}"
            users.append(Text(f"{title}（{count}）", f"{title} ({count})"))
        by_id = {r.id: r for r in reviews}
        summary = summary_of(group.call, reviews)
        if any(not by_id[o.reviewer].deviation_reason for o in summary.outliers):
            unexplained.append(title_for_experts(item.proposal))
    return tuple(too_few), tuple(users), tuple(unexplained)


def _of_votes(session: Session, group: ReviewGroup, _common: Common) -> VotePart:
    if group.state != "discussing":
        return {}
    return {
        "has_ties": bool(ties_within(session, group)),
        "votes_open": len(voting.open_votes(session, group)),
        "short_of_ballots": voting.short_of_ballots(session, group),
        "votes_unsound": len(voting.unsound(session, group)),
    }


build_group = lazily(
    ReviewGroupFacts,
    of_group,
    _of_panel,
    _of_draw,
    _of_conflicts,
    _of_scores,
    _of_meeting,
    _of_votes,
)


class ReviewConflictPart(TypedDict):
    conflicts_detected: Names
    barred: Names


class PanelVotePart(TypedDict):
    panel_votes: bool


class ReviewPart(TypedDict):
    group_state: str
    still_needed: bool
    unscored: Names
    uncommented: Names
    overall_written: bool
    voted: bool
    deviates: bool
    deviation_unexplained: bool


def _of_reviewer(session: Session, review: Review, common: Common) -> ReviewConflictPart:
    found = findings(session, review.expert, review.proposal, common.now, review.group)
    return {
        "conflicts_detected": told_of_conflicts(review.group.call, hard(found)),
        "barred": barred_on(
            session, Sanction.person_id == review.expert.person_id, local_date(common.now)
        ),
    }


def _of_review(_session: Session, review: Review, _common: Common) -> ReviewPart:
    criteria = review.group.criteria
    return {
        "group_state": review.group.state,
        "still_needed": _still_needed(review),
        "unscored": tuple(
            Text(c["zh"], c["en"] or c["zh"]) for c in criteria if c["key"] not in review.scores
        ),
        "uncommented": (
            *(
                Text(c["zh"], c["en"] or c["zh"])
                for c in criteria
                if not str(review.comments.get(c["key"], "")).strip()
            ),
            *(VETO_LABELS[key] for key, reason in review.vetoes.items() if not reason),
        ),
        "overall_written": bool(review.overall.strip()),
        "voted": review.recommends is not None,
        "deviates": review.deviates,
        "deviation_unexplained": review.owes_reason,
    }


def _of_panel_vote(session: Session, review: Review, _common: Common) -> PanelVotePart:
    return {"panel_votes": bool(voting.open_votes(session, review.group))}


def _new_date_given(session: Session, review: Review, _common: Common) -> datetime | None:
    if review.group.purpose != "defence":
        return None
    given = and_(
        History.case_kind == Review.kind,
        History.case_id == review.id,
        History.transition.in_(("await_new_date", "await_new_meeting")),
    )
    met = and_(
        History.case_kind == ReviewGroup.kind,
        History.case_id == review.group_id,
        History.transition == "start",
    )
    return session.scalar(select(func.max(History.at)).where(or_(given, met)))


def _heard_at(session: Session, review: Review, _common: Common) -> datetime | None:
    slot = slot_of(session, review.proposal) if review.group.purpose == "defence" else None
    return slot.starts_at if slot else None


build = lazily(
    ReviewFacts,
    of_review,
    _of_reviewer,
    _of_review,
    _of_panel_vote,
    new_date_given_at=_new_date_given,
    heard_at=_heard_at,
    team_seen=lambda session, review, _common: was_seen(session, review),
)


def _still_needed(review: Review) -> bool:
    group = review.group
    before_it = any(item.proposal_id == review.proposal_id for item in group.items)
    if not before_it or review.proposal.state in GONE:
        return False
    left = {seat.expert_id for seat in group.seats if seat.left_reason is not None}
    return review.expert_id not in left
