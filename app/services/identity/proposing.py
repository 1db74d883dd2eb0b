"""A role of the office is given by two: an administrator proposes it, and it takes effect once
another administrator or a supervisor confirms it, who is neither the proposer nor its receiver.
Until then the proposer may withdraw it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import String, cast, exists, literal, select
from sqlalchemy.orm import Session

from app.access.grants import live_grants
from app.access.holders import holding_in_office
from app.models import Message, Person, RoleGrant, RoleProposal
from app.services.calendars import working_calendar
from app.services.door.turns import take_turn
from app.services.identity.granting import in_force_from, is_open, problems_with
from app.services.identity.roles_on_record import (
    CONFIRMED,
    GRANTED_ALONE,
    LAPSED,
    OF_THE_OFFICE,
    PROPOSED,
    REFUSED,
    WITHDRAWN,
    put_on_record,
    tell_of_lapse,
)
from app.services.problems import Problems, alone
from workflows.engine.calendar import end_of_day, local_date
from workflows.engine.text import Text
from workflows.roles import Role

MAY_CONFIRM = frozenset({Role.SYS_ADMIN, Role.SUPERVISOR})
REASON_MOST = 300
TOLD_WITHIN = timedelta(days=7)
"""Of what lapsed longer ago nobody is told any more, whatever became of the message."""


def propose(
    session: Session,
    person: Person,
    role: Role,
    organisation_id: int | None,
    by: Person,
    now: datetime,
) -> RoleProposal | RoleGrant | Problems:
    """A grant at once where the first administrator begins an installation. Raises ValueError: no
    role of the office."""
    if role not in OF_THE_OFFICE:
        raise ValueError(f"{role} is no role of the office")
    if problems := problems_with(session, person, role, organisation_id, now):
        return problems
    if role in MAY_CONFIRM and person.id != by.id and _is_first(session, by):
        given = in_force_from(session, person, role, None, by.id, now)
        put_on_record(session, given, GRANTED_ALONE, by, now)
        return given
    open_one = select(RoleProposal.id).where(
        RoleProposal.person_id == person.id, RoleProposal.role == role.value, is_open(now)
    )
    if session.scalar(open_one.limit(1)) is not None:
        return alone(_PROPOSED_ALREADY)
    days = session.info["settings"].role_confirm_days
    last = working_calendar(session).add_working_days(local_date(now), days)
    proposed = RoleProposal(
        person=person,
        role=role.value,
        proposed_by=by,
        proposed_at=now,
        lapses_at=end_of_day(last),
    )
    session.add(proposed)
    session.flush()
    put_on_record(session, proposed, PROPOSED, by, now)
    return proposed


def decide(
    session: Session,
    proposed: RoleProposal,
    *,
    confirm: bool,
    reason: str,
    by: Person,
    now: datetime,
) -> Problems | None:
    """Of two who decide at once the second finds it decided. A refusal gives its `reason`."""
    take_turn(session)
    session.refresh(proposed)
    if problem := closed_to(session, proposed, by, now):
        return alone(problem)
    words = reason.strip()
    if not confirm and not words:
        return Problems({"reason": _NO_REASON})
    if confirm:
        return _confirm(session, proposed, by, now)
    proposed.decided_by, proposed.decided_at, proposed.reason = by, now, words[:REASON_MOST]
    session.flush()
    put_on_record(session, proposed, REFUSED, by, now)
    return None


def withdraw(session: Session, proposed: RoleProposal, by: Person, now: datetime) -> Text | None:
    """By whoever proposed it: it is over without a decision. Why not, if not."""
    take_turn(session)
    session.refresh(proposed)
    if by.id != proposed.proposed_by_id:
        return _NOT_PROPOSED_BY_YOU
    if over := _over(proposed, now):
        return over
    proposed.decided_at = now
    session.flush()
    put_on_record(session, proposed, WITHDRAWN, by, now)
    return None


def tell_lapsed(session: Session, now: datetime) -> int:
    """Those concerned, once, of what nobody decided in time; returns how many have lapsed."""
    numbers = cast(RoleProposal.id, String) + "-" + cast(RoleProposal.person_id, String)
    told = Message.key == literal(f"{LAPSED}-") + numbers
    lapsed = select(RoleProposal).where(
        RoleProposal.decided_at.is_(None),
        RoleProposal.lapses_at <= now,
        RoleProposal.lapses_at > now - TOLD_WITHIN,
        ~exists().where(told),
    )
    take_turn(session)
    rows = session.scalars(lapsed.order_by(RoleProposal.id)).all()
    for proposed in rows:
        tell_of_lapse(session, proposed, now)
    return len(rows)


def confirm_as_operator(session: Session, email: str, now: datetime) -> Problems | None:
    """By whoever runs the programs of the house, where nobody is left who may: what is proposed for
    this address, and only the role of somebody who then may."""
    take_turn(session)
    waiting = (
        select(RoleProposal)
        .join(Person, RoleProposal.person_id == Person.id)
        .where(
            Person.email == email.strip().lower(),
            RoleProposal.role.in_(sorted(role.value for role in MAY_CONFIRM)),
            is_open(now),
        )
    )
    proposed = session.scalars(waiting.order_by(RoleProposal.id)).first()
    if proposed is None:
        return alone(_NONE_WAITS)
    concerned = {proposed.proposed_by_id, proposed.person_id}
    if any(p.id not in concerned for p in holding_in_office(session, MAY_CONFIRM, now)):
        return alone(_OTHERS_MAY)
    return _confirm(session, proposed, None, now)


def _confirm(
    session: Session, proposed: RoleProposal, by: Person | None, now: datetime
) -> Problems | None:
    person, role = proposed.person, Role(proposed.role)
    if refused := problems_with(session, person, role, None, now):
        return refused
    if not person.is_active:
        return alone(_CLOSED)
    given = in_force_from(session, person, role, None, proposed.proposed_by_id, now)
    proposed.decided_by, proposed.decided_at, proposed.grant_id = by, now, given.id
    session.flush()
    put_on_record(session, proposed, CONFIRMED, by, now)
    return None


def closed_to(
    session: Session, proposed: RoleProposal, person: Person, now: datetime
) -> Text | None:
    """Why this person does not decide on it, if not."""
    if problem := _over(proposed, now):
        return problem
    if person.id in (proposed.proposed_by_id, proposed.person_id):
        return _TWO_PEOPLE
    held = {Role(grant.role) for grant in live_grants(session, person, now)}
    return None if held & MAY_CONFIRM else _NOT_YOURS


def _over(proposed: RoleProposal, now: datetime) -> Text | None:
    """Why nobody decides on it any more, if so."""
    if proposed.is_withdrawn:
        return _WITHDRAWN
    if proposed.decided_at is not None:
        return _DECIDED
    return _LAPSED if proposed.lapses_at <= now else None


def _is_first(session: Session, by: Person) -> bool:
    """Whether nobody else could ever confirm anything here. Who could once counts, or whoever ends
    the roles of all others could go on alone."""
    others = select(RoleGrant.id).where(
        RoleGrant.role.in_(sorted(role.value for role in MAY_CONFIRM)),
        RoleGrant.person_id != by.id,
    )
    return session.scalar(others.limit(1)) is None


_PROPOSED_ALREADY = Text(
    "该角色已经提出，正待核准", "This role has already been proposed and is awaiting approval"
)
_WITHDRAWN = Text("提出人已撤回", "Withdrawn by the proposer")
_NOT_PROPOSED_BY_YOU = Text("由提出人撤回", "Withdrawn by the proposer")
_DECIDED = Text("已由他人办理", "Someone else has already dealt with this")
_LAPSED = Text(
    "该提出已失效（超过核准期限，或者提出人已不再担任系统管理员）；确需授予的，请系统管理员重新提出",
    "The proposal has lapsed: it was not approved in time, or the proposer is no "
    "longer a system administrator. If the role is still needed, a system "
    "administrator must propose it again",
)
_TWO_PEOPLE = Text(
    "须由提出人和当事人以外的另一名系统管理员或监督诚信处人员核准",
    "Another system administrator or the supervision and integrity division must approve this; it "
    "cannot be the proposer or the person concerned",
)
_NOT_YOURS = Text(
    "由系统管理员或监督诚信处人员核准",
    "A system administrator or the supervision and integrity division must approve this",
)
_CLOSED = Text("该账户已停用", "This account is closed")
_NONE_WAITS = Text(
    "没有待核准的系统管理员或监督诚信处角色",
    "No role of system administrator or of the supervision and integrity division is awaiting "
    "approval",
)
_OTHERS_MAY = Text(
    "系统中另有人可以核准，请由其在“角色核准”页面办理",
    "Someone else in the system can approve this on the “Role approvals” page",
)
_NO_REASON = Text("请写明不予核准的理由", "Enter the reason for refusing")
