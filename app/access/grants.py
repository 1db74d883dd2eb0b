"""The grants of roles that are in force, and the cases on which one counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, not_, or_, select
from sqlalchemy.orm import Session, joinedload

from app.asked import Listed
from app.models import Case, Payment, Person, RoleGrant
from app.services.cases import call_of, case_id, item_of, key_of, proposal_of
from workflows.roles import OF_A_UNIT, Role


def in_force(moment: Any) -> ColumnElement[bool]:
    """On the table of grants; `moment` itself, or a parameter or column that stands for it. A role
    of a unit that names none, as could be granted once, is in force nowhere."""
    is_live = or_(RoleGrant.ends_at.is_(None), RoleGrant.ends_at > moment)
    names_nothing = and_(
        RoleGrant.organisation_id.is_(None),
        RoleGrant.programme_id.is_(None),
        RoleGrant.case_kind.is_(None),
    )
    return and_(is_live, not_(and_(RoleGrant.role.in_(OF_A_UNIT), names_nothing)))


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


_GRANTS = Listed(
    RoleGrant,
    RoleGrant.person_id.in_(bindparam("people", expanding=True)),
    in_force(bindparam("now")),
    order=(RoleGrant.person_id, RoleGrant.id),
    options=(joinedload(RoleGrant.organisation),),
)


def granted_on(
    session: Session, case: Case, roles: frozenset[Role], now: datetime
) -> dict[Person, Sequence[RoleGrant]]:
    """All live grants of each whose grant of one of the roles could count on this case."""
    call = call_of(case)
    found = _COUNTING.of(
        session,
        roles=tuple(sorted(role.value for role in roles)),
        now=now,
        kind=case.kind,
        case=case_id(case),
        seats=tuple({seat for role in Role if (seat := seat_of(role, case)) is not None}),
        programme=call.programme_id if call else None,
    )
    return {person: list(grants) for person, grants in groupby(found, lambda g: g.person)}


def _may_count() -> ColumnElement[bool]:
    """Whether a grant could count on a case, as a condition on its row; `roles_on` decides."""
    on_case = and_(RoleGrant.case_kind == bindparam("kind"), RoleGrant.case_id == bindparam("case"))
    on_seat = RoleGrant.organisation_id.in_(bindparam("seats", expanding=True))
    of_programme = RoleGrant.programme_id == bindparam("programme")
    everywhere = and_(RoleGrant.organisation_id.is_(None), RoleGrant.programme_id.is_(None))
    scoped = or_(on_seat, of_programme, everywhere)
    return or_(on_case, and_(RoleGrant.case_kind.is_(None), scoped))


_COUNTING = Listed(
    RoleGrant,
    RoleGrant.person_id.in_(
        select(RoleGrant.person_id).where(
            RoleGrant.role.in_(bindparam("roles", expanding=True)),
            in_force(bindparam("now")),
            _may_count(),
        )
    ),
    in_force(bindparam("now")),
    order=(RoleGrant.person_id, RoleGrant.id),
    options=(joinedload(RoleGrant.organisation), joinedload(RoleGrant.person)),
)


def reaches(grant: RoleGrant, case: Case) -> bool:
    """Whether a role granted on a case, a unit, a programme or everywhere counts on this case."""
    if grant.case_kind is not None:
        return (grant.case_kind, grant.case_id) == key_of(case)
    if grant.organisation_id is not None:
        return grant.organisation_id == seat_of(Role(grant.role), case)
    if grant.programme_id is not None:
        call = call_of(case)
        return call is not None and grant.programme_id == call.programme_id
    return True


def seat_of(role: Role, case: Case) -> int | None:
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
