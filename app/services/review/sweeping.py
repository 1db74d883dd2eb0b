"""A change of team, unit or expert is looked at again: running files are taken back, scores voided
(domain §3.2). Call `sweep_experts` or `sweep_proposal` after such a change is flushed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session, joinedload

from app.experts.ties import Finding
from app.models import (
    Assessment,
    AssessmentSeat,
    Expert,
    GroupProposal,
    Invitation,
    Opinion,
    Project,
    ProjectMilestone,
    Proposal,
    Review,
    ReviewGroup,
    Stage,
)
from app.models.reviews import UNSIGNED
from app.services.assessing.drawing import LEFT
from app.services.assessing.panel_rules import preside
from app.services.awarding import calibrating, ranking
from app.services.cases import load_case
from app.services.experts import credit
from app.services.moves import Moved, take
from app.services.open_call.arguing import leave_for_good
from app.services.review.blinding import title_for_experts
from app.services.review.recusal import findings, hard, record_detected
from app.services.telling.messages import tell_holders, tell_person
from workflows.engine.text import Text
from workflows.parts.messages import MESSAGES
from workflows.roles import Role

_STILL_TO_DECIDE = (
    *("online_review", "scored", "shortlisted", "defence", "re_review"),
    "matching",
)
_LISTED = ("awaiting_notice", "proposed", "reserve", "notice", "objection")
_SETTLED = ("approved", "contracted", "not_selected")
_MOVES = {"assigned": "bar", "reading": "bar", "signed": "strike", "revising": "strike"}


def sweep_experts(session: Session, experts: Collection[int], now: datetime) -> int:
    """After a change of these experts' units, ties or fitness; returns how much was taken back."""
    leave_for_good(session, experts, now)
    _recuse_invitations(session, Invitation.expert_id.in_(experts), now)
    barred = _bar_assessors(session, Opinion.expert_id.in_(experts), now)
    _draw_again(session, AssessmentSeat.expert_id.in_(experts), now)
    _leave_between_rounds(session, AssessmentSeat.expert_id.in_(experts), now)
    _look_behind(session, Review.expert_id.in_(experts), now)
    return barred + _sweep(session, Review.expert_id.in_(experts), now)


def sweep_person(session: Session, person: int | None, now: datetime) -> None:
    """After a sanction: who is under one sits on no panel, whenever that was drawn, and what was
    signed and is not decided on yet does not count."""
    session.flush()
    experts = select(Expert.id).where(Expert.person_id == person)
    sweep_experts(session, session.scalars(experts).all(), now)


def sweep_proposal(session: Session, proposal: Proposal, now: datetime) -> int:
    """After a change of the team, the leader or the units, of the proposal or its project."""
    groups = select(GroupProposal.group_id).where(GroupProposal.proposal_id == proposal.id)
    _recuse_invitations(session, Invitation.group_id.in_(groups), now)
    panels = select(Assessment.id).join(Project).where(Project.proposal_id == proposal.id)
    barred = _bar_assessors(session, Opinion.assessment_id.in_(panels), now)
    _draw_again(session, AssessmentSeat.assessment_id.in_(panels), now)
    _leave_between_rounds(session, AssessmentSeat.assessment_id.in_(panels), now)
    return barred + _sweep(session, Review.group_id.in_(groups), now)


def is_barred(session: Session, review: Review, now: datetime) -> bool:
    """Whether the file stays closed: every opening asks the rules again. Only a question: what has
    come up acts by `take_back`."""
    return bool(_hard_findings(session, review, now))


def take_back(session: Session, review: Review, now: datetime) -> bool:
    """Whether a conflict that has come up took the file back from whoever is at work on it."""
    found = _hard_findings(session, review, now)
    return bool(found) and _act_on(session, review, found, now)


def _hard_findings(session: Session, review: Review, now: datetime) -> tuple[Finding, ...]:
    if review.state not in UNSIGNED:
        return ()
    return hard(findings(session, review.expert, review.proposal, now, review.group))


