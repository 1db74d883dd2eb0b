"""By whom cases are held up: the people a list of cases waits on, in a fixed number of queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, false, or_, select
from sqlalchemy.orm import Session, joinedload

from app.access.grants import in_force, reaches
from app.models import Case, Item, PendingSignature, Person, Proposal, RoleGrant
from app.queries.attention.firsts import lacking
from app.services.cases import Key, case_id, key_of, proposal_of, state_of
from app.services.door.pending_signatures import unsigned_by, unsigned_in
from app.services.open_call.being_signed import SIGNED_BY, projects_signed_for
from workflows.engine.model import Guard
from workflows.roles import SYSTEM_ROLES, Role


@dataclass(frozen=True, slots=True)
class Awaited:
    """The roles whose turn it is on a case, and the names of those who hold them by a grant or lead
    the project. Experts and chairs are not named: not everybody may know who they are."""

    roles: frozenset[Role]
    names: Sequence[str]


def awaited_on(session: Session, cases: Sequence[Case], now: datetime) -> dict[Key, Awaited]:
    """As the pages of the cases say to everybody in the house by `app.services.door.awaiting`."""
    signed_for = projects_signed_for(session, cases)
    acted_on = {
        key_of(case): (signed_for.get(case.id) if isinstance(case, Item) else None) or case
        for case in cases
    }
    signatures, lack = _signatures(session, acted_on.values()), lacking(session, cases, now)
    roles = {
        key: _roles(where, signatures[key_of(where)], lack.get(key))
        if key == key_of(where)
        else unsigned_in(where, SIGNED_BY, signatures[key_of(where)])
        for key, where in acted_on.items()
    }
    grants = session.scalars(
        select(RoleGrant)
        .join(Person, RoleGrant.person_id == Person.id)
        .where(
            RoleGrant.role.in_(sorted({role.value for asked in roles.values() for role in asked})),
            in_force(now),
            Person.is_active,
        )
        .options(joinedload(RoleGrant.person))
        .order_by(RoleGrant.id)
    ).all()
    _load_parties(session, acted_on.values())
    return {
        key: Awaited(roles[key], _names(where, roles[key], grants, signatures[key_of(where)]))
        for key, where in acted_on.items()
    }


def by_person(awaited: Mapping[Key, Awaited]) -> list[tuple[str, int]]:
    """How many of the cases wait on each, the most first."""
    counts = Counter(name for one in awaited.values() for name in one.names)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _roles(
    case: Case, given: Sequence[PendingSignature], lack: Guard[Any] | None
) -> frozenset[Role]:
    if missing := unsigned_by(case, given):
        return missing
    state = state_of(case)
    if state.in_confidence:
        return state.told_hands - SYSTEM_ROLES
    hands = lack.supplied_by if lack else state.waits_on
    return hands - SYSTEM_ROLES


def _signatures(
    session: Session, cases: Iterable[Case]
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


def _load_parties(session: Session, cases: Iterable[Case]) -> None:
    """Leaders and lead units of all the proposals, so that none is loaded by itself."""
    ids = {found.id for case in cases if (found := proposal_of(case)) is not None}
    session.scalars(
        select(Proposal)
        .where(Proposal.id.in_(ids))
        .options(joinedload(Proposal.call), joinedload(Proposal.pi), joinedload(Proposal.lead_unit))
        .execution_options(populate_existing=True)
    ).all()


def _names(
    case: Case,
    roles: frozenset[Role],
    grants: Sequence[RoleGrant],
    signed: Sequence[PendingSignature],
) -> list[str]:
    """Whoever has signed all that is begun waits for others, also of the same role."""
    proposal, done = proposal_of(case), _have_signed(signed)
    names = [proposal.pi.name] if proposal and Role.APPLICANT in roles else []
    names += [
        g.person.name
        for g in grants
        if Role(g.role) in roles and g.person_id not in done and reaches(g, case)
    ]
    return list(dict.fromkeys(names))


def _have_signed(signed: Sequence[PendingSignature]) -> frozenset[int]:
    by_move = defaultdict(set)
    for one in signed:
        by_move[one.transition].add(one.person_id)
    return frozenset[int].intersection(*map(frozenset, by_move.values())) if signed else frozenset()
