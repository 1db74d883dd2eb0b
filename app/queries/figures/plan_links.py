"""Projects, platforms, people and money joined (项目、基地、人才、资金一体化); for the office.

Each list takes a fixed number of queries, however many rows a page holds.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, exists, func, select, union_all
from sqlalchemy.orm import Session, joinedload

from app.models import (
    Person,
    Platform,
    Project,
    ProjectPlatform,
    Proposal,
    ProposalMember,
    ResearchResult,
)
from app.models.projects import matching_sum
from app.queries.figures.plan import carried_out
from app.queries.sight.aside import no_proposal_of
from app.services.money.positions import granted


@dataclass(frozen=True, slots=True)
class PlatformFigures:
    """What a platform serves; `people` are leaders and confirmed members once each; money in 分."""

    platform: Platform
    projects: int
    people: int
    fiscal: int
    own: int


def platforms() -> Select[Any]:
    """Those that projects use first, then in the order of the plan's tables."""
    used = select(ProjectPlatform.platform_id)
    return select(Platform).order_by(Platform.id.not_in(used), Platform.id)


def figures_of_platforms(
    session: Session, rows: Sequence[Platform], hidden: Collection[int]
) -> list[PlatformFigures]:
    ids = [row.id for row in rows]
    money, people = _money(session, ids, hidden), _people(session, ids, hidden)
    found = []
    for row in rows:
        count, fiscal, own = money.get(row.id, (0, 0, 0))
        found.append(PlatformFigures(row, count, people.get(row.id, 0), fiscal, own))
    return found


def _money(
    session: Session, ids: Sequence[int], hidden: Collection[int]
) -> dict[int, tuple[int, int, int]]:
    rows = session.execute(
        select(
            ProjectPlatform.platform_id,
            func.count(Project.id),
            func.sum(granted()),
            matching_sum(),
        )
        .join(Project, ProjectPlatform.project_id == Project.id)
        .join(Proposal, Project.proposal_id == Proposal.id)
        .where(ProjectPlatform.platform_id.in_(ids), carried_out(hidden))
        .group_by(ProjectPlatform.platform_id)
    )
    return {key: (count, int(fiscal), int(own)) for key, count, fiscal, own in rows}


def _people(session: Session, ids: Sequence[int], hidden: Collection[int]) -> dict[int, int]:
    of_project = (
        select(ProjectPlatform.platform_id, Proposal.id.label("proposal_id"), Proposal.pi_id)
        .join(Project, ProjectPlatform.project_id == Project.id)
        .join(Proposal, Project.proposal_id == Proposal.id)
        .where(ProjectPlatform.platform_id.in_(ids), carried_out(hidden))
    ).subquery()
    leaders = select(of_project.c.platform_id, of_project.c.pi_id.label("person_id"))
    members = (
        select(of_project.c.platform_id, ProposalMember.person_id)
        .join(ProposalMember, ProposalMember.proposal_id == of_project.c.proposal_id)
        .where(ProposalMember.confirmed_at.is_not(None))
    )
    both = leaders.union(members).subquery()
    rows = session.execute(
        select(both.c.platform_id, func.count(both.c.person_id)).group_by(both.c.platform_id)
    )
    return {row[0]: row[1] for row in rows}


def projects_on(
    session: Session, platform: Platform, hidden: Collection[int]
) -> Sequence[ProjectPlatform]:
    whole = joinedload(ProjectPlatform.project).joinedload(Project.proposal)
    return session.scalars(
        select(ProjectPlatform)
        .join(Project, ProjectPlatform.project_id == Project.id)
        .where(ProjectPlatform.platform_id == platform.id, carried_out(hidden))
        .options(
            whole.joinedload(Proposal.pi),
            whole.joinedload(Proposal.lead_unit),
            whole.joinedload(Proposal.call),
        )
        .order_by(Project.number)
    ).all()


@dataclass(frozen=True, slots=True)
class PersonFigures:
    """A leader: projects led and joined, money of those led in 分, results registered."""

    person: Person
    led: int
    joined: int
    fiscal: int
    own: int
    results: int


