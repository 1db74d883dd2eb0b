"""Milestones: of a project, of the office by month, and what an assessor has before them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, exists, func, select
from sqlalchemy.orm import Session, joinedload

from app.asked import Listed
from app.days import parse_day
from app.models import (
    Assessment,
    Call,
    Expert,
    Opinion,
    Payment,
    Person,
    Programme,
    Project,
    ProjectMilestone,
    Proposal,
)
from app.queries.narrowing import Narrowing
from app.queries.paging import SIZE
from app.queries.sight.aside import no_project_of
from app.queries.sight.conditions import Condition
from app.queries.sight.seeing import Sight
from app.queries.sight.sources import SOURCES
from app.queries.stretches import Place, Stretch, stretch_of
from workflows.roles import Role

OVER = ("passed", "failed", "cancelled")


def is_unpaid() -> Condition:
    """Under way, and nothing ordered on it yet."""
    paid = exists().where(
        Payment.basis_kind == ProjectMilestone.kind,
        Payment.basis_id == ProjectMilestone.id,
        Payment.state != "cancelled",
    )
    return and_(ProjectMilestone.state.not_in((*OVER, "planned")), ~paid)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the batch view shows: a month (`2026-07`), only what is late."""

    month: str = ""
    late: bool = False

    @classmethod
    def of(cls, args: Mapping[str, str]) -> Filters:
        """As they stand in the address of the page."""
        return cls(args.get("month", ""), bool(args.get("late")))


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the schedule: milestones due in it, and how many of them are still open."""

    key: str
    due: int
    open: int


OF_PROJECT = Listed(
    ProjectMilestone,
    ProjectMilestone.project_id == bindparam("project"),
    order=(ProjectMilestone.position,),
)


def of_project(session: Session, project: Project) -> Sequence[ProjectMilestone]:
    return OF_PROJECT.of(session, project=project.id)


MILESTONES = Narrowing(
    {"project": ProjectMilestone.project_id}, ProjectMilestone, call=Proposal.call_id
)
"""What the office's list is narrowed by, beside its `Filters`."""


def batch(filters: Filters, hidden: Collection[int], now: datetime) -> Select[Any]:
    """Every milestone of the office that fits, by date; without those of proposals from which the
    reader stands aside."""
    query = (
        _joined(select(ProjectMilestone))
        .where(_not_of(hidden))
        .options(
            joinedload(ProjectMilestone.project)
            .joinedload(Project.proposal)
            .joinedload(Proposal.lead_unit),
            joinedload(ProjectMilestone.project)
            .joinedload(Project.proposal)
            .joinedload(Proposal.call),
        )
    )
    if span := _span(filters.month):
        query = query.where(ProjectMilestone.due_on >= span[0], ProjectMilestone.due_on < span[1])
    if filters.late:
        query = query.where(
            ProjectMilestone.due_at <= now, ProjectMilestone.state.not_in((*OVER, "planned"))
        )
    return query.order_by(ProjectMilestone.due_on, ProjectMilestone.id)


def months(session: Session, hidden: Collection[int]) -> list[Month]:
    """The schedule, month by month."""
    rows = session.execute(
        select(ProjectMilestone.due_on, ProjectMilestone.state, func.count())
        .where(_not_of(hidden))
        .group_by(ProjectMilestone.due_on, ProjectMilestone.state)
    )
    due: dict[str, int] = {}
    left: dict[str, int] = {}
    for day, state, count in rows:
        key = f"{day:%Y-%m}"
        due[key] = due.get(key, 0) + count
        left[key] = left.get(key, 0) + (0 if state in OVER else count)
    return [Month(key, due[key], left[key]) for key in sorted(due)]


def programme_of(session: Session, number: int) -> Programme | None:
    return session.get(Programme, number)


def opinions_of_expert(person_id: int) -> Select[Any]:
    """Newest first, with what each is about."""
    return (
        select(Opinion)
        .join(Expert, Opinion.expert_id == Expert.id)
        .where(Expert.person_id == person_id)
        .order_by(Opinion.id.desc())
        .options(
            joinedload(Opinion.assessment)
            .joinedload(Assessment.project)
            .joinedload(Project.proposal)
        )
    )


def chaired_by(session: Session, person_id: int) -> Sequence[ProjectMilestone]:
    """Milestones that wait for this chair's conclusion."""
    return session.scalars(
        select(ProjectMilestone)
        .join(
            Assessment,
            (Assessment.about_kind == ProjectMilestone.kind)
            & (Assessment.about_id == ProjectMilestone.id),
        )
        .join(Expert, Assessment.chair_id == Expert.id)
        .where(
            Expert.person_id == person_id, ProjectMilestone.state.in_(("assessing", "rechecking"))
        )
        .order_by(ProjectMilestone.id)
        .options(joinedload(ProjectMilestone.project).joinedload(Project.proposal))
    ).all()


def calendar_of(
    session: Session, person: Person, now: datetime, place: Place, size: int = SIZE
) -> Stretch[ProjectMilestone]:
    """Every milestone of a case this person holds a role on, by date."""
    return stretch_of(session, milestones_of(Sight(session, person, now)), place, size)


def milestones_of(sight: Sight) -> Select[Any]:
    """Those that will come or have come about, with the project each belongs to."""
    source = SOURCES["milestone"]
    return (
        source.joined(select(ProjectMilestone))
        .where(
            sight.holds("milestone", READERS),
            sight.near("milestone"),
            ProjectMilestone.state != "cancelled",
        )
        .order_by(ProjectMilestone.due_on, ProjectMilestone.id)
        .options(*source.whole)
    )


def _not_of(hidden: Collection[int]) -> Condition:
    return no_project_of(hidden, ProjectMilestone.project_id)


def _joined(query: Select[Any]) -> Select[Any]:
    return (
        query.join(Project, ProjectMilestone.project_id == Project.id)
        .join(Proposal, Project.proposal_id == Proposal.id)
        .join(Call, Proposal.call_id == Call.id)
    )


def _span(month: str) -> tuple[date, date] | None:
    """The first day of a month and of the next one; None for what is no month."""
    try:
        first = parse_day(f"{month}-01")
    except ValueError:
        return None
    return first, date(first.year + first.month // 12, first.month % 12 + 1, 1)


READERS = frozenset(
    {
        Role.APPLICANT,
        Role.TEAM_MEMBER,
        Role.UNIT_ADMIN,
        Role.RECOMMENDER,
        Role.PROGRAMME_OFFICER,
        Role.PLANNING_OFFICER,
        Role.SUPERVISOR,
        Role.FINANCE,
        Role.DECISION_MAKER,
        Role.NODE_EXPERT,
        Role.PANEL_CHAIR,
    }
)
