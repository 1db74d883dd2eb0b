"""The roles a person holds on one case, right now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy import ColumnElement, and_, bindparam, false, inspect, or_, select
from sqlalchemy.orm import Session, joinedload

from app.access.recused import bonds_of, stands_aside
from app.access.wall import office_inside
from app.asked import Listed, once
from app.models import (
    Acceptance,
    ArgumentOpinion,
    Assessment,
    Case,
    ChangeRequest,
    Expert,
    IntegrityCase,
    Invitation,
    Item,
    Letter,
    Objection,
    Opinion,
    Payment,
    Person,
    Project,
    ProjectMilestone,
    Proposal,
    Review,
    ReviewGroup,
    RoleGrant,
    Share,
)
from app.services.cases import call_of, case_id, item_of, load_case, panel_of, proposal_of
from workflows.roles import ADMINISTERS, Role, exclude_each_other

OWN_SIDE = frozenset({Role.APPLICANT, Role.TEAM_MEMBER, Role.UNIT_ADMIN, Role.UNIT_FINANCE})
"""For whom a bid exists before its opening (B4)."""
OFFICE = frozenset(
    {
        Role.FORMAL_CHECKER,
        Role.PROGRAMME_OFFICER,
        Role.PLANNING_OFFICER,
        Role.EXPERT_MANAGER,
        Role.SUPERVISOR,
        Role.DISCIPLINE,
        Role.DECISION_MAKER,
    }
)
"""Whoever works in the office and reads what is only for it."""
OBJECTION_READERS = frozenset(
    {Role.SUPERVISOR, Role.DECISION_MAKER, Role.DISCIPLINE, Role.OBJECTOR}
)
"""The team under objection does not read the objection; the objector reads their own."""


OF_PARTNERS: dict[Role, Role] = {
    Role.PARTNER_FINANCE: Role.UNIT_FINANCE,
    Role.PARTNER_ADMIN: Role.UNIT_ADMIN,
}
"""Who keeps the share of a partner, and who answers for that unit and reads it: each by what they
are granted on their own unit."""


WRITERS: dict[str, frozenset[Role]] = {
    "proposal": frozenset({Role.APPLICANT, Role.TEAM_MEMBER}),
    "item": frozenset({Role.DEMANDER}),
}
"""Whose own affair the draft of a case of that kind is; for everybody else it does not exist."""


def roles_on(session: Session, person: Person, case: Case, now: datetime) -> frozenset[Role]:
    """Roles granted on the case, its programme, its units or the office, and those that follow
    from the case itself (the PI applies, the drawn expert reviews).

    Of two roles that exclude each other on one case, the one that follows from the case stays and
    the granted one rests: an officer who is also a team member is an applicant here. Whoever keeps
    the system running looks after letters that failed and into no other case. Officials with a
    conflict on a proposal do not administer it: there their roles rest.
    """
    question = ("roles_on", person.id, case.kind, case_id(case))
    return once(session, question, lambda: _roles_on(session, person, case, now))


def _roles_on(session: Session, person: Person, case: Case, now: datetime) -> frozenset[Role]:
    if isinstance(case, Letter):
        about = load_case(session, case.about_kind, case.about_id)
        keeper = office_roles(session, person, now) & {Role.SYS_ADMIN}
        return keeper | (roles_on(session, person, about, now) if about else frozenset())
    return roles_by_grants(session, person, case, live_grants(session, person, now))


def roles_by_grants(
    session: Session, person: Person, case: Case, grants: Iterable[RoleGrant]
) -> frozenset[Role]:
    """`roles_on` of a case that is no letter, for whoever has read this person's live grants."""
    grants = tuple(grants)
    own = _roles_by_nature(session, person, case, grants)
    granted = {Role(grant.role) for grant in grants if reaches(grant, case)} - {Role.SYS_ADMIN}
    if isinstance(case, IntegrityCase):
        granted &= office_inside(case, person)
    kept = {g for g in granted if not any(exclude_each_other(g, o) for o in own)}
    if kept & ADMINISTERS and stands_aside(session, person, case):
        kept -= ADMINISTERS
    clashing = {g for g in kept if any(exclude_each_other(g, other) for other in kept)}
    held = frozenset(own | (kept - clashing))
    proposal = proposal_of(case)
    return held & OWN_SIDE if proposal is not None and proposal.is_closed_bid else held


