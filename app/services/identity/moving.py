"""A person leaves a unit or comes into one: access follows at once, and the move stays on record.

Cases stay with the unit they were begun in. Whoever leaves keeps what follows from the cases
themselves, such as leading a project, until the unit has its leader changed (J11).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.access.roles import office_roles
from app.models import Organisation, Person, PersonMove, RoleGrant
from app.services.experts.expert_profile import expert_of, leave, move_to
from app.services.identity import affiliations, granting
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


def turn_away(
    session: Session,
    person: Person,
    reason: str,
    by: Person,
    now: datetime,
    *,
    unless_confirmed: bool = False,
) -> Text | None:
    """By whoever answers for the unit: somebody who waits is not confirmed, and somebody who was is
    no longer of it, unless that is what the administrator has yet to learn. Why not, if not."""
    if refused := affiliations.closed_to(session, person, by, now):
        return refused
    if not reason.strip():
        return _NO_REASON
    if unless_confirmed and not affiliations.is_waiting(person):
        return _CONFIRMED_MEANWHILE.format(person=person.name)
    unit = session.get_one(Organisation, person.organisation_id)
    of_unit = affiliations.answers_for_unit
    if of_unit(session, person, unit.id, now) and of_unit(session, by, unit.id, now):
        return _ADMINISTERS.format(person=person.name)
    waits = affiliations.is_waiting(person)
    what = affiliations.REFUSED if waits else affiliations.ENDED
    take(session, person, None, reason.strip(), by, now)
    affiliations.put_on_record(session, person, unit, what, by, now, reason.strip())
    return None


def take(
    session: Session,
    person: Person,
    to: Organisation | None,
    reason: str,
    by: Person,
    now: datetime,
    *,
    is_confirmed: bool = False,
) -> None:
    """Out of the present unit, if any, and into this one, if any, which confirms it later unless
    it is known already."""
    left = person.organisation
    if left is not None:
        if office_roles(session, person, now) & ADMINISTERS:
            stay_aside(session, person, left, by, now)
        _end_roles(session, person, left, by, now)
    person.organisation = to
    person.unit_confirmed_at = now if to is not None and is_confirmed else None
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


def claims_of(session: Session, people: Sequence[Person]) -> dict[int, datetime]:
    """By the id of a person, since when they have named their present unit as their own."""
    came = (
        select(PersonMove.person_id, func.max(PersonMove.at))
        .join(Person, Person.id == PersonMove.person_id)
        .where(
            Person.id.in_([one.id for one in people]), PersonMove.to_id == Person.organisation_id
        )
        .group_by(PersonMove.person_id)
    )
    moved = {row[0]: row[1] for row in session.execute(came)}
    return {one.id: one.created_at for one in people} | moved


def ask_again(session: Session, now: datetime) -> None:
    """Code of before revision 0120 moves people and leaves standing what another unit confirmed."""
    came = select(func.max(PersonMove.at)).where(
        PersonMove.person_id == Person.id, PersonMove.to_id == Person.organisation_id
    )
    of_another = or_(
        Person.organisation_id.is_(None), Person.unit_confirmed_at < came.scalar_subquery()
    )
    stale = select(Person).where(Person.unit_confirmed_at.is_not(None), of_another)
    for person in session.scalars(stale.order_by(Person.id)).all():
        person.unit_confirmed_at = None
        affiliations.ask(session, person, now)


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
_CONFIRMED_MEANWHILE = Text(
    "{person}的归属在您打开页面之后已由其他管理员确认，没有移出；仍须移出的，请重新办理。",
    "Another administrator confirmed the affiliation of {person} after you opened the page. "
    "{person} was not removed; if that is still needed, choose again.",
)
_ADMINISTERS = Text(
    "{person}也是单位管理员，须由系统管理员移出。",
    "{person} is also an administrator of the unit and must be removed by the system "
    "administrator.",
)
