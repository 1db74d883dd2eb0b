"""The first day of an installation: the office and its first administrator."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Organisation, Person, RoleGrant
from app.names import check_person_name
from app.services.identity import passwords, tokens
from app.services.identity.roles_on_record import put_first_on_record
from app.services.identity.tokens import Purpose
from app.services.problems import Problems, alone
from workflows.engine.text import Text
from workflows.roles import Role


def open_office(session: Session, name: str, email: str, now: datetime) -> str | Problems:
    """The link by which the first administrator chooses a password; everybody else registers and is
    granted roles by that person. Refused once there is an administrator."""
    settings = session.info["settings"]
    held = select(RoleGrant.id).where(RoleGrant.role == Role.SYS_ADMIN.value)
    if session.scalar(held.limit(1)) is not None:
        return alone(_OPENED)
    checked = check_person_name(name)
    if isinstance(checked, Text):
        return Problems({"name": checked})
    office = session.scalar(select(Organisation).where(Organisation.is_office))
    if office is None:
        office = Organisation(name=settings.office_name, kind="government", is_office=True)
        session.add(office)
    admin = Person(
        name=checked,
        email=email.strip().lower(),
        password_hash=passwords.hashed(secrets.token_urlsafe(32)),
        organisation=office,
        unit_confirmed_at=now,
        created_at=now,
    )
    session.add(admin)
    session.flush()
    grant = RoleGrant(person_id=admin.id, role=Role.SYS_ADMIN.value, granted_at=now)
    grant.person = admin
    session.add(grant)
    put_first_on_record(session, grant, now)
    token = tokens.issue(session, admin, Purpose.RESET, now)
    assert token is not None, "nobody had an account before"
    return tokens.link_of(token, settings)


_OPENED = Text(
    "已有系统管理员；其他人员请自行注册，由管理员授予角色。",
    "There is already a system administrator. Others should register and be granted "
    "roles by an administrator.",
)
