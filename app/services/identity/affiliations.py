"""Who belongs to a unit (人员归属确认): a person says so, whoever answers for the unit confirms it.

Until then the person may look, write and send in. What is only for the unit's own people, and what
is said in its name, begins with the confirmation.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.access.grants import live_grants
from app.access.holders import administrators, answering_for
from app.models import Organisation, Person
from app.services import history
from app.services.door.turns import take_turn
from app.services.telling.messages import is_told, tell_person
from workflows.engine.calendar import deadline_words
from workflows.engine.text import Text
from workflows.parts.messages.topics import ACCOUNT, SYSTEM
from workflows.parts.messages.wording import Wording
from workflows.roles import Role

CONFIRMED, REFUSED, ENDED = "affiliation_confirmed", "affiliation_refused", "affiliation_ended"


def is_waiting(person: Person) -> bool:
    return person.organisation_id is not None and person.unit_confirmed_at is None


def answering(session: Session, person: Person, now: datetime) -> list[Person]:
    """Who confirms it: the administrators of the unit, or of the system where it has no other."""
    if person.organisation_id is None:
        return []
    of_unit = answering_for(session, person.organisation_id, now)
    return _but(person, of_unit) or _but(person, administrators(session, now))


def ask(session: Session, person: Person, now: datetime) -> None:
    """Once the address is the person's own, whoever confirms is told, each once for each claim."""
    if not is_waiting(person) or person.email_confirmed_at is None:
        return
    _tell_whoever_confirms(session, person, _ASKED, {}, f"{now:%Y%m%d%H%M%S%f}", now)


def ask_before(
    session: Session, person: Person, call_id: int, title: str, until: datetime, now: datetime
) -> None:
    """Whoever waits has begun a need that nobody can submit after this moment: whoever confirms is
    told until when, once for each call."""
    if not is_waiting(person):
        return
    slots = {"title": title, "until": deadline_words(until)}
    claim = f"{person.organisation_id}-need-{call_id}"
    _tell_whoever_confirms(session, person, _ASKED_BEFORE, slots, claim, now)


def confirm(session: Session, person: Person, by: Person, now: datetime) -> Text | None:
    """Why not, if not; whoever is confirmed already stays so."""
    if refused := closed_to(session, person, by, now):
        return refused
    affirm(session, person, by, now)
    return None


def affirm(session: Session, person: Person, by: Person, now: datetime) -> None:
    """By whoever has vouched for it in another way: with a role of the unit, with its seal."""
    if not is_waiting(person):
        return
    person.unit_confirmed_at = now
    session.flush()
    put_on_record(session, person, _unit(person), CONFIRMED, by, now)


def closed_to(session: Session, person: Person, by: Person, now: datetime) -> Text | None:
    """Why this reader does not answer for the person, if not; what stands is read anew."""
    take_turn(session)
    session.refresh(person, ["organisation_id", "unit_confirmed_at"])
    if person.organisation_id is None:
        return _LEFT.format(person=person.name)
    if by.id not in {one.id for one in answering(session, person, now)}:
        return _NOT_YOURS.format(person=person.name)
    return None


def answers_for_unit(session: Session, person: Person, unit_id: int | None, now: datetime) -> bool:
    return any(
        grant.role == Role.UNIT_ADMIN.value and grant.organisation_id == unit_id
        for grant in live_grants(session, person, now)
    )


def put_on_record(
    session: Session,
    person: Person,
    unit: Organisation,
    what: str,
    by: Person,
    now: datetime,
    reason: str = "",
) -> None:
    """In the history, and the person is told; why not stands with the move of the person and not in
    the history, which others read."""
    said = {"person": f"{person.name} {person.email}", "unit": unit.name}
    answers = answers_for_unit(session, by, unit.id, now)
    role = Role.UNIT_ADMIN if answers else Role.SYS_ADMIN
    history.record(session, what, now=now, given=said, actor_id=by.id, role=role)
    subject, body = (
        words.format(unit=unit.name, by=by.name, reason=reason) for words in _WORDS[what]
    )
    key = f"{what}-{person.id}-{now:%Y%m%d%H%M%S%f}"
    tell_person(session, person, ACCOUNT, Wording(subject, body), key=key, about=None, now=now)


