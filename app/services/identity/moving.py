"""A person leaves a unit or comes into one: access follows at once, and the move stays on record.

Cases stay with the unit they were begun in. Whoever leaves keeps what follows from the cases
themselves, such as leading a project, until the unit has its leader changed (J11).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.access.roles import office_roles
from app.models import Organisation, Person, PersonMove, RoleGrant
from app.services.experts.expert_profile import expert_of, leave, move_to
from app.services.identity import granting
from app.services.problems import Problems, alone
from app.services.review.standing_aside import stay_aside
from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.roles import ADMINISTERS


def leave_unit(
    session: Session, person: Person, reason: str, by: Person, now: datetime
) -> Problems | None:
    """By the person, or by an administrator for whoever is gone. The roles held on the unit end."""
    if person.organisation is None:
        return alone(_NO_UNIT)
    if not reason.strip():
        return alone(_NO_REASON)
    take(session, person, None, reason.strip(), by, now)
    return None


def take(
    session: Session,
    person: Person,
    to: Organisation | None,
    reason: str,
    by: Person,
    now: datetime,
) -> None:
    """Out of the present unit, if any, and into this one, if any."""
    left = person.organisation
    if left is not None:
        if office_roles(session, person, now) & ADMINISTERS:
            stay_aside(session, person, left, by, now)
        _end_roles(session, person, left, by, now)
    person.organisation = to
    session.add(
        PersonMove(
            person_id=person.id,
            from_id=left.id if left else None,
            to_id=to.id if to else None,
            at=now,
            by_id=by.id,
            reason=reason,
        )
    )
    session.flush()
    _follow_as_expert(session, person, to, now)


def moves_of(session: Session, person: Person) -> list[PersonMove]:
    """The newest first."""
    query = select(PersonMove).where(PersonMove.person_id == person.id)
    return list(session.scalars(query.order_by(PersonMove.id.desc())))


def belongs_since(session: Session, person: Person) -> datetime:
    """Since when the person has named the present unit as their own."""
    came = select(func.max(PersonMove.at)).where(
        PersonMove.person_id == person.id, PersonMove.to_id == person.organisation_id
    )
    return session.scalar(came) or person.created_at


def _end_roles(
    session: Session, person: Person, unit: Organisation, by: Person, now: datetime
) -> None:
    of_unit = select(RoleGrant).where(
        RoleGrant.person_id == person.id,
        RoleGrant.organisation_id == unit.id,
        or_(RoleGrant.ends_at.is_(None), RoleGrant.ends_at > now),
    )
    for held in session.scalars(of_unit).all():
        granting.end(session, held, by, now)


def _follow_as_expert(
    session: Session, person: Person, to: Organisation | None, now: datetime
) -> None:
    """Recusal goes by where an expert works, and looks years back."""
    expert = expert_of(session, person)
    if expert is None:
        return
    if to is None:
        leave(session, expert, now)
    elif all(job.until is not None or job.organisation_id != to.id for job in expert.units):
        move_to(session, expert, to, local_date(now), now)


_NO_UNIT = Text("没有所在单位，无须离开。", "You have no unit to leave.")
_NO_REASON = Text("请写明原因", "Enter the reason")