def conflicted(
    session: Session, reviews: Iterable[Review], now: datetime
) -> list[tuple[Review, tuple[Finding, ...]]]:
    """Those whose expert is known by now to have a conflict."""
    asked = ((r, hard(findings(session, r.expert, r.proposal, now, r.group))) for r in reviews)
    return [(review, found) for review, found in asked if found]


def signed_of(session: Session, group: ReviewGroup) -> Sequence[Review]:
    return session.scalars(
        select(Review).where(Review.group_id == group.id, Review.state == "signed")
    ).all()


def _sweep(session: Session, which: ColumnElement[bool], now: datetime) -> int:
    reviews = _reviews(
        session,
        which,
        Review.state.in_(tuple(_MOVES)) | and_(Review.state == "closed", ranking.counted()),
        or_(Proposal.state.in_(_STILL_TO_DECIDE), _at_a_checkpoint()),
    )
    return sum(
        _act_on(session, review, found, now) for review, found in conflicted(session, reviews, now)
    )


def _reviews(session: Session, *which: ColumnElement[bool]) -> Sequence[Review]:
    """With their panels, experts and proposals."""
    session.flush()
    return session.scalars(
        select(Review)
        .join(ReviewGroup, ReviewGroup.id == Review.group_id)
        .join(Proposal, Proposal.id == Review.proposal_id)
        .where(*which)
        .options(joinedload(Review.group), joinedload(Review.expert), joinedload(Review.proposal))
        .order_by(Review.id)
    ).all()


def _look_behind(session: Session, which: ColumnElement[bool], now: datetime) -> None:
    """What was decided on is held against what is known by now of the day the score was signed: a
    tie or a bar that came later was no reason to stand aside. Until the award the score falls and
    supervision examines it; afterwards supervision is told."""
    reviews = _reviews(
        session,
        which,
        Review.state == "closed",
        ranking.counted(),
        ReviewGroup.purpose != "checkpoint",
        Proposal.state.in_((*_LISTED, *_SETTLED)),
    )
    for review in reviews:
        signed_at = review.signed_at or now
        found = findings(session, review.expert, review.proposal, signed_at, review.group)
        if ties := tuple(one for one in found if one.is_of_the_case):
            record_detected(session, review.expert_id, review.proposal_id, ties, now)
            if review.proposal.state in _LISTED:
                _strike(session, review, ties, now)
                calibrating.count_change(session, review.group.call)
                _tell_who_sees_to_it(session, review, "score_struck_after_list", now)
            else:
                _tell_who_sees_to_it(session, review, "conflict_after_award", now)


def _at_a_checkpoint() -> ColumnElement[bool]:
    """A race's stage that is not decided: what was decided on has had its effect."""
    undecided = exists().where(Stage.group_id == Review.group_id, Stage.decided_at.is_(None))
    return and_(ReviewGroup.purpose == "checkpoint", or_(Review.state != "closed", undecided))


def _bar_assessors(session: Session, which: ColumnElement[bool], now: datetime) -> int:
    """Opinions on milestones and acceptances that no panel has concluded yet."""
    given = session.scalars(
        select(Opinion).where(which, Opinion.state.in_(("writing", "signed"))).order_by(Opinion.id)
    ).all()
    answers = [take(session, one, "bar", Role.SYSTEM_CLOCK, now=now) for one in given]
    return sum(isinstance(answer, Moved) for answer in answers)


def _draw_again(session: Session, which: ColumnElement[bool], now: datetime) -> None:
    """Panels that were drawn and have not begun: whoever draws fills what is empty by now."""
    drawn = session.execute(
        select(Assessment.about_kind, Assessment.about_id)
        .join(AssessmentSeat)
        .where(which, AssessmentSeat.left_reason == "")
        .distinct()
        .order_by(Assessment.about_kind, Assessment.about_id)
    ).all()
    for kind, number in drawn:
        case = load_case(session, kind, number)
        if case is not None and case.state == "drawn":
            take(session, case, "return_to_draw", Role.SYSTEM_CLOCK, now=now)


