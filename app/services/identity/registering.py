"""A new person joins an organisation and shows that the mail address is theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Organisation, Person
from app.names import check_person_name, clean_line
from app.services.identity import (
    account_mails,
    accounts,
    affiliations,
    desk,
    moving,
    passwords,
    throttle,
    tokens,
    unit_entries,
)
from app.services.identity.accounts import NotConfirmed, address_is_theirs, by_email
from app.services.identity.proof import Origin
from app.services.identity.throttle import Asking
from app.services.identity.tokens import Purpose
from app.services.identity.unit_entries import Unit
from app.services.integrity.pledges import pledge
from app.services.problems import Problems, alone
from workflows.engine.text import Text


@dataclass(frozen=True, slots=True)
class Registration:
    """What a new person typed; `unit` is the name or the credit code of an organisation, `asked`
    the unit to be entered where there is none of that name yet; `address` is where it came from."""

    name: str
    email: str
    password: str
    unit: str
    locale: str
    address: str
    asked: Unit | None = None


def register(session: Session, typed: Registration, now: datetime) -> Person | Problems:
    """A new person with a mail address still to be confirmed. Nobody learns here whether an
    address has an account: its owner is told by mail, and the answer is the same."""
    name = check_person_name(typed.name)
    unit = find_unit(session, typed.unit)
    asked = typed.asked if isinstance(unit, Text) else None
    weakness = passwords.why_not(typed.password, typed.email)
    wrong = {
        field: words
        for field, words in (("name", name), ("unit", unit), ("password", weakness))
        if isinstance(words, Text)
    }
    if asked is not None:
        unwanted = unit_entries.problems_of(session, asked)
        wrong = {k: w for k, w in wrong.items() if k != "unit"}
        wrong |= unwanted.by_field if unwanted else {}
    if wrong:
        return Problems(wrong)
    if wait := throttle.asked(session, Asking(typed.email, typed.address), now):
        return alone(wait)
    hashed = passwords.hashed(typed.password)
    existing = by_email(session, typed.email)
    if existing is not None:
        account_mails.already_registered(session, existing, now)
        return existing
    person = Person(
        name=str(name),
        email=typed.email.strip().lower(),
        password_hash=hashed,
        organisation=unit if isinstance(unit, Organisation) else None,
        locale=typed.locale,
        created_at=now,
    )
    session.add(person)
    session.flush()
    pledge(session, person, "registration", None, now)
    if asked is not None:
        unit_entries.ask(session, person, asked, now)
    _send_link(session, person, now)
    return person


def find_unit(session: Session, typed: str) -> Organisation | Text:
    """By full name or unified social credit code; otherwise what to do, with likely names."""
    words = clean_line(typed)
    exact = (Organisation.name == words) | (Organisation.credit_code == words.upper())
    found = session.scalar(select(Organisation).where(exact))
    if found is not None:
        return found if found.merged_into is None else _MERGED.format(name=found.merged_into.name)
    likely = session.scalars(
        select(Organisation.name)
        .where(Organisation.name.contains(words, autoescape=True))
        .order_by(Organisation.name)
        .limit(4)
    ).all()
    if words and likely:
        return _LIKELY.format(names="、".join(likely))
    return _NO_UNIT


def join_unit(session: Session, person: Person, typed: str, now: datetime) -> Problems | None:
    """Somebody who belongs to no unit yet joins one that is there."""
    unit = find_unit(session, typed)
    if isinstance(unit, Text):
        return Problems({"unit": unit})
    if person.organisation_id is not None:
        return Problems({"": Text("您已加入单位。", "You have already joined a unit.")})
    moving.take(session, person, unit, "", person, now)
    affiliations.ask(session, person, now)
    return None


def ask_to_confirm(session: Session, person: Person, address: str, now: datetime) -> Text | None:
    """Sends the link once more, or says how long to wait."""
    wait = throttle.asked(session, Asking(person.email, address), now)
    if wait is None:
        _send_link(session, person, now)
    return wait


def _send_link(session: Session, person: Person, now: datetime) -> None:
    token = tokens.issue(session, person, Purpose.CONFIRM, now)
    if token is not None:
        account_mails.confirm(session, person, token, now)


def confirm(
    session: Session, secret: str, password: str, origin: Origin, now: datetime
) -> Person | Text | None:
    """Whoever opened the link and knows the password signs in with it. Anybody may register with
    the address of somebody else: was it another, the owner does not know the password, and a new
    one shuts that other out. None: the link was used already, has expired or never existed."""
    person = tokens.holder_of(session, secret, Purpose.CONFIRM, now)
    if person is None:
        return None
    answer = accounts.sign_in(session, person.email, password, origin, now)
    if isinstance(answer, Text):
        return answer
    if tokens.redeem(session, secret, Purpose.CONFIRM, now) is None:
        return None
    if isinstance(answer, NotConfirmed):
        address_is_theirs(session, person, now)
        desk.arrived(session, person, now)
    return person


def has_confirmed(session: Session, secret: str) -> bool:
    """Whether this link was sent to somebody whose address is confirmed by now."""
    token = tokens.find(session, secret, Purpose.CONFIRM)
    holder = session.get(Person, token.person_id) if token else None
    return holder is not None and holder.email_confirmed_at is not None


_NO_UNIT = Text(
    "系统中没有这个单位。请核对单位全称或 18 位统一社会信用代码；"
    "名称无误而尚未登记的，由本单位人员在注册时或“我的账户”中申请登记",
    "This unit is not in the system. Check its full name or 18-character unified "
    "social credit code. If the name is right but the unit is not registered, someone "
    "from the unit can request registration when they register or from “My account”",
)
_MERGED = Text(
    "该单位已并入{name}，请填写{name}", "That unit has merged into {name}. Enter {name} instead"
)
_LIKELY = Text(
    "没有完全同名的单位。您要找的是：{names}？",
    "No unit has exactly this name. Did you mean: {names}?",
)
