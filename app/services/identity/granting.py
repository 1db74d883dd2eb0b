"""Grant roles of a unit and end any; nobody is given two roles that exclude each other in one
place."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from app.access.grants import in_force
from app.access.holders import administrators
from app.models import Person, RoleGrant, RoleProposal
from app.services.door.turns import take_turn
from app.services.identity.affiliations import affirm
from app.services.identity.roles_on_record import (
    ENDED,
    GRANTED,
    OF_THE_OFFICE,
    put_on_record,
)
from app.services.problems import Problems, alone
from workflows.engine.text import Text
from workflows.roles import OF_A_UNIT, ROLE_LABELS, Role, exclude_each_other

GRANTABLE = tuple(role for role in Role if role in OF_A_UNIT | OF_THE_OFFICE)
"""Roles an administrator gives; the others follow from the cases themselves."""


def grant(
    session: Session,
    person: Person,
    role: Role,
    organisation_id: int | None,
    by: Person,
    now: datetime,
) -> RoleGrant | Problems:
    """A role of a unit, held on one unit, which vouches for a person who says to belong there;
    those of the office are given by two (`proposing`).
    Raises ValueError: no role of a unit."""
    if role not in OF_A_UNIT:
        raise ValueError(f"{role} is no role of a unit")
    if problems := problems_with(session, person, role, organisation_id, now):
        return problems
    given = in_force_from(session, person, role, organisation_id, by.id, now)
    put_on_record(session, given, GRANTED, by, now)
    if person.organisation_id == organisation_id:
        affirm(session, person, by, now)
    return given


def in_force_from(
    session: Session,
    person: Person,
    role: Role,
    organisation_id: int | None,
    granted_by_id: int,
    now: datetime,
) -> RoleGrant:
    """The grant itself, to be put on record; there were no `problems_with` it."""
    given = RoleGrant(
        person=person,
        role=role.value,
        organisation_id=organisation_id,
        granted_by_id=granted_by_id,
        granted_at=now,
    )
    session.add(given)
    session.flush()
    return given


def is_open(now: datetime) -> ColumnElement[bool]:
    """On the table of proposals: neither decided nor lapsed."""
    return RoleProposal.decided_at.is_(None) & (RoleProposal.lapses_at > now)


def problems_with(
    session: Session, person: Person, role: Role, organisation_id: int | None, now: datetime
) -> Problems | None:
    """Why the role cannot be given to this person, and nobody else gives the person one until the
    commit. A role of a unit is held on one unit, every other in the whole office: whoever
    administered all units at once would see the bids of competitors, and many pages of an official
    ask only whether the role is held."""
    if (role in OF_A_UNIT) != (organisation_id is not None):
        return Problems({"unit": _NEEDS_UNIT if role in OF_A_UNIT else _NEEDS_NO_UNIT})
    take_turn(session)
    held = session.scalars(
        select(RoleGrant).where(
            RoleGrant.person_id == person.id,
            in_force(now),
        )
    ).all()
    for other in held:
        if other.organisation_id != organisation_id:
            continue
        if other.role == role.value:
            return alone(_HELD)
        if exclude_each_other(role, Role(other.role)):
            label = ROLE_LABELS[Role(other.role)]
            return alone(
                Text(
                    f"该人员已是“{label.zh}”，职责分离，不能同时担任；请先终止原角色或改派他人。",
                    f"This person is already “{label.en}” and cannot hold both roles "
                    "(separation of duties). End that role first, or assign someone else.",
                )
            )
    return None


def end(session: Session, held: RoleGrant, by: Person, now: datetime) -> Text | None:
    """Why not, if not. The grant stays on record with its end; one that has ended keeps the end it
    had. What an administrator who is one no longer has proposed lapses: nobody vouches for it. The
    last one stays: nobody could give the role to another."""
    take_turn(session)
    session.refresh(held, with_for_update=True)
    if held.ends_at is not None and held.ends_at <= now:
        return None
    if held.role == Role.SYS_ADMIN.value and administrators(session, now) == [held.person]:
        return _LAST
    put_on_record(session, held, ENDED, by, now)
    held.ends_at = now
    if held.role == Role.SYS_ADMIN.value:
        proposed = RoleProposal.proposed_by_id == held.person_id
        session.execute(update(RoleProposal).where(proposed, is_open(now)).values(lapses_at=now))
    return None


_LAST = Text(
    "系统须至少有一名系统管理员：请先由另一人经核准担任系统管理员，再终止此角色。",
    "There must be at least one system administrator. First have another person "
    "approved as one, then end this role.",
)
_HELD = Text("该人员已担任此角色。", "This person already has this role.")
_NEEDS_UNIT = Text(
    "该角色只在一个单位内有效，请填写单位全称",
    "this role applies to one unit only; enter the unit's full name",
)
_NEEDS_NO_UNIT = Text(
    "该角色面向全厅，不按单位授予，请留空",
    "this role covers the whole office and is not granted by unit; leave this empty",
)
