"""By whom cases are held up: the people a page of cases waits on, in three queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import and_, false, or_, select
from sqlalchemy.orm import Session, joinedload

from app.access.grants import in_force, reaches
from app.models import Case, PendingSignature, Person, Proposal, RoleGrant
from app.services.cases import case_id, proposal_of, workflow_of
from app.services.door.pending_signatures import unsigned_by
from workflows.roles import SYSTEM_ROLES, Role

Key = tuple[str, int]


def awaited_people(session: Session, cases: Sequence[Case], now: datetime) -> dict[Key, list[str]]:
    """Of each case the names of those it waits on; empty where nobody holds the awaited role."""
    signatures = _signatures(session, cases)
    awaited = {_key(case): _awaited(case, signatures[_key(case)]) for case in cases}
    roles = {role for asked in awaited.values() for role in asked}
    grants = session.scalars(
        select(RoleGrant)
        .join(Person, RoleGrant.person_id == Person.id)
        .where(
            RoleGrant.role.in_([role.value for role in roles]),
            in_force(now),
            Person.is_active,
        )
        .options(joinedload(RoleGrant.person))
        .order_by(RoleGrant.id)
    ).all()
    _load_parties(session, cases)
    return {_key(case): _names(case, awaited[_key(case)], grants) for case in cases}


def by_person(
    people: dict[Key, list[str]],
) -> list[tuple[str, int]]:
    """How many of the cases wait on each, the most first."""
    counts = Counter(name for names in people.values() for name in names)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _key(case: Case) -> Key:
    return case.kind, case_id(case)


def _awaited(case: Case, given: Sequence[PendingSignature]) -> frozenset[Role]:
    """Nobody is awaited who has signed; whoever must sign what others have, is."""
    asked = workflow_of(case).state(case.state).waits_on - SYSTEM_ROLES
    return (asked - {Role(one.role) for one in given}) | unsigned_by(case, given)


def _signatures(
    session: Session, cases: Sequence[Case]
) -> Mapping[Key, Sequence[PendingSignature]]:
    """What has been signed of them and is not in force yet."""
    numbers = defaultdict(list)
    for case in cases:
        numbers[case.kind].append(case_id(case))
    of_these = (
        and_(PendingSignature.case_kind == kind, PendingSignature.case_id.in_(ids))
        for kind, ids in numbers.items()
    )
    found = defaultdict(list)
    for one in session.scalars(select(PendingSignature).where(or_(false(), *of_these))):
        found[one.case_kind, one.case_id].append(one)
    return found


def _load_parties(session: Session, cases: Sequence[Case]) -> None:
    """Leaders and lead units of all the proposals, so that none is loaded by itself."""
    ids = {found.id for case in cases if (found := proposal_of(case)) is not None}
    session.scalars(
        select(Proposal)
        .where(Proposal.id.in_(ids))
        .options(joinedload(Proposal.call), joinedload(Proposal.pi), joinedload(Proposal.lead_unit))
        .execution_options(populate_existing=True)
    ).all()


def _names(case: Case, roles: frozenset[Role], grants: Sequence[RoleGrant]) -> list[str]:
    proposal = proposal_of(case)
    names = [proposal.pi.name] if proposal and Role.APPLICANT in roles else []
    names += [g.person.name for g in grants if Role(g.role) in roles and reaches(g, case)]
    return list(dict.fromkeys(names))
