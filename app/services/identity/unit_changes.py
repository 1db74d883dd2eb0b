"""What an administrator changes of a unit that is entered: its facts, or that it has become part of
another. Each change is kept with its reason; cases keep the name of then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased

from app.models import (
    ExpertUnit,
    Organisation,
    OrganisationChange,
    Person,
    Proposal,
    ProposalVersion,
    RoleGrant,
)
from app.services.calls.freeze import frozen
from app.services.door.turns import take_turn
from app.services.identity import granting, moving
from app.services.identity.unit_entries import Standing, Unit, checked
from app.services.problems import Problems, alone
from app.services.review.sweeping import sweep_experts
from workflows.engine.text import Text
from workflows.roles import Role

_FOLLOW = (Role.UNIT_ADMIN, Role.UNIT_FINANCE)


def edit(
    session: Session,
    unit: Organisation,
    typed: Unit,
    standing: Standing,
    reason: str,
    by: Person,
    now: datetime,
) -> Problems | None:
    """All or nothing; nothing is written where nothing differs."""
    sound = checked(session, typed, of=unit)
    if isinstance(sound, Problems):
        return sound
    if standing.parent_id == unit.id:
        return Problems({"parent": _OWN_PARENT})
    if not reason.strip():
        return Problems({"reason": _NO_REASON})
    wanted = {
        "name": sound.name,
        "kind": sound.kind,
        "credit_code": sound.credit_code or None,
        "city": sound.city,
        "registered_on": standing.registered_on,
        "recommender_id": standing.recommender_id,
        "parent_id": standing.parent_id,
    }
    _change(session, unit, wanted, reason, by, now)
    return None


def merge(
    session: Session, unit: Organisation, into: Organisation, reason: str, by: Person, now: datetime
) -> Problems | None:
    """Its people come along, its drafts, and the units that it had taken in itself. Cases already
    sent stay under its name, and whoever administers the other unit handles them from here on;
    experts of the latter are of one unit with them now, and judge them no more.
    Nobody submits meanwhile, and no other merger is made."""
    take_turn(session)
    if why := frozen(session, now):
        return alone(why)
    for one in (unit, into):
        session.refresh(one)
    if unit.merged_into_id is not None:
        return alone(_GONE.format(name=unit.merged_into.name if unit.merged_into else ""))
    if into.id == unit.id or into.merged_into_id is not None:
        return Problems({"into": _NOT_THERE})
    if not reason.strip():
        return Problems({"reason": _NO_REASON})
    handled_by = _administrators(session, into, now)
    gone = (unit, *_taken_in(session, unit))
    for one in gone:
        _change(session, one, {"merged_into_id": into.id}, reason, by, now)
        session.expire(one, ["merged_into"])
    _bring_along(session, unit, into, reason.strip(), by, now)
    for person, role in handled_by:
        for one in gone:
            granting.grant(session, person, role, one.id, by, now)
    session.flush()
    colleagues = select(ExpertUnit.expert_id).where(ExpertUnit.organisation_id == into.id)
    sweep_experts(session, session.scalars(colleagues).all(), now)
    return None


def _bring_along(
    session: Session, unit: Organisation, into: Organisation, reason: str, by: Person, now: datetime
) -> None:
    """The people of the unit, and its drafts."""
    people = select(Person).where(Person.organisation_id == unit.id).order_by(Person.id)
    for person in session.scalars(people).all():
        known = person.unit_confirmed_at is not None
        moving.take(session, person, into, reason, by, now, is_confirmed=known)
    drafts = select(Proposal).where(Proposal.lead_unit_id == unit.id, Proposal.state == "draft")
    for draft in session.scalars(drafts).all():
        draft.lead_unit = into


def in_two_steps(session: Session) -> Sequence[int]:
    """Ids of units that became part of one that did itself: an earlier version leaves them so."""
    further = aliased(Organisation)
    query = select(Organisation.id).join(further, Organisation.merged_into_id == further.id)
    return session.scalars(query.where(further.merged_into_id.is_not(None))).all()


def in_one_step(session: Session, number: int, now: datetime) -> None:
    """No change of the unit: what it is part of has become part of another."""
    take_turn(session)
    unit = session.get_one(Organisation, number)
    while unit.merged_into is not None and unit.merged_into.merged_into is not None:
        unit.merged_into = unit.merged_into.merged_into


def changes_of(session: Session, unit: Organisation) -> list[OrganisationChange]:
    """The newest first."""
    query = select(OrganisationChange).where(OrganisationChange.organisation_id == unit.id)
    return list(session.scalars(query.order_by(OrganisationChange.id.desc())))


def last_change(session: Session) -> int:
    """The id of the newest, of whichever unit."""
    return session.scalar(select(func.max(OrganisationChange.id))) or 0


def last_of(session: Session, unit: Organisation) -> tuple[int | None, datetime | None]:
    """The id of whoever changed it last, and when."""
    last = next(iter(changes_of(session, unit)), None)
    return (last.by_id, last.at) if last else (None, None)


def name_in(session: Session, proposal: Proposal) -> str:
    """The name its lead unit had when it was first submitted; that of today before."""
    if proposal.lead_unit.renamed_at is None:
        return proposal.lead_unit.name
    given = {"proposal": proposal.id, "unit": proposal.lead_unit_id}
    changed = session.scalars(_SINCE_SUBMITTED, given).all()
    names = (str(before["name"]) for before in changed if "name" in before)
    return next(names, proposal.lead_unit.name)


_SINCE_SUBMITTED = (
    select(OrganisationChange.before)
    .where(
        OrganisationChange.organisation_id == bindparam("unit"),
        OrganisationChange.at
        > select(func.min(ProposalVersion.submitted_at))
        .where(ProposalVersion.proposal_id == bindparam("proposal"))
        .scalar_subquery(),
    )
    .order_by(OrganisationChange.id)
)


def _taken_in(session: Session, unit: Organisation) -> Sequence[Organisation]:
    """One step leads from each to what it has become part of."""
    query = select(Organisation).where(Organisation.merged_into_id == unit.id)
    return session.scalars(query.order_by(Organisation.id)).all()


def _administrators(
    session: Session, unit: Organisation, now: datetime
) -> list[tuple[Person, Role]]:
    held = select(RoleGrant).where(
        RoleGrant.organisation_id == unit.id,
        RoleGrant.role.in_([role.value for role in _FOLLOW]),
        (RoleGrant.ends_at.is_(None)) | (RoleGrant.ends_at > now),
    )
    return [(one.person, Role(one.role)) for one in session.scalars(held.order_by(RoleGrant.id))]


def _change(
    session: Session,
    unit: Organisation,
    wanted: Mapping[str, Any],
    reason: str,
    by: Person,
    now: datetime,
) -> None:
    before = {key: getattr(unit, key) for key in wanted}
    differs = [key for key, value in wanted.items() if before[key] != value]
    if not differs:
        return
    session.add(
        OrganisationChange(
            organisation_id=unit.id,
            at=now,
            by_id=by.id,
            reason=reason.strip(),
            before={key: _in_words(session, key, before[key]) for key in differs},
            after={key: _in_words(session, key, wanted[key]) for key in differs},
        )
    )
    for key in differs:
        setattr(unit, key, wanted[key])
    if "name" in differs:
        unit.renamed_at = now
    session.flush()


def _in_words(session: Session, key: str, value: Any) -> Any:
    """A unit by the name it has now, so that the record reads the same later."""
    if key.endswith("_id") and value is not None:
        return session.get_one(Organisation, value).name
    return value.isoformat() if isinstance(value, date) else value


_NO_REASON = Text("请写明依据和理由", "Enter the basis and reason")
_OWN_PARENT = Text("控股单位不能是它自己", "A unit cannot be its own controlling unit")
_GONE = Text("该单位已并入{name}。", "This unit has already merged into {name}.")
_NOT_THERE = Text(
    "请填写系统中另一个未被合并的单位的全称",
    "Enter the full name of another unit in the system that has not been merged",
)
