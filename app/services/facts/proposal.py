"""What the guards of a proposal look at, from the form to the approval."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.models import (
    Decision,
    DecisionItem,
    Letter,
    Notice,
    NoticeItem,
    Objection,
    Project,
    Proposal,
    Review,
)
from app.queries.calls.notices import (
    is_left_to_its_unit,
    is_left_to_supervision,
    is_left_uncleared,
    is_reviewed_after_notice,
    is_to_be_noticed,
    left_to_its_unit_at,
    list_is_told,
    was_promoted,
)
from app.services.awarding.large_awards import large_awards
from app.services.door.serving import served_at
from app.services.eligibility.integrity import barred, dues
from app.services.eligibility.running import award_findings
from app.services.facts import Common, applying
from app.services.facts.bid import bid_facts
from app.services.facts.defence import of_defence
from app.services.facts.late_conflict import depended_on_fallen, fell_since_list
from app.services.facts.lazily import lazily
from app.services.facts.ranked import of_result, of_review
from app.services.facts.reviewing import of_proposal, unsigned_reviews
from app.services.facts.window import of_window
from app.services.races.entering import wants_reserve
from workflows.engine.calendar import end_of_day, last_day, local_date
from workflows.facts import Names, ProposalFacts

_ADMITTED = ("admitted", "extended", "investigated")
_HOLDS_A_PLACE = ("notice", "objection", "approved")


class ServedPart(TypedDict):
    served_at: datetime | None


class DecisionPart(TypedDict):
    decided_outcome: str
    large_awards: Names
    list_told: bool
    place_free: bool
    promoted: bool


class SupervisionPart(TypedDict):
    left_to_supervision: bool
    left_to_its_unit: bool
    left_uncleared: bool


class AnswerPart(TypedDict):
    answered: bool


class NoticePart(TypedDict):
    on_published_notice: bool
    notice_ends_at: datetime | None
    dues_until: datetime | None
    open_objections: int
    admitted_objections: int
    objection_outcome: str


def _of_service(session: Session, proposal: Proposal, _common: Common) -> ServedPart:
    return {"served_at": served_at(session, proposal)}


def _of_decision(session: Session, proposal: Proposal, common: Common) -> DecisionPart:
    item = session.scalars(
        select(DecisionItem)
        .join(Decision)
        .where(DecisionItem.proposal_id == proposal.id, Decision.decided_at.is_not(None))
    ).first()
    outcome, promoted = item.outcome if item else "", was_promoted(session, proposal)
    return {
        "decided_outcome": "propose" if outcome and promoted else outcome,
        "large_awards": large_awards(
            session,
            proposal.call,
            [(proposal.title, item.amount)] if item else [],
            common.parameters,
        ),
        "promoted": promoted,
        "list_told": list_is_told(session, proposal.call),
        "place_free": item is not None
        and (_place_is_free(session, proposal, item) or wants_reserve(session, proposal)),
    }


def _of_supervision(session: Session, proposal: Proposal, _common: Common) -> SupervisionPart:
    left = select(is_left_to_supervision(), is_left_to_its_unit(), is_left_uncleared())
    by_bar, by_debt, uncleared = session.execute(left.where(Proposal.id == proposal.id)).one()
    return {
        "left_to_supervision": bool(by_bar),
        "left_to_its_unit": bool(by_debt),
        "left_uncleared": bool(uncleared),
    }


def _of_answer(session: Session, proposal: Proposal, _common: Common) -> AnswerPart:
    letter = select(Letter.id).where(
        Letter.letter_kind == "non_award_letter",
        Letter.about_kind == Proposal.kind,
        Letter.about_id == proposal.id,
    )
    return {"answered": session.scalars(letter.limit(1)).first() is not None}


def _place_is_free(session: Session, proposal: Proposal, item: DecisionItem) -> bool:
    """A place decided for award is no longer held, and the money suffices."""
    held = session.execute(
        select(func.count(Proposal.id), func.coalesce(func.sum(DecisionItem.amount), 0))
        .join(DecisionItem, DecisionItem.proposal_id == Proposal.id)
        .outerjoin(Project, Project.proposal_id == Proposal.id)
        .where(
            Proposal.call_id == proposal.call_id,
            or_(Proposal.state.in_(_HOLDS_A_PLACE), is_to_be_noticed(), is_reviewed_after_notice()),
            or_(Project.id.is_(None), Project.state != "lapsed"),
        )
    ).one()
    decided = session.scalar(
        select(func.count(DecisionItem.id)).where(
            DecisionItem.decision_id == item.decision_id, DecisionItem.outcome == "propose"
        )
    )
    return held[0] < (decided or 0) and held[1] + item.amount <= proposal.call.budget


def _dues_until(
    session: Session, proposal: Proposal, notice_ends_at: datetime, common: Common
) -> datetime:
    """Whoever was told after the end of the notice, for an objection or a bar came first, has the
    whole time from then."""
    told_at = left_to_its_unit_at(session, proposal) or common.now
    begins = max(last_day(notice_ends_at), last_day(told_at))
    return common.calendar.end_of_term(begins, common.parameters["dues_after_notice_days"])


def _of_notice(session: Session, proposal: Proposal, common: Common) -> NoticePart:
    notice = session.scalars(
        select(Notice)
        .join(NoticeItem, NoticeItem.notice_id == Notice.id)
        .where(NoticeItem.proposal_id == proposal.id, Notice.state.in_(("published", "ended")))
        .order_by(Notice.id.desc())
        .limit(1)
    ).first()
    objections = session.scalars(
        select(Objection).where(Objection.proposal_id == proposal.id).order_by(Objection.id)
    ).all()
    ends_at = notice.ends_at if notice and not proposal.call.stands_still else None
    return {
        "on_published_notice": notice is not None,
        "notice_ends_at": ends_at,
        "dues_until": _dues_until(session, proposal, ends_at, common) if ends_at else None,
        "open_objections": sum(o.state in ("filed", *_ADMITTED) for o in objections),
        "admitted_objections": sum(o.state in _ADMITTED for o in objections),
        "objection_outcome": next((o.outcome for o in reversed(objections) if o.outcome), ""),
    }


def reserve_until(common: Common) -> datetime:
    """So many days after it was listed, or to the end of that year (P13)."""
    listed, days = local_date(common.entered_at), common.parameters["reserve_days"]
    if days == 0:
        return end_of_day(listed.replace(month=12, day=31))
    return common.calendar.end_of_term(listed, days)


build = lazily(
    ProposalFacts,
    of_window,
    of_proposal,
    applying.of_form,
    applying.of_eligibility,
    applying.of_recommender,
    applying.of_entry,
    applying.of_formal_check,
    applying.of_comparison,
    _of_service,
    of_review,
    of_result,
    of_defence,
    _of_decision,
    _of_supervision,
    _of_answer,
    _of_notice,
    bid_facts,
    fell_since_list=fell_since_list,
    depended_on_fallen=depended_on_fallen,
    barred=lambda session, proposal, common: barred(session, [proposal], local_date(common.now)),
    dues=lambda session, proposal, common: dues(session, [proposal], local_date(common.now)),
    award_findings=lambda session, proposal, common: award_findings(
        session, [proposal], common.parameters
    )[proposal.id],
    reserve_until=lambda _session, _proposal, common: reserve_until(common),
    scores_awaited=lambda session, proposal, _common: bool(
        unsigned_reviews(session, Review.proposal_id == proposal.id)
    ),
)
