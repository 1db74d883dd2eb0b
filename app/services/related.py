"""Which cases a cascade reaches from a case: how the kinds of case belong together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.models import (
    Acceptance,
    Appeal,
    Assessment,
    Call,
    Case,
    ChangeRequest,
    Fund,
    GroupProposal,
    IntegrityCase,
    Invitation,
    Item,
    Notice,
    NoticeItem,
    Opinion,
    Payment,
    PaymentBatch,
    Project,
    ProjectMilestone,
    Proposal,
    Race,
    Review,
    ReviewGroup,
    Share,
    Suspension,
    Team,
)
from app.services.cases import case_id, item_of, workflow_of
from workflows.engine.effects import Cascade
from workflows.engine.model import State, Transition
from workflows.engine.text import Text


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


def _items_of_call(session: Session, call: Call) -> Sequence[Case]:
    return session.scalars(select(Item).where(Item.call_id == call.id).order_by(Item.id)).all()


def _bids_of_item(session: Session, item: Item) -> Sequence[Case]:
    """Best first, so that of alternates the first in rank is asked first."""
    return session.scalars(
        select(Proposal)
        .where(Proposal.item_id == item.id)
        .order_by(Proposal.rank.is_(None), Proposal.rank, Proposal.id)
    ).all()


def _item_of(_session: Session, case: Case) -> Sequence[Case]:
    item = item_of(case)
    return (item,) if item else ()


def _reviews_of_group(session: Session, group: ReviewGroup) -> Sequence[Case]:
    return session.scalars(
        select(Review).where(Review.group_id == group.id).order_by(Review.id)
    ).all()


def _invitations_of_group(session: Session, group: ReviewGroup) -> Sequence[Case]:
    return session.scalars(
        select(Invitation).where(Invitation.group_id == group.id).order_by(Invitation.id)
    ).all()


def _reviews_of_proposal(session: Session, proposal: Proposal) -> Sequence[Case]:
    return session.scalars(
        select(Review).where(Review.proposal_id == proposal.id).order_by(Review.id)
    ).all()


def _notices_of_call(session: Session, call: Call) -> Sequence[Case]:
    return session.scalars(
        select(Notice).where(Notice.call_id == call.id).order_by(Notice.id)
    ).all()


def _milestones_of_project(session: Session, project: Project) -> Sequence[Case]:
    return session.scalars(
        select(ProjectMilestone)
        .where(ProjectMilestone.project_id == project.id)
        .order_by(ProjectMilestone.id)
    ).all()


def _opinions_of(session: Session, case: Case) -> Sequence[Case]:
    """Those that the panel assessing this case has given."""
    return session.scalars(
        select(Opinion)
        .join(Assessment, Opinion.assessment_id == Assessment.id)
        .where(Assessment.about_kind == case.kind, Assessment.about_id == case_id(case))
        .order_by(Opinion.id)
    ).all()


def _of_project(model: Any) -> Callable[[Session, Any], Sequence[Case]]:
    """Every case of this kind that belongs to a project."""

    def found(session: Session, project: Project) -> Sequence[Case]:
        query = select(model).where(model.project_id == project.id).order_by(model.id)
        return session.scalars(query).all()

    return found


def _funds_concerned(session: Session, case: IntegrityCase) -> Sequence[Case]:
    """Of the project a case is about; of every project the respondent leads when it names none."""
    query = select(Fund).join(Project, Fund.project_id == Project.id).order_by(Fund.id)
    if case.project_id is not None:
        return session.scalars(query.where(Project.id == case.project_id)).all()
    led = or_(
        Proposal.pi_id == (case.subject_person_id or 0),
        Proposal.lead_unit_id == (case.subject_unit_id or 0),
    )
    return session.scalars(
        query.join(Proposal, Project.proposal_id == Proposal.id).where(led)
    ).all()


def _race_of_call(session: Session, call: Call) -> Sequence[Case]:
    return session.scalars(select(Race).where(Race.call_id == call.id)).all()


def _teams_of_proposal(session: Session, proposal: Proposal) -> Sequence[Case]:
    return session.scalars(select(Team).where(Team.proposal_id == proposal.id)).all()


def _project_of_proposal(session: Session, proposal: Proposal) -> Sequence[Case]:
    return session.scalars(select(Project).where(Project.proposal_id == proposal.id)).all()


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


def _shares_of(session: Session, project: Project) -> Sequence[Case]:
    return session.scalars(
        select(Share).where(Share.project_id == project.id).order_by(Share.id)
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
    ("review_group", "invitation"): _invitations_of_group,
    ("notice", "proposal"): _proposals_of_notice,
    ("notice", "call"): lambda _session, notice: (notice.call,),
    ("call", "item"): _items_of_call,
    ("call", "call"): lambda _session, call: (call,),
    ("item", "proposal"): _bids_of_item,
    ("item", "call"): lambda _session, item: (item.call,),
    ("proposal", "item"): _item_of,
    ("project", "item"): _item_of,
    ("project", "proposal"): lambda _session, project: (project.proposal,),
    ("review", "review"): _same_hand,
    ("call", "race"): _race_of_call,
    ("race", "team"): lambda _session, race: tuple(race.teams),
    ("race", "stage"): lambda _session, race: tuple(race.stages),
    ("race", "route"): lambda _session, race: tuple(race.routes),
    ("race", "proposal"): lambda session, race: _proposals_of_call(session, race.call),
    ("stage", "race"): lambda _session, stage: (stage.race,),
    ("stage", "team"): lambda _session, stage: tuple(stage.race.teams),
    ("team", "race"): lambda _session, team: (team.race,),
    ("team", "project"): lambda session, team: _project_of_proposal(session, team.proposal),
    ("route", "race"): lambda _session, route: (route.race,),
    ("proposal", "team"): _teams_of_proposal,
    ("project", "team"): lambda session, project: _teams_of_proposal(session, project.proposal),
    ("objection", "proposal"): lambda _session, objection: (objection.proposal,),
    ("project", "milestone"): _milestones_of_project,
    ("milestone", "project"): lambda _session, milestone: (milestone.project,),
    ("milestone", "opinion"): _opinions_of,
    **{("project", c.kind): _of_project(c) for c in (ChangeRequest, Suspension, Acceptance)},
    **{
        (c.kind, "project"): lambda _session, case: (case.project,)
        for c in (ChangeRequest, Suspension, Acceptance, Appeal)
    },
    ("project", "project"): lambda _session, project: (project,),
    ("share", "share"): lambda _session, share: (share,),
    ("milestone", "fund"): lambda session, milestone: _funds_of_project(session, milestone.project),
    ("integrity_case", "fund"): _funds_concerned,
    **{(kind, "opinion"): _opinions_of for kind in ("acceptance", "project", "change")},
    ("project", "fund"): _funds_of_project,
    ("team", "payment"): _payments_of_team,
    ("project", "payment"): _payments_of_project,
    ("fund", "payment"): lambda session, fund: _payments_of_project(session, fund.project),
    **{
        (kind, "share"): lambda session, case: _shares_of(session, case.project)
        for kind in ("payment", "change", "fund")
    },
    ("payment_batch", "payment"): _payments_of_batch,
}


def related(session: Session, case: Case, kind: str) -> Sequence[Case]:
    """The cases of that kind a cascade from this case reaches, in order of their ids.

    Raises KeyError: the two kinds are not related (a fault of the definition).
    """
    return _RELATED[case.kind, kind](session, case)


@dataclass(frozen=True, slots=True)
class MovedAlong:
    """What a move does besides to another case; `target` is None where that stays in its state."""

    kind: str
    label: Text
    target: State | None


def moved_along(
    session: Session, case: Case, transition: Transition[Any]
) -> tuple[MovedAlong, ...]:
    """What a move would do, as things stand, to the project it is about and to its money, also by
    what it does to the project."""
    found: dict[MovedAlong, None] = {}
    for effect in transition.effects:
        if isinstance(effect, Cascade) and effect.kind in _TOLD_OF - {case.kind}:
            for other in related(session, case, effect.kind):
                for way in workflow_of(other).leaving(other.state):
                    if way.name == effect.transition:
                        further = moved_along(session, other, way)
                        found |= dict.fromkeys((_along(other, way), *further))
    return tuple(found)


def _along(case: Case, way: Transition[Any]) -> MovedAlong:
    target = workflow_of(case).state(way.target) if way.target != case.state else None
    return MovedAlong(case.kind, way.label, target)


_TOLD_OF = frozenset({"project", "fund"})
