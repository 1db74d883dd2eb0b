"""Which cases a cascade reaches from a case: how the kinds of case belong together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.orm.attributes import set_committed_value

from app.models import (
    Acceptance,
    Appeal,
    Assessment,
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
from app.services.eligibility.mergers import answering
from app.services.facts import facts_of
from workflows.engine.effects import Cascade, Effect
from workflows.engine.model import State, Transition
from workflows.engine.text import Text


def _all_by(
    column: InstrumentedAttribute[Any], of: Callable[[Any], Any] = lambda case: case
) -> Callable[[Session, Any], Sequence[Case]]:
    """The cases whose `column` holds the id of this case, or of what it is `of`."""
    model = column.class_

    def found(session: Session, case: Case) -> Sequence[Case]:
        return session.scalars(select(model).where(column == of(case).id).order_by(model.id)).all()

    return found


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


def _opinions_of(session: Session, case: Case) -> Sequence[Case]:
    """Those that the panel assessing this case has given."""
    return session.scalars(
        select(Opinion)
        .join(Assessment, Opinion.assessment_id == Assessment.id)
        .where(Assessment.about_kind == case.kind, Assessment.about_id == case_id(case))
        .order_by(Opinion.id)
    ).all()


def _funds_concerned(session: Session, case: IntegrityCase) -> Sequence[Case]:
    """Of the project a case is about; of every project that the respondent, or what answers
    together with it, leads when it names none."""
    query = select(Fund).join(Project, Fund.project_id == Project.id).order_by(Fund.id)
    if case.project_id is not None:
        return session.scalars(query.where(Project.id == case.project_id)).all()
    led = or_(
        Proposal.pi_id == (case.subject_person_id or 0),
        Proposal.lead_unit_id.in_(answering([case.subject_unit_id or 0])),
    )
    return session.scalars(
        query.join(Proposal, Project.proposal_id == Proposal.id).where(led)
    ).all()


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


def _funds_of_race(session: Session, race: Race) -> Sequence[Case]:
    return session.scalars(
        select(Fund)
        .join(Project, Project.id == Fund.project_id)
        .join(Team, Team.proposal_id == Project.proposal_id)
        .where(Team.race_id == race.id)
        .order_by(Fund.id)
    ).all()


def _funds_of_team(session: Session, team: Team) -> Sequence[Case]:
    return session.scalars(
        select(Fund)
        .join(Project, Project.id == Fund.project_id)
        .where(Project.proposal_id == team.proposal_id)
    ).all()


def _payments_of_team(session: Session, team: Team) -> Sequence[Case]:
    return session.scalars(
        select(Payment)
        .join(Project, Project.id == Payment.project_id)
        .where(Project.proposal_id == team.proposal_id)
        .order_by(Payment.id)
    ).all()


_CALL, _PROPOSAL, _PROJECT = map(attrgetter, ("call", "proposal", "project"))
_RELATED: dict[tuple[str, str], Callable[[Session, Any], Sequence[Case]]] = {
    ("call", "proposal"): _all_by(Proposal.call_id),
    ("call", "notice"): _all_by(Notice.call_id),
    ("call", "review_group"): _all_by(ReviewGroup.call_id),
    ("proposal", "review"): _all_by(Review.proposal_id),
    ("review_group", "proposal"): _proposals_of_group,
    ("review_group", "review"): _all_by(Review.group_id),
    ("review_group", "invitation"): _all_by(Invitation.group_id),
    ("notice", "proposal"): _proposals_of_notice,
    ("notice", "call"): lambda _session, notice: (notice.call,),
    ("call", "item"): _all_by(Item.call_id),
    ("call", "call"): lambda _session, call: (call,),
    ("item", "proposal"): _bids_of_item,
    ("item", "call"): lambda _session, item: (item.call,),
    ("proposal", "item"): _item_of,
    ("project", "item"): _item_of,
    ("project", "proposal"): lambda _session, project: (project.proposal,),
    ("review", "review"): _same_hand,
    ("review", "review_group"): lambda _session, review: (review.group,),
    ("call", "race"): _all_by(Race.call_id),
    ("race", "team"): lambda _session, race: tuple(race.teams),
    ("race", "stage"): lambda _session, race: tuple(race.stages),
    ("race", "route"): lambda _session, race: tuple(race.routes),
    ("race", "proposal"): _all_by(Proposal.call_id, _CALL),
    ("race", "fund"): _funds_of_race,
    ("stage", "race"): lambda _session, stage: (stage.race,),
    ("stage", "team"): lambda _session, stage: tuple(stage.race.teams),
    ("team", "race"): lambda _session, team: (team.race,),
    ("team", "team"): lambda _session, team: (team.merges_with,) if team.merges_with else (),
    ("team", "project"): _all_by(Project.proposal_id, _PROPOSAL),
    ("route", "race"): lambda _session, route: (route.race,),
    ("proposal", "team"): _all_by(Team.proposal_id),
    ("project", "team"): _all_by(Team.proposal_id, _PROPOSAL),
    ("objection", "proposal"): lambda _session, objection: (objection.proposal,),
    ("project", "milestone"): _all_by(ProjectMilestone.project_id),
    ("milestone", "project"): lambda _session, milestone: (milestone.project,),
    ("milestone", "opinion"): _opinions_of,
    **{("project", c.kind): _all_by(c.project_id) for c in (ChangeRequest, Suspension, Acceptance)},
    **{
        (c.kind, "project"): lambda _session, case: (case.project,)
        for c in (ChangeRequest, Suspension, Acceptance, Appeal)
    },
    ("project", "project"): lambda _session, project: (project,),
    ("share", "share"): lambda _session, share: (share,),
    ("milestone", "fund"): _all_by(Fund.project_id, _PROJECT),
    ("integrity_case", "fund"): _funds_concerned,
    **{(kind, "opinion"): _opinions_of for kind in ("acceptance", "project", "change")},
    ("project", "fund"): _all_by(Fund.project_id),
    ("team", "payment"): _payments_of_team,
    ("team", "fund"): _funds_of_team,
    ("project", "payment"): _all_by(Payment.project_id),
    **{
        (kind, "payment"): _all_by(Payment.project_id, _PROJECT)
        for kind in ("fund", "payment", "share", "change")
    },
    **{
        (kind, "share"): _all_by(Share.project_id, _PROJECT)
        for kind in ("payment", "change", "fund")
    },
    ("payment_batch", "payment"): _all_by(Payment.batch_id),
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
    session: Session, case: Case, transition: Transition[Any], now: datetime
) -> tuple[MovedAlong, ...]:
    """What a move would do, as things stand, to the project it is about and to its money, also by
    what it does to the project."""
    found: dict[MovedAlong, None] = {}
    with ExitStack() as imagined:
        imagined.enter_context(_as_if_in(case, transition.target))
        for effect in transition.effects:
            for other, way in _taken_along(session, case, effect, now):
                found |= dict.fromkeys((_along(other, way), *moved_along(session, other, way, now)))
                imagined.enter_context(_as_if_in(other, way.target))
    return tuple(found)


@contextmanager
def _as_if_in(case: Case, state: str) -> Iterator[None]:
    """For what is asked meanwhile the case stands in that state already; nothing is written."""
    before = case.state
    set_committed_value(case, "state", state)
    try:
        yield
    finally:
        set_committed_value(case, "state", before)


def _taken_along(
    session: Session, case: Case, effect: Effect, now: datetime
) -> Iterator[tuple[Case, Transition[Any]]]:
    """The moves of that name that are open; one that is not will not happen."""
    if not isinstance(effect, Cascade) or effect.kind not in _TOLD_OF - {case.kind}:
        return
    for other in related(session, case, effect.kind):
        leaving = workflow_of(other).leaving(other.state)
        if ways := [way for way in leaving if way.name == effect.transition]:
            facts = facts_of(session, other, now, {})
            yield from ((other, way) for way in ways if all(g.holds(facts) for g in way.guards))


def _along(case: Case, way: Transition[Any]) -> MovedAlong:
    target = workflow_of(case).state(way.target) if way.target != case.state else None
    return MovedAlong(case.kind, way.label, target)


_TOLD_OF = frozenset({"project", "fund"})
