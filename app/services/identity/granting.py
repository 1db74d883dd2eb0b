"""Grant and end roles; nobody is given two roles that exclude each other in one place."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.grants import in_force
from app.models import Person, RoleGrant
from app.services.problems import Problems, alone
from workflows.engine.text import Text
from workflows.roles import ROLE_LABELS, SYSTEM_ROLES, Role, exclude_each_other

GRANTABLE = tuple(
    role
    for role in Role
    if role not in SYSTEM_ROLES
    and role
    not in (
        Role.APPLICANT,
        Role.TEAM_MEMBER,
        Role.EXPERT,
        Role.PANEL_CHAIR,
        Role.OBJECTOR,
        Role.PUBLIC,
    )
)
"""Roles an administrator gives; the others follow from the cases themselves."""


def grant(
    session: Session,
    person: Person,
    role: Role,
    organisation_id: int | None,
    by: Person,
    now: datetime,
) -> Problems | None:
    """Office-wide without an organisation. Raises ValueError: a role nobody can be given."""
    if role not in GRANTABLE:
        raise ValueError(f"{role} follows from a case and cannot be granted")
    held = session.scalars(
        select(RoleGrant).where(
            RoleGrant.person_id == person.id,
            in_force(now),
        )
    ).all()
    for other in held:
        same_place = other.organisation_id == organisation_id
        if same_place and exclude_each_other(role, Role(other.role)):
            label = ROLE_LABELS[Role(other.role)]
            return alone(
                Text(
                    f"该人员已是“{label.zh}”，职责分离，不能同时担任；请先终止原角色或改派他人。",
                    f"Already “{label.en}”, which excludes this role; end it first.",
                )
            )
    session.add(
        RoleGrant(
            person_id=person.id,
            role=role.value,
            organisation_id=organisation_id,
            granted_by_id=by.id,
            granted_at=now,
        )
    )
    session.flush()
    return None


def end(session: Session, grant_id: int, now: datetime) -> None:
    """The grant stays on record with its end. Raises NoResultFound: no such grant."""
    session.get_one(RoleGrant, grant_id).ends_at = now