def _leave_between_rounds(session: Session, which: ColumnElement[bool], now: datetime) -> None:
    """From panels that sit again once a rectification is over (J6): their opinions are given, and
    whoever has to stand aside by now is asked for no other."""
    seats = session.execute(
        select(AssessmentSeat, Assessment)
        .join(Assessment, Assessment.id == AssessmentSeat.assessment_id)
        .join(ProjectMilestone, ProjectMilestone.id == Assessment.about_id)
        .where(
            which,
            AssessmentSeat.left_reason == "",
            Assessment.about_kind == ProjectMilestone.kind,
            ProjectMilestone.state == "rectifying",
        )
        .order_by(AssessmentSeat.id)
    ).all()
    for seat, panel in seats:
        proposal = panel.project.proposal
        if found := hard(findings(session, seat.expert, proposal, now)):
            record_detected(session, seat.expert_id, proposal.id, found, now)
            seat.left_reason = LEFT["recused"].zh
            if panel.members:
                preside(panel)
            session.flush()
            session.expire(panel)


def _act_on(session: Session, review: Review, found: Sequence[Finding], now: datetime) -> bool:
    record_detected(session, review.expert_id, review.proposal_id, found, now)
    if review.state == "closed":
        return _strike_after_the_lock(session, review, found, now)
    move = _MOVES[review.state]
    return isinstance(take(session, review, move, Role.SYSTEM_CLOCK, now=now), Moved)


def _strike_after_the_lock(
    session: Session, review: Review, found: Sequence[Finding], now: datetime
) -> bool:
    """The lock stands, the score does not: it stays on record, ranks are computed without it, and
    supervision decides on a re-review (P12)."""
    _strike(session, review, found, now)
    ranking.record(session, review.group.call)
    _tell_who_sees_to_it(session, review, "score_struck", now)
    return True


def _strike(session: Session, review: Review, found: Sequence[Finding], now: datetime) -> None:
    review.struck_at = now
    review.struck_reason = "；".join(f.evidence.zh for f in found)
    review.struck_reason_en = "; ".join(f.evidence.en for f in found)
    session.flush()
    credit.record_undeclared(session, review, found, now)
    _tell_whose_score_it_was(session, review, now)


def why_struck(review: Review) -> Text | None:
    """Earlier ones were kept in Chinese only."""
    if review.struck_at is None:
        return None
    return Text(review.struck_reason, review.struck_reason_en or review.struck_reason)


def _tell_who_sees_to_it(session: Session, review: Review, kind: str, now: datetime) -> None:
    stage = session.scalar(select(Stage).where(Stage.group_id == review.group_id))
    about, kind, roles = (
        (review.proposal, kind, frozenset({Role.SUPERVISOR}))
        if stage is None
        else (stage, "stage_score_struck", frozenset({Role.SUPERVISOR, Role.PROGRAMME_OFFICER}))
    )
    wording = MESSAGES[kind].format(title=review.proposal.title)
    tell_holders(session, about, roles, kind, wording, mark=str(review.id), now=now)


def _tell_whose_score_it_was(session: Session, review: Review, now: datetime) -> None:
    wording = MESSAGES["own_score_struck"].format(title=title_for_experts(review.proposal))
    key = f"own_score_struck-{review.id}"
    person = review.expert.person
    tell_person(session, person, "own_score_struck", wording, key=key, about=review, now=now)


def _recuse_invitations(session: Session, which: ColumnElement[bool], now: datetime) -> None:
    waiting = session.scalars(
        select(Invitation).where(which, Invitation.state.in_(("sent", "accepted")))
    ).all()
    for invitation in waiting:
        take(session, invitation, "recuse", Role.SYSTEM_CLOCK, now=now)
