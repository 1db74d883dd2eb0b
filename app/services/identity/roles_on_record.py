"""Who proposed, gave and ended a role is on record; one of the office is told to the supervisors
and to every administrator, so that nobody can grant it unseen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from app.access.grants import live_grants
from app.access.holders import holding_in_office
from app.models import Person, RoleGrant, RoleProposal
from app.services import history
from app.services.telling.messages import tell_person
from workflows.engine.calendar import deadline_words
from workflows.engine.text import Text
from workflows.parts.messages.topics import ACCOUNT, SYSTEM
from workflows.parts.messages.wording import Wording
from workflows.roles import ADMINISTERS, ROLE_LABELS, Role

GRANTED, ENDED = "role_granted", "role_ended"
PROPOSED, CONFIRMED, REFUSED = "role_proposed", "role_confirmed", "role_refused"
WITHDRAWN, LAPSED = "role_withdrawn", "role_lapsed"
GRANTED_ALONE = "role_granted_alone"
"""By the first administrator, while there is nobody else who could confirm it."""

_TOLD = frozenset({Role.SUPERVISOR, Role.SYS_ADMIN})
OF_THE_OFFICE = ADMINISTERS | {Role.SYS_ADMIN}
"""The roles that are given by two."""


def put_on_record(
    session: Session,
    about: RoleGrant | RoleProposal,
    what: str,
    by: Person | None,
    now: datetime,
) -> None:
    """Before a role ends, so that a supervisor who is one no longer is told as well. `by` nobody:
    whoever runs the programs of the house. Why a role was refused is told to those it concerns and
    stands with the proposal, not in the history, which others read."""
    said = _given(about)
    if isinstance(about, RoleProposal):
        said |= {"proposed_by": about.proposed_by.name}
    if by is None:
        history.record(session, what, now=now, given=said)
    else:
        acting = _acting(session, about, what, by, now)
        history.record(session, what, now=now, given=said, actor_id=by.id, role=acting)
    if Role(about.role) in OF_THE_OFFICE:
        told = (*holding_in_office(session, _TOLD, now), about.person)
        _tell(session, told, about, what, by, now)


def tell_of_lapse(session: Session, about: RoleProposal, now: datetime) -> None:
    """Those who wait for it: the history shows by itself that nobody decided."""
    _tell(session, (about.proposed_by, about.person), about, LAPSED, None, now)


def put_first_on_record(session: Session, grant: RoleGrant, now: datetime) -> None:
    """Of the first administrator, by whoever runs the programs of the house: nobody is told, as
    nobody is there yet."""
    history.record(session, GRANTED, now=now, given=_given(grant))


def _acting(
    session: Session, about: RoleGrant | RoleProposal, what: str, by: Person, now: datetime
) -> Role:
    """Whoever gives up a role acts in it; else an administrator acts, or a supervisor."""
    if what == ENDED and by.id == about.person_id:
        return Role(about.role)
    held = {Role(grant.role) for grant in live_grants(session, by, now)}
    return Role.SUPERVISOR if held & _TOLD == {Role.SUPERVISOR} else Role.SYS_ADMIN


def _given(about: RoleGrant | RoleProposal) -> dict[str, str]:
    given = {
        "person": f"{about.person.name} {about.person.email}",
        "role": ROLE_LABELS[Role(about.role)].zh,
    }
    if isinstance(about, RoleGrant) and about.organisation is not None:
        given["unit"] = about.organisation.name
    return given


def _tell(
    session: Session,
    told: Iterable[Person],
    about: RoleGrant | RoleProposal,
    what: str,
    by: Person | None,
    now: datetime,
) -> None:
    label = ROLE_LABELS[Role(about.role)]
    slots = {"person": about.person.name}
    if isinstance(about, RoleProposal):
        slots |= {
            "proposed_by": about.proposed_by.name,
            "reason": about.reason,
            "until": deadline_words(about.lapses_at),
        }
    by_whom = Text(by.name, by.name) if by else _OPERATOR
    subject, body = (
        Text(
            words.zh.format(**slots, role=label.zh, by=by_whom.zh),
            words.en.format(**slots, role=label.en, by=by_whom.en),
        )
        for words in _WORDS[what]
    )
    for person in {p.id: p for p in told}.values():
        kind = ACCOUNT if person.id == about.person_id else SYSTEM
        key = f"{what}-{about.id}-{person.id}"
        tell_person(session, person, kind, Wording(subject, body), key=key, about=None, now=now)


_OPERATOR = Text("系统运维人员", "the system operator")
_WORDS = {
    PROPOSED: (
        Text(
            "拟授予{person}“{role}”角色，待核准",
            "{person} proposed for the role “{role}”: awaiting approval",
        ),
        Text(
            "{by}提出授予{person}“{role}”角色，须由提出人和本人以外的系统管理员或监督诚信处人员"
            "在 {until} 前核准（“角色核准”页面），核准后生效；逾期未核准的，自动失效。",
            "{by} has proposed {person} for the role “{role}”. A system administrator or a member "
            "of the supervision and integrity division, other than the proposer and the person "
            "concerned, must approve it by {until} (on the “Role approvals” page). It then takes "
            "effect; if not approved in time, it lapses.",
        ),
    ),
    CONFIRMED: (
        Text("{person}被授予“{role}”角色", "{person} granted the role “{role}”"),
        Text(
            "经{proposed_by}提出、{by}核准，授予{person}“{role}”角色，自即时起生效。如有不当，"
            "请系统管理员终止该角色，并告知监督诚信处。",
            "{person} has been granted the role “{role}”, proposed by {proposed_by} and approved "
            "by {by}, with immediate effect. If this is wrong, have a system administrator end the "
            "role and tell the supervision and integrity division.",
        ),
    ),
    REFUSED: (
        Text("授予{person}“{role}”角色未获核准", "{person} not approved for the role “{role}”"),
        Text(
            "{proposed_by}提出授予{person}“{role}”角色，{by}不予核准，理由：{reason}",
            "{proposed_by} proposed {person} for the role “{role}”. {by} did not approve it. "
            "Reason: {reason}",
        ),
    ),
    WITHDRAWN: (
        Text(
            "授予{person}“{role}”角色的提出已撤回",
            "Proposal of {person} for the role “{role}” withdrawn",
        ),
        Text(
            "{by}撤回了授予{person}“{role}”角色的提出，该角色不生效。",
            "{by} has withdrawn the proposal of {person} for the role “{role}”. The role does "
            "not take effect.",
        ),
    ),
    LAPSED: (
        Text(
            "授予{person}“{role}”角色的提出已失效",
            "Proposal of {person} for the role “{role}” has lapsed",
        ),
        Text(
            "{proposed_by}提出授予{person}“{role}”角色，至 {until} 未获核准，已失效。确需授予的，"
            "请系统管理员重新提出。",
            "{proposed_by} proposed {person} for the role “{role}”. It was not approved by "
            "{until} and has lapsed. If the role is still needed, a system administrator must "
            "propose it again.",
        ),
    ),
    GRANTED_ALONE: (
        Text("{person}被授予“{role}”角色", "{person} granted the role “{role}”"),
        Text(
            "系统启用之初尚无第二人可以核准，{by}一人授予{person}“{role}”角色，自即时起生效。"
            "如有不当，请系统管理员终止该角色，并告知监督诚信处。",
            "The system has just been set up and nobody else can approve roles yet, so {by} alone "
            "granted {person} the role “{role}”, with immediate effect. If this is wrong, have a "
            "system administrator end the role and tell the supervision and integrity division.",
        ),
    ),
    ENDED: (
        Text("{person}的“{role}”角色已终止", "{person}'s role “{role}” ended"),
        Text(
            "{by}终止了{person}的“{role}”角色。如有不当，请告知监督诚信处。",
            "{by} has ended {person}'s role “{role}”. If this is wrong, tell the supervision and "
            "integrity division.",
        ),
    ),
}