def leaders(hidden: Collection[int]) -> Select[Any]:
    """Each is asked one by one, in the order of the list."""
    led = (
        select(Project.id)
        .join(Proposal, Project.proposal_id == Proposal.id)
        .where(Proposal.pi_id == Person.id, carried_out(hidden))
    )
    query = select(Person).where(exists(led.offset(0))).order_by(Person.name, Person.id)
    return query.options(joinedload(Person.organisation))


def figures_of_people(
    session: Session, people: Sequence[Person], hidden: Collection[int]
) -> list[PersonFigures]:
    ids = [person.id for person in people]
    led, joined = _led(session, ids, hidden), _joined(session, ids, hidden)
    results = _results(session, ids, hidden)
    found = []
    for person in people:
        count, fiscal, own = led.get(person.id, (0, 0, 0))
        found.append(
            PersonFigures(
                person, count, joined.get(person.id, 0), fiscal, own, results.get(person.id, 0)
            )
        )
    return found


def _led(
    session: Session, ids: Sequence[int], hidden: Collection[int]
) -> dict[int, tuple[int, int, int]]:
    rows = session.execute(
        select(
            Proposal.pi_id,
            func.count(Project.id),
            func.sum(granted()),
            matching_sum(),
        )
        .join(Project, Project.proposal_id == Proposal.id)
        .where(Proposal.pi_id.in_(ids), carried_out(hidden))
        .group_by(Proposal.pi_id)
    )
    return {key: (count, int(fiscal), int(own)) for key, count, fiscal, own in rows}


def _joined(session: Session, ids: Sequence[int], hidden: Collection[int]) -> dict[int, int]:
    rows = session.execute(
        select(ProposalMember.person_id, func.count(Project.id))
        .join(Proposal, ProposalMember.proposal_id == Proposal.id)
        .join(Project, Project.proposal_id == Proposal.id)
        .where(
            ProposalMember.person_id.in_(ids),
            ProposalMember.confirmed_at.is_not(None),
            ProposalMember.person_id != Proposal.pi_id,
            carried_out(hidden),
        )
        .group_by(ProposalMember.person_id)
    )
    return {key: count for key, count in rows if key is not None}


def _results(session: Session, ids: Sequence[int], hidden: Collection[int]) -> dict[int, int]:
    rows = session.execute(
        select(Proposal.pi_id, func.count(ResearchResult.id))
        .join(Project, Project.proposal_id == Proposal.id)
        .join(ResearchResult, ResearchResult.project_id == Project.id)
        .where(Proposal.pi_id.in_(ids), no_proposal_of(hidden, Proposal.id))
        .group_by(Proposal.pi_id)
    )
    return {row[0]: row[1] for row in rows}


def projects_of_person(
    session: Session, person: Person, hidden: Collection[int]
) -> Sequence[Project]:
    """Those the person leads or has confirmed to take part in."""
    whole = joinedload(Project.proposal)
    led = select(Proposal.id).where(Proposal.pi_id == person.id)
    joined = select(ProposalMember.proposal_id).where(
        ProposalMember.person_id == person.id, ProposalMember.confirmed_at.is_not(None)
    )
    return session.scalars(
        select(Project)
        .join(Proposal, Project.proposal_id == Proposal.id)
        .where(Proposal.id.in_(union_all(led, joined)), no_proposal_of(hidden, Proposal.id))
        .options(whole.joinedload(Proposal.lead_unit), whole.joinedload(Proposal.call))
        .order_by(Project.number)
    ).all()


def platforms_used(session: Session, projects: Sequence[Project]) -> dict[int, list[Platform]]:
    """By the id of the project."""
    rows = session.scalars(
        select(ProjectPlatform)
        .where(ProjectPlatform.project_id.in_([p.id for p in projects]))
        .options(joinedload(ProjectPlatform.platform))
        .order_by(ProjectPlatform.id)
    )
    found: dict[int, list[Platform]] = {}
    for row in rows:
        found.setdefault(row.project_id, []).append(row.platform)
    return found
