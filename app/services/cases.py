"""The kinds of case, how they belong together, and how one begins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import (
    Call,
    Case,
    Fund,
    GroupProposal,
    Letter,
    Notice,
    NoticeItem,
    Objection,
    Payment,
    PaymentBatch,
    Project,
    Proposal,
    Race,
    Review,
    ReviewGroup,
    Route,
    Stage,
    Team,
)
from workflows.engine.model import Workflow
from workflows.registry import workflow_for

CASES: dict[str, type[Any]] = {
    c.kind: c
    for c in (
        *(Call, Proposal, ReviewGroup, Review, Notice, Objection, Project),
        *(Fund, Payment, PaymentBatch),
        *(Race, Stage, Team, Route),
        Letter,
    )
}


def workflow_of(case: Case) -> Workflow[Any]:
    return workflow_for(case.kind, case.mechanism)


def case_id(case: Case) -> int:
    number: int = case.id  # type: ignore[attr-defined]
    return number


def load_case(session: Session, kind: str, number: int, *, lock: bool = False) -> Any | None:
    """The case, read afresh and locked when `lock`; None when there is none."""
    if kind not in CASES:
        return None
    return session.get(CASES[kind], number, with_for_update=lock or None, populate_existing=lock)


def call_of(case: Case) -> Call | None:
    """The call whose rule set governs this case."""
    match case:
        case Call():
            return case
        case Proposal() | ReviewGroup() | Notice() | Race():
            return case.call
        case Review():
            return case.group.call
        case Objection():
            return case.notice.call
        case Project():
            return case.proposal.call
        case Stage() | Team() | Route():
            return case.race.call
        case Fund() | Payment():
            return case.project.proposal.call
    return None


def proposal_of(case: Case) -> Proposal | None:
    """The one proposal this case is about, if it is about one."""
    match case:
        case Proposal():
            return case
        case Review() | Objection() | Project() | Team():
            return case.proposal
        case Fund() | Payment():
            return case.project.proposal
    return None


def project_of(case: Case) -> Project | None:
    """The one project this case is about, if it is about one."""
    match case:
        case Project():
            return case
        case Fund() | Payment():
            return case.project
    return None


def _proposals_of_call(session: Session, call: Call) -> Sequence[Case]:
    return session.scalars(
        select(Proposal).where(Proposal.call_id == call.id).order_by(Proposal.id)
    ).all()


def _proposals_of_group(session: Session, group: ReviewGroup) -> Sequence[Case]:
    return session.scalars(
        select(Proposal)
        .join(GroupProposal, GroupProposal.proposal_id == Proposal.id)
        .where(GroupProposal.group_id == group.id)
        .order_by(Proposal.id)
    ).all()


def _proposals_of_notice(session: Session, notice: Notice) -> Sequence[Case]:
    return session.scalars(
        select(Proposal)
        .join(NoticeItem, NoticeItem.proposal_id == Proposal.id)
        .where(NoticeItem.notice_id == notice.id)
        .order_by(Proposal.id)
    ).all()


def _reviews_of_group(session: Session, group: ReviewGroup) -> Sequence[Case]:
    return session.scalars(
        select(Review).where(Review.group_id == group.id).order_by(Review.id)
    ).all()


def _reviews_of_proposal(session: Session, proposal: Proposal) -> Sequence[Case]:
    return session.scalars(
        select(Review).where(Review.proposal_id == proposal.id).order_by(Review.id)
    ).all()


def _notices_of_call(session: Session, call: Call) -> Sequence[Case]:
    return session.scalars(
        select(Notice).where(Notice.call_id == call.id).order_by(Notice.id)
    ).all()


def _race_of_call(session: Session, call: Call) -> Sequence[Case]:
    return session.scalars(select(Race).where(Race.call_id == call.id)).all()


def _teams_of_proposal(session: Session, proposal: Proposal) -> Sequence[Case]:
    return session.scalars(select(Team).where(Team.proposal_id == proposal.id)).all()


def _same_hand(session: Session, review: Review) -> Sequence[Case]:
    """An expert's other reviews on a checkpoint panel: a conflict with one excludes from all."""
    if review.group.purpose != "checkpoint":
        return ()
    return session.scalars(
        select(Review)
        .where(
            Review.group_id == review.group_id,
            Review.expert_id == review.expert_id,
            Review.id != review.id,
        )
        .order_by(Review.id)
    ).all()


def _funds_of_project(session: Session, project: Project) -> Sequence[Case]:
    return session.scalars(select(Fund).where(Fund.project_id == project.id)).all()


def _payments_of_project(session: Session, project: Project) -> Sequence[Case]:
    return session.scalars(
        select(Payment).where(Payment.project_id == project.id).order_by(Payment.id)
    ).all()


def _payments_of_team(session: Session, team: Team) -> Sequence[Case]:
    return session.scalars(
        select(Payment)
        .join(Project, Project.id == Payment.project_id)
        .where(Project.proposal_id == team.proposal_id)
        .order_by(Payment.id)
    ).all()


def _payments_of_batch(session: Session, batch: PaymentBatch) -> Sequence[Case]:
    return session.scalars(
        select(Payment).where(Payment.batch_id == batch.id).order_by(Payment.id)
    ).all()


_RELATED: dict[tuple[str, str], Callable[[Session, Any], Sequence[Case]]] = {
    ("call", "proposal"): _proposals_of_call,
    ("call", "notice"): _notices_of_call,
    ("proposal", "review"): _reviews_of_proposal,
    ("review_group", "proposal"): _proposals_of_group,
    ("review_group", "review"): _reviews_of_group,
    ("notice", "proposal"): _proposals_of_notice,
    ("notice", "call"): lambda _session, notice: (notice.call,),
    ("review", "review"): _same_hand,
    ("call", "race"): _race_of_call,
    ("race", "team"): lambda _session, race: tuple(race.teams),
    ("race", "stage"): lambda _session, race: tuple(race.stages),
    ("race", "route"): lambda _session, race: tuple(race.routes),
    ("race", "proposal"): lambda session, race: _proposals_of_call(session, race.call),
    ("stage", "race"): lambda _session, stage: (stage.race,),
    ("stage", "team"): lambda _session, stage: tuple(stage.race.teams),
    ("team", "race"): lambda _session, team: (team.race,),
    ("route", "race"): lambda _session, route: (route.race,),
    ("proposal", "team"): _teams_of_proposal,
    ("project", "team"): lambda session, project: _teams_of_proposal(session, project.proposal),
    ("objection", "proposal"): lambda _session, objection: (objection.proposal,),
    ("project", "fund"): _funds_of_project,
    ("team", "payment"): _payments_of_team,
    ("project", "payment"): _payments_of_project,
    ("fund", "payment"): lambda session, fund: _payments_of_project(session, fund.project),
    ("payment_batch", "payment"): _payments_of_batch,
}


def related(session: Session, case: Case, kind: str) -> Sequence[Case]:
    """The cases of that kind a cascade from this case reaches, in order of their ids.

    Raises KeyError: the two kinds are not related (a fault of the definition).
    """
    return _RELATED[case.kind, kind](session, case)


def place_at_start(case: Case, now: datetime) -> None:
    """Give a new case its first state; the door records it when it is begun."""
    workflow = workflow_of(case)
    case.state = workflow.start.key
    case.state_entered_at = now
    case.workflow_version = workflow.version
