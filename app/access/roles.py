"""The roles a person holds on one case, right now."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.models import (
    Case,
    Letter,
    Objection,
    Person,
    Proposal,
    ProposalMember,
    Review,
    ReviewGroup,
    RoleGrant,
)
from app.services.cases import call_of, case_id, load_case, proposal_of
from workflows.roles import Role, exclude_each_other

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


def roles_on(session: Session, person: Person, case: Case, now: datetime) -> frozenset[Role]:
    """Roles granted on the case, its programme, its units or the office, and those that follow
    from the case itself (the PI applies, the drawn expert reviews).

    Of two roles that exclude each other on one case, the one that follows from the case stays and
    the granted one rests: an officer who is also a team member is an applicant here. Whoever keeps
    the system running looks after letters that failed and into no other case.
    """
    if isinstance(case, Letter):
        about = load_case(session, case.about_kind, case.about_id)
        keeper = office_roles(session, person, now) & {Role.SYS_ADMIN}
        return keeper | (roles_on(session, person, about, now) if about else frozenset())
    own = _roles_by_nature(session, person, case)
    granted = _granted(session, person, case, now) - {Role.SYS_ADMIN}
    kept = {g for g in granted if not any(exclude_each_other(g, o) for o in own)}
    clashing = {g for g in kept if any(exclude_each_other(g, other) for other in kept)}
    return frozenset(own | (kept - clashing))


def office_roles(session: Session, person: Person, now: datetime) -> frozenset[Role]:
    """Every role the person holds anywhere, for navigation only; never enough to act on a case."""
    grants = session.scalars(_live_grants(person, now)).all()
    return frozenset(Role(grant.role) for grant in grants)


def _live_grants(person: Person, now: datetime):  # type: ignore[no-untyped-def]
    return select(RoleGrant).where(
        RoleGrant.person_id == person.id,
        or_(RoleGrant.ends_at.is_(None), RoleGrant.ends_at > now),
    )


def _granted(session: Session, person: Person, case: Case, now: datetime) -> set[Role]:
    call, proposal = call_of(case), proposal_of(case)
    found: set[Role] = set()
    for grant in session.scalars(_live_grants(person, now)):
        role = Role(grant.role)
        if grant.case_kind is not None:
            fits = (grant.case_kind, grant.case_id) == (case.kind, case_id(case))
        elif grant.organisation_id is not None:
            fits = proposal is not None and grant.organisation_id == _seat_of(role, proposal)
        elif grant.programme_id is not None:
            fits = call is not None and grant.programme_id == call.programme_id
        else:
            fits = True
        if fits:
            found.add(role)
    return found


def _seat_of(role: Role, proposal: Proposal) -> int | None:
    """Which organisation a role must be held on to count for this proposal (jurisdiction)."""
    if role is Role.RECOMMENDER:
        return proposal.lead_unit.recommender_id
    return proposal.lead_unit_id


def _roles_by_nature(session: Session, person: Person, case: Case) -> set[Role]:
    proposal = proposal_of(case)
    found = _roles_on_proposal(session, person, proposal) if proposal else set()
    match case:
        case Review() if case.expert.person_id == person.id:
            found.add(Role.EXPERT)
        case ReviewGroup():
            found |= _roles_on_panel(case, person)
        case Objection() if case.objector_person_id == person.id:
            found.add(Role.OBJECTOR)
    return found


def _roles_on_proposal(session: Session, person: Person, proposal: Proposal) -> set[Role]:
    if proposal.pi_id == person.id:
        return {Role.APPLICANT}
    member = select(ProposalMember.id).where(
        ProposalMember.proposal_id == proposal.id,
        ProposalMember.person_id == person.id,
        ProposalMember.declined_at.is_(None),
    )
    return {Role.TEAM_MEMBER} if session.scalar(member) else set()


def _roles_on_panel(group: ReviewGroup, person: Person) -> set[Role]:
    if group.chair is not None and group.chair.person_id == person.id:
        return {Role.PANEL_CHAIR}
    sits = any(
        s.expert.person_id == person.id and not s.is_substitute and s.left_reason is None
        for s in group.seats
    )
    return {Role.EXPERT} if sits else set()