def office_roles(session: Session, person: Person, now: datetime) -> frozenset[Role]:
    """Every role the person holds anywhere, for navigation only; never enough to act on a case."""
    return frozenset(Role(grant.role) for grant in live_grants(session, person, now))


def live_grants(session: Session, person: Person, now: datetime) -> Sequence[RoleGrant]:
    """Oldest first, with their organisations."""
    return _GRANTS.of(session, people=(person.id,), now=now)


def keep_grants(
    session: Session, person: Person, grants: Sequence[RoleGrant], now: datetime
) -> None:
    """The live grants of somebody, read with something else."""
    _GRANTS.keep(session, grants, people=(person.id,), now=now)


def live_grants_of(
    session: Session, people: Sequence[int], now: datetime
) -> dict[int, Sequence[RoleGrant]]:
    """The live grants of those who have any, by their ids."""
    found = _GRANTS.of(session, people=tuple(people), now=now)
    grouped = groupby(found, lambda grant: grant.person_id)
    return {person_id: list(grants) for person_id, grants in grouped}


LIVE = or_(RoleGrant.ends_at.is_(None), RoleGrant.ends_at > bindparam("now"))
_GRANTS = Listed(
    RoleGrant,
    RoleGrant.person_id.in_(bindparam("people", expanding=True)),
    LIVE,
    order=(RoleGrant.person_id, RoleGrant.id),
    options=(joinedload(RoleGrant.organisation),),
)


def granted_on(
    session: Session, case: Case, roles: frozenset[Role], now: datetime
) -> dict[Person, Sequence[RoleGrant]]:
    """All live grants of each whose grant of one of the roles could count on this case."""
    live = or_(RoleGrant.ends_at.is_(None), RoleGrant.ends_at > now)
    one_of_them = RoleGrant.role.in_([role.value for role in roles])
    people = select(RoleGrant.person_id).where(one_of_them, live, may_reach(case))
    found = session.scalars(
        select(RoleGrant)
        .where(RoleGrant.person_id.in_(people), live)
        .options(joinedload(RoleGrant.organisation), joinedload(RoleGrant.person))
        .order_by(RoleGrant.person_id, RoleGrant.id)
    )
    return {person: list(grants) for person, grants in groupby(found, lambda g: g.person)}


def may_reach(case: Case) -> ColumnElement[bool]:
    """Whether a grant could count on this case, as a condition on its row; `roles_on` decides."""
    call = call_of(case)
    seats = {seat for role in Role if (seat := _seat_of(role, case)) is not None}
    on_case = and_(RoleGrant.case_kind == case.kind, RoleGrant.case_id == case_id(case))
    of_programme = RoleGrant.programme_id == call.programme_id if call else false()
    everywhere = and_(RoleGrant.organisation_id.is_(None), RoleGrant.programme_id.is_(None))
    scoped = or_(RoleGrant.organisation_id.in_(seats), of_programme, everywhere)
    return or_(on_case, and_(RoleGrant.case_kind.is_(None), scoped))


def reaches(grant: RoleGrant, case: Case) -> bool:
    """Whether a role granted on a case, a unit, a programme or everywhere counts on this case."""
    if grant.case_kind is not None:
        return (grant.case_kind, grant.case_id) == (case.kind, case_id(case))
    if grant.organisation_id is not None:
        return grant.organisation_id == _seat_of(Role(grant.role), case)
    if grant.programme_id is not None:
        call = call_of(case)
        return call is not None and grant.programme_id == call.programme_id
    return True


def _seat_of(role: Role, case: Case) -> int | None:
    """Which organisation a role must be held on to count for this case (jurisdiction)."""
    if role is Role.DEMANDER:
        item = item_of(case)
        return item.demander_id if item else None
    proposal = proposal_of(case)
    if proposal is None:
        return None
    if role is Role.UNIT_FINANCE and isinstance(case, Payment):
        return case.payee_id
    unit = proposal.lead_unit
    return unit.recommender_id if role is Role.RECOMMENDER else unit.id