def _tell_whoever_confirms(
    session: Session,
    person: Person,
    words: tuple[Text, Text],
    slots: Mapping[str, Any],
    claim: str,
    now: datetime,
) -> None:
    """Each once of each claim."""
    subject, body = (
        one.format(person=person.name, unit=_unit(person).name, **slots) for one in words
    )
    for one in answering(session, person, now):
        key = f"affiliation-{person.id}-{claim}-{one.id}"
        if not is_told(session, key):
            wording = Wording(subject, body)
            tell_person(session, one, SYSTEM, wording, key=key, about=None, now=now)


def _but(person: Person, others: list[Person]) -> list[Person]:
    return [one for one in others if one.id != person.id]


def _unit(person: Person) -> Organisation:
    assert person.organisation is not None, "only whoever named a unit waits"
    return person.organisation


_ASKED = (
    Text("待确认归属的人员：{person}", "Affiliation to confirm: {person}"),
    Text(
        "{person}填报为{unit}人员。请在“单位人员”中核对：属实的予以确认，不属实的不予确认并写明原因。",
        "{person} claims to belong to {unit}. Check this under “People of the unit”: confirm it if "
        "it is true, or refuse it and give the reason.",
    ),
)
_ASKED_BEFORE = (
    Text("请于 {until} 前确认归属：{person}", "Affiliation to confirm before {until}: {person}"),
    Text(
        "{person}填报为{unit}人员，正以单位名义起草需求《{title}》。需求征集至 {until} 截止，"
        "确认以前不能提交。请在“单位人员”中核对：属实的予以确认，不属实的不予确认并写明原因。",
        "{person} claims to belong to {unit} and is drafting the need “{title}” in its name. Needs "
        "are collected until {until}, and this one cannot be submitted before the affiliation is "
        "confirmed. Check it under “People of the unit”: confirm it if it is true, or refuse it "
        "and give the reason.",
    ),
)
_WORDS = {
    CONFIRMED: (
        Text("{unit}已确认您的归属", "{unit} has confirmed your affiliation"),
        Text(
            "{by}已确认您是{unit}人员。",
            "{by} has confirmed that you belong to {unit}.",
        ),
    ),
    REFUSED: (
        Text("{unit}未确认您的归属", "{unit} has not confirmed your affiliation"),
        Text(
            "{by}未确认您是{unit}人员，原因：{reason}\n\n已保存的草稿仍在。请在“我的账户”中加入您"
            "所在的单位；有疑问的，请与该单位联系。",
            "{by} has not confirmed that you belong to {unit}. Reason: {reason}\n\nYour drafts "
            "are kept. Join your unit under “My account”, or contact {unit} if you have "
            "questions.",
        ),
    ),
    ENDED: (
        Text("您已被移出{unit}", "You have been removed from {unit}"),
        Text(
            "{by}已将您移出{unit}，原因：{reason}\n\n您在该单位的角色随之终止，主持的申报和项目不"
            "受影响。有疑问的，请与该单位联系。",
            "{by} has removed you from {unit}. Reason: {reason}\n\nYour roles there have ended. "
            "The proposals and projects you lead are not affected. Contact {unit} if you have "
            "questions.",
        ),
    ),
}
_LEFT = Text(
    "{person}已不在该单位，没有办理。", "{person} is no longer with the unit. Nothing was done."
)
_NOT_YOURS = Text(
    "{person}的归属由其单位的其他管理员确认；单位没有其他管理员的，由系统管理员确认。",
    "The affiliation of {person} is confirmed by another administrator of the unit or, where there "
    "is none, by the system administrator.",
)
