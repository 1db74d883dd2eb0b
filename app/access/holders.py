"""The other way round: everybody who holds a role on a case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from app.access.grants import granted_on, in_force, live_grants_of
from app.access.recused import read_bonds
from app.access.roles import roles_by_grants
from app.models import (
    Acceptance,
    ArgumentOpinion,
    Assessment,
    AssessmentSeat,
    Call,
    Case,
    ChangeRequest,
    Expert,
    IntegrityCase,
    Invitation,
    Item,
    Letter,
    Notice,
    NoticeItem,
    Objection,
    Opinion,
    Person,
    Project,
    ProjectMilestone,
    Proposal,
    Race,
    Review,
    ReviewGroup,
    RoleGrant,
    Share,
    Stage,
    Team,
)
from app.services.cases import case_id, item_of, load_case, proposal_of
from app.services.races import presiding, retesting
from app.services.races.finding import IN_RACE
from workflows.hands import TEAM
from workflows.roles import Role

_BY_NATURE = frozenset(
    {Role.APPLICANT, Role.TEAM_MEMBER, Role.EXPERT, Role.PANEL_CHAIR, Role.NODE_EXPERT}
)
_ASSESSORS = frozenset({Role.PANEL_CHAIR, Role.NODE_EXPERT})
_OF_ITEMS = frozenset({Role.DEMANDER, Role.EXPERT})


def holders(session: Session, case: Case, roles: frozenset[Role], now: datetime) -> list[Person]:
    """People with one of the roles on this case, without repeats, in order of their ids.

    Applicants of a call, an item or a notice are the leaders of its proposals; those of a race or
    its stage lead the teams still in it, and their units stand beside them.
    """
    if isinstance(case, Letter):
        about = load_case(session, case.about_kind, case.about_id)
        return holders(session, about, roles, now) if about else []
    found = {p.id: p for p in _applicants_of_many(session, case, roles)}
    if isinstance(case, Race | Stage):
        for team in _still_in(case):
            found |= {p.id: p for p in holders(session, team, roles & TEAM, now)}
    grants = granted_on(session, case, roles, now)
    natural = _by_nature(session, case, roles)
    others = {p.id: p for p in natural if p not in grants and p.id not in found}
    also = live_grants_of(session, list(others), now) if others else {}
    grants |= {person: also.get(number, ()) for number, person in others.items()}
    if (proposal := proposal_of(case)) is not None:
        read_bonds(session, (person for person in grants if person.id not in found), proposal)
    for person, held in grants.items():
        if person.id not in found and roles_by_grants(session, person, case, held) & roles:
            found[person.id] = person
    return [found[number] for number in sorted(found) if found[number].is_active]


def administrators(session: Session, now: datetime) -> list[Person]:
    """Whoever keeps the system running, in order of their ids."""
    return holding_in_office(session, frozenset({Role.SYS_ADMIN}), now)


def holding_in_office(session: Session, roles: frozenset[Role], now: datetime) -> list[Person]:
    """Whoever was granted one of these roles, in order of their ids."""
    return _holding(session, now, RoleGrant.role.in_(sorted(role.value for role in roles)))


def answering_for(session: Session, unit_id: int, now: datetime) -> list[Person]:
    """The administrators of a unit, in order of their ids."""
    role = RoleGrant.role == Role.UNIT_ADMIN.value
    return _holding(session, now, role, RoleGrant.organisation_id == unit_id)


def _holding(session: Session, now: datetime, *which: ColumnElement[bool]) -> list[Person]:
    holding = select(RoleGrant.person_id).where(*which, in_force(now))
    query = select(Person).where(Person.id.in_(holding), Person.is_active).order_by(Person.id)
    return list(session.scalars(query))


def _still_in(case: Race | Stage) -> list[Team]:
    race = case if isinstance(case, Race) else case.race
    return [team for team in race.teams if team.state in IN_RACE]


def _applicants_of_many(session: Session, case: Case, roles: frozenset[Role]) -> Iterable[Person]:
    many = Call | Notice | Item
    if Role.APPLICANT not in roles or not isinstance(case, many):
        return ()
    leaders = select(Proposal.pi_id)
    if isinstance(case, Item):
        return session.scalars(_people(leaders.where(Proposal.item_id == case.id)))
    if isinstance(case, Call):
        return session.scalars(_people(leaders.where(Proposal.call_id == case.id)))
    listed = leaders.join(NoticeItem, NoticeItem.proposal_id == Proposal.id)
    return session.scalars(_people(listed.where(NoticeItem.notice_id == case.id)))


def _by_nature(session: Session, case: Case, roles: frozenset[Role]) -> Iterable[Person]:
    """Who may hold one of the roles without a grant of it."""
    if roles & _BY_NATURE:
        yield from _people_of(case)
    if roles & _ASSESSORS and isinstance(case, Project | ChangeRequest):
        yield from _people_called(session, case)
    if Role.PARTNER_FINANCE in roles and isinstance(case, Share):
        yield from _of_unit(session, Role.UNIT_FINANCE, case.unit_id)
    if Role.PARTNER_ADMIN in roles and isinstance(case, ChangeRequest):
        yield from _of_unit(session, Role.UNIT_ADMIN, case.asked_unit_id)
    if Role.RESPONDENT in roles and isinstance(case, IntegrityCase):
        yield from _respondents(session, case)
    if roles & _OF_ITEMS:
        yield from _people_of_item(session, case)


def _people_of_item(session: Session, case: Case) -> Iterable[Person]:
    item = item_of(case)
    if item is None:
        return
    yield item.contact
    if isinstance(case, Item):
        yield from session.scalars(
            select(Person)
            .join(Expert, Expert.person_id == Person.id)
            .join(ArgumentOpinion, ArgumentOpinion.expert_id == Expert.id)
            .where(ArgumentOpinion.item_id == item.id, ArgumentOpinion.left_reason.is_(None))
        )


def _people_of(case: Case) -> Iterable[Person]:
    proposal = proposal_of(case)
    if proposal is not None:
        yield proposal.pi
        yield from (m.person for m in proposal.members if m.person is not None)
    match case:
        case Review() | Invitation() | Opinion():
            yield case.expert.person
        case ProjectMilestone() | Acceptance() if case.assessment is not None:
            yield from (seat.expert.person for seat in case.assessment.members)
        case Team() if (chair := retesting.chair_of(case)) is not None:
            yield chair
        case Race() if (presides := presiding.chair_of(case)) is not None:
            yield presides.person
        case ReviewGroup():
            yield from (seat.expert.person for seat in case.seats)
        case Objection():
            return


def _people_called(session: Session, case: Case) -> Iterable[Person]:
    yield from session.scalars(
        select(Person)
        .join(Expert, Expert.person_id == Person.id)
        .join(AssessmentSeat, AssessmentSeat.expert_id == Expert.id)
        .join(Assessment, Assessment.id == AssessmentSeat.assessment_id)
        .where(Assessment.about_kind == case.kind, Assessment.about_id == case_id(case))
    )


def _respondents(session: Session, case: IntegrityCase) -> Iterable[Person]:
    if case.subject_person is not None:
        yield case.subject_person
    yield from _of_unit(session, Role.UNIT_ADMIN, case.subject_unit_id)


def _of_unit(session: Session, role: Role, unit_id: int | None) -> Iterable[Person]:
    granted = select(RoleGrant.person_id).where(
        RoleGrant.role == role.value, RoleGrant.organisation_id == unit_id
    )
    return session.scalars(_people(granted))


def _people(ids: Select[int]) -> Select[Person]:
    """Each once, without comparing whole rows: PostgreSQL cannot compare their JSON."""
    return select(Person).where(Person.id.in_(ids))
