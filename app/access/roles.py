"""The roles a person holds on one case, right now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from app.access.grants import live_grants, reaches
from app.access.recused import bonds_of, stands_aside
from app.access.wall import office_inside
from app.asked import once
from app.models import (
    Acceptance,
    ArgumentOpinion,
    Assessment,
    Case,
    ChangeRequest,
    Expert,
    FeeList,
    IntegrityCase,
    Invitation,
    Item,
    Letter,
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
    Team,
)
from app.models.reviews import READS
from app.services.cases import case_id, item_of, load_case, panel_of, proposal_of
from app.services.races import presiding, retesting
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
RANKING_READERS = frozenset(
    {Role.PROGRAMME_OFFICER, Role.PLANNING_OFFICER, Role.DECISION_MAKER, Role.SUPERVISOR}
)
"""Who sees scores and places once the panels have locked; nobody else, in no order of a list."""
PANEL_KEEPERS = frozenset(
    {Role.PROGRAMME_OFFICER, Role.EXPERT_MANAGER, Role.SUPERVISOR, Role.DISCIPLINE}
)
"""Who forms, draws or watches a panel and has to know who sits on it. For everybody else in the
office its members have no names before it has locked its scores (§1)."""
FEE_KEEPERS = frozenset(
    {Role.PROGRAMME_OFFICER, Role.EXPERT_MANAGER, Role.FINANCE, Role.SUPERVISOR}
)
"""Who reads what each expert is paid; everybody else in the office reads sums by call."""
OBJECTION_READERS = frozenset(
    {Role.SUPERVISOR, Role.DECISION_MAKER, Role.DISCIPLINE, Role.OBJECTOR}
)
"""The team under objection does not read the objection; the objector reads their own."""

OFFICE_LETTER_READERS = OFFICE | {Role.OBJECTOR}
"""Of a letter for the office only: those it concerns are answered by supervision, on paper."""


def reading_letters(kind: str, roles: frozenset[Role]) -> frozenset[Role]:
    """Of these roles on a case of that kind, those by which its letters are read. They name the
    units, so whoever presides over the blind panel of a stage reads none of them."""
    return roles - {Role.PANEL_CHAIR} if kind in (Team.kind, Race.kind) else roles


OF_PARTNERS: dict[Role, Role] = {
    Role.PARTNER_FINANCE: Role.UNIT_FINANCE,
    Role.PARTNER_ADMIN: Role.UNIT_ADMIN,
}
"""Who keeps the share of a partner, and who answers for that unit and reads it: each by what they
are granted on their own unit."""


DRAFTS = frozenset({"draft", "drafted"})
WRITERS: dict[str, frozenset[Role]] = {
    "change": frozenset({Role.APPLICANT}),
    "proposal": frozenset({Role.APPLICANT, Role.TEAM_MEMBER}),
    "item": frozenset({Role.DEMANDER}),
    "team": frozenset({Role.APPLICANT, Role.TEAM_MEMBER}),
    "milestone": frozenset({Role.APPLICANT, Role.TEAM_MEMBER}),
}
"""Whose own affair the draft of a case of that kind is, or of a report on it; for everybody else it
does not exist."""

UNORDERED = frozenset({"proposed", "not_ordered"})
"""A suspension before its order, or without one, exists for the office only: facts are looked into
without a finding, and only the money may stand still meanwhile (J10, §3.10)."""


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
        keeper: frozenset[Role] = frozenset()
        if case.state == "failed":
            keeper = office_roles(session, person, now) & {Role.SYS_ADMIN}
        held = roles_on(session, person, about, now) if about else frozenset()
        return keeper | reading_letters(case.about_kind, held)
    return roles_by_grants(session, person, case, live_grants(session, person, now))


def roles_by_grants(
    session: Session, person: Person, case: Case, grants: Iterable[RoleGrant]
) -> frozenset[Role]:
    """`roles_on` of a case that is no letter, for whoever has read this person's live grants."""
    grants = tuple(grants)
    own = _roles_by_nature(session, person, case, grants)
    granted = {Role(grant.role) for grant in grants if reaches(grant, case)} - {Role.SYS_ADMIN}
    if isinstance(case, IntegrityCase):
        granted &= office_inside(session, case, person)
    if isinstance(case, FeeList):
        granted &= FEE_KEEPERS
    if isinstance(case, Review | Invitation) and case.group.state != "locked":
        granted -= OFFICE - PANEL_KEEPERS
    kept = {g for g in granted if not any(exclude_each_other(g, o) for o in own)}
    if kept & ADMINISTERS and stands_aside(session, person, case):
        kept -= ADMINISTERS
    clashing = {g for g in kept if any(exclude_each_other(g, other) for other in kept)}
    held = frozenset(own | (kept - clashing))
    proposal = proposal_of(case)
    return held & OWN_SIDE if proposal is not None and proposal.is_closed_bid else held


def knows_members(roles: frozenset[Role], group: ReviewGroup) -> bool:
    """Whether whoever holds these roles on a panel may know who sits on it."""
    return bool(roles & (OFFICE if group.state == "locked" else PANEL_KEEPERS))


def office_roles(session: Session, person: Person, now: datetime) -> frozenset[Role]:
    """Every role the person holds anywhere, for navigation only; never enough to act on a case."""
    return frozenset(Role(grant.role) for grant in live_grants(session, person, now))


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
            found |= _roles_on_panel(session, case, person)
        case Item() if _argues(session, person, case):
            found.add(Role.EXPERT)
        case ProjectMilestone() | Acceptance() if case.assessment is not None:
            found |= _roles_of_assessor(case.assessment, person)
        case Team() if retesting.chair_of(case) is person:
            found.add(Role.PANEL_CHAIR)
        case Race() if _presided(case, person):
            found.add(Role.PANEL_CHAIR)
        case Project():
            found |= _roles_of_called(session, person, case)
        case ChangeRequest():
            found |= _roles_of_called(session, person, case) | _of_joining(case, grants)
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
        .where(
            ArgumentOpinion.item_id == item.id,
            Expert.person_id == person.id,
            ArgumentOpinion.left_reason.is_(None),
        )
    )
    return session.scalar(seat.limit(1)) is not None


def _roles_on_panel(session: Session, group: ReviewGroup, person: Person) -> set[Role]:
    """A substitute belongs to the panel from the first file that was handed over."""
    if group.chair is not None and group.chair.person_id == person.id:
        return {Role.PANEL_CHAIR}
    seats = (s for s in group.seats if s.left_reason is None)
    seat = next((s for s in seats if s.expert.person_id == person.id), None)
    if seat is None or (seat.is_substitute and not _reads_for(session, group, seat.expert_id)):
        return set()
    return {Role.EXPERT}


def _presided(race: Race, person: Person) -> bool:
    chair = presiding.chair_of(race)
    return chair is not None and chair.person_id == person.id


def _reads_for(session: Session, group: ReviewGroup, expert_id: int) -> bool:
    reads = select(Review.id).where(
        Review.group_id == group.id, Review.expert_id == expert_id, Review.state.in_(READS)
    )
    return session.scalar(reads.limit(1)) is not None


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


def _of_joining(case: ChangeRequest, grants: Sequence[RoleGrant]) -> set[Role]:
    """Whoever answers for the unit that was asked to join reads what it would join."""
    unit = case.asked_unit_id
    answers = unit is not None and Role.UNIT_ADMIN in _granted_on(unit, grants)
    return {Role.PARTNER_ADMIN} if answers else set()


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
