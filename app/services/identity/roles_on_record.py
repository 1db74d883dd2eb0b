"""Who gave and who ended a role is on record; one of the office is told to the supervisors and to
every administrator, so that nobody can grant it unseen."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.access.holders import holding_in_office
from app.models import Person, RoleGrant
from app.services import history
from app.services.telling.messages import tell_person
from workflows.engine.text import Text
from workflows.parts.messages.topics import ACCOUNT, SYSTEM
from workflows.parts.messages.wording import Wording
from workflows.roles import ADMINISTERS, ROLE_LABELS, Role

GRANTED, ENDED = "role_granted", "role_ended"

_TOLD = frozenset({Role.SUPERVISOR, Role.SYS_ADMIN})
_OF_THE_OFFICE = ADMINISTERS | {Role.SYS_ADMIN}


def put_on_record(session: Session, grant: RoleGrant, what: str, by: Person, now: datetime) -> None:
    """Before a role ends, so that a supervisor who is one no longer is told as well."""
    role = Role(grant.role)
    # Whoever gives up a role acts in it.
    acting = role if by.id == grant.person_id else Role.SYS_ADMIN
    history.record(session, what, now=now, given=_given(grant), actor_id=by.id, role=acting)
    if role in _OF_THE_OFFICE:
        _tell(session, grant, what, by, now)


def put_first_on_record(session: Session, grant: RoleGrant, now: datetime) -> None:
    """Of the first administrator, by whoever runs the programs of the house: nobody is told, as
    nobody is there yet."""
    history.record(session, GRANTED, now=now, given=_given(grant))


def _given(grant: RoleGrant) -> dict[str, str]:
    given = {
        "person": f"{grant.person.name} {grant.person.email}",
        "role": ROLE_LABELS[Role(grant.role)].zh,
    }
    if grant.organisation is not None:
        given["unit"] = grant.organisation.name
    return given


def _tell(session: Session, grant: RoleGrant, what: str, by: Person, now: datetime) -> None:
    label = ROLE_LABELS[Role(grant.role)]
    slots = {"by": by.name, "person": grant.person.name}
    subject, body = (
        Text(words.zh.format(**slots, role=label.zh), words.en.format(**slots, role=label.en))
        for words in _WORDS[what]
    )
    told = {p.id: p for p in (*holding_in_office(session, _TOLD, now), grant.person)}
    for number, person in told.items():
        kind = ACCOUNT if number == grant.person_id else SYSTEM
        key = f"{what}-{grant.id}-{number}"
        tell_person(session, person, kind, Wording(subject, body), key=key, about=None, now=now)


_WORDS = {
    GRANTED: (
        Text("{person}被授予“{role}”角色", "{person} was granted the role “{role}”"),
        Text(
            "{by}授予{person}“{role}”角色，自即时起生效。如有不当，请系统管理员终止该角色，"
            "并告知监督诚信处。",
            "{by} granted {person} the role “{role}”, in force at once. If this is not in order, "
            "have an administrator end it and tell the supervision division.",
        ),
    ),
    ENDED: (
        Text("{person}的“{role}”角色已终止", "The role “{role}” of {person} has ended"),
        Text(
            "{by}终止了{person}的“{role}”角色。如有不当，请告知监督诚信处。",
            "{by} ended the role “{role}” of {person}. If this is not in order, tell the "
            "supervision division.",
        ),
    ),
}