def _roles_by_nature(
    session: Session, person: Person, case: Case, grants: Sequence[RoleGrant]
) -> set[Role]:
    proposal = proposal_of(case)
    found = _roles_on_proposal(session, person, proposal) if proposal else set()
    item = item_of(case)
    if item is not None and not found and item.contact_id == person.id:
        found.add(Role.DEMANDER)
    match case:
        case Review() | Invitation() if case.expert.person_id == person.id:
            found.add(Role.EXPERT)
        case ReviewGroup():
            found |= _roles_on_panel(case, person)
        case Item() if _argues(session, person, case):
            found.add(Role.EXPERT)
        case ProjectMilestone() | Acceptance() if case.assessment is not None:
            found |= _roles_of_assessor(case.assessment, person)
        case Project() | ChangeRequest():
            found |= _roles_of_called(session, person, case)
        case Opinion():
            found |= _roles_on_opinion(case, person)
        case Objection() if case.objector_person_id == person.id:
            found.add(Role.OBJECTOR)
        case IntegrityCase() if _answers_for(person, case, grants):
            found.add(Role.RESPONDENT)
        case Share():
            found |= _of_partner(case.unit_id, grants)
    if isinstance(case, ProjectMilestone) and Role.PANEL_CHAIR not in found:
        found |= _reads_milestones(session, person, case.project)
    return found


def _roles_on_proposal(session: Session, person: Person, proposal: Proposal) -> set[Role]:
    if proposal.pi_id == person.id:
        return {Role.APPLICANT}
    if "members" in inspect(proposal).unloaded:
        belongs = bonds_of(session, person, proposal).is_member
    else:
        belongs = any(m.person_id == person.id and not m.declined_at for m in proposal.members)
    return {Role.TEAM_MEMBER} if belongs else set()


def _argues(session: Session, person: Person, item: Item) -> bool:
    seat = (
        select(ArgumentOpinion.id)
        .join(Expert, Expert.id == ArgumentOpinion.expert_id)
        .where(ArgumentOpinion.item_id == item.id, Expert.person_id == person.id)
    )
    return session.scalar(seat.limit(1)) is not None


def _roles_on_panel(group: ReviewGroup, person: Person) -> set[Role]:
    if group.chair is not None and group.chair.person_id == person.id:
        return {Role.PANEL_CHAIR}
    sits = any(seat.expert.person_id == person.id for seat in group.sitting)
    return {Role.EXPERT} if sits else set()


def _answers_for(person: Person, case: IntegrityCase, grants: Sequence[RoleGrant]) -> bool:
    """The respondent, once served; for a unit, whoever administers it."""
    if case.served_at is None:
        return False
    if case.subject_unit_id is None:
        return case.subject_person_id == person.id
    return Role.UNIT_ADMIN in _granted_on(case.subject_unit_id, grants)


def _of_partner(unit_id: int, grants: Sequence[RoleGrant]) -> set[Role]:
    held = _granted_on(unit_id, grants)
    return {role for role, in_unit in OF_PARTNERS.items() if in_unit in held}


def _granted_on(unit_id: int, grants: Sequence[RoleGrant]) -> set[Role]:
    return {Role(grant.role) for grant in grants if grant.organisation_id == unit_id}


def _roles_of_assessor(assessment: Assessment, person: Person) -> set[Role]:
    if assessment.chair is not None and assessment.chair.person_id == person.id:
        return {Role.PANEL_CHAIR}
    sits = any(seat.expert.person_id == person.id for seat in assessment.members)
    return {Role.NODE_EXPERT} if sits else set()


def _reads_milestones(session: Session, person: Person, project: Project) -> set[Role]:
    """Whoever finds the fault in a project reads its milestones."""
    return {Role.NODE_EXPERT} if _roles_of_called(session, person, project) else set()


def _roles_of_called(session: Session, person: Person, case: Case) -> set[Role]:
    """Of a panel called to a project that failed, or to metrics to be lowered (B18, §3.9)."""
    called = panel_of(session, case)
    return _roles_of_assessor(called, person) if called else set()


def _roles_on_opinion(opinion: Opinion, person: Person) -> set[Role]:
    """Its author writes it; the chair, who must sum them up, reads it."""
    chair = opinion.assessment.chair
    found = {Role.NODE_EXPERT} if opinion.expert.person_id == person.id else set()
    return found | ({Role.PANEL_CHAIR} if chair and chair.person_id == person.id else set())
