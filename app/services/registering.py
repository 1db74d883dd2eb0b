"""A new person joins an organisation and shows that the mail address is theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Organisation, Person
from app.names import check_person_name, clean_line
from app.services import account_mails, passwords, tokens
from app.services.accounts import address_is_theirs, by_email
from app.services.integrity.pledges import pledge
from app.services.problems import Problems
from app.services.tokens import Purpose
from workflows.engine.text import Text


@dataclass(frozen=True, slots=True)
class Registration:
    """What a new person typed; `unit` is the name or the credit code of an organisation."""

    name: str
    email: str
    password: str
    unit: str
    locale: str


def register(session: Session, typed: Registration, now: datetime) -> Person | Problems:
    """A new person with a mail address still to be confirmed. Nobody learns here whether an
    address has an account: its owner is told by mail, and the answer is the same."""
    name = check_person_name(typed.name)
    unit = find_unit(session, typed.unit)
    weakness = passwords.why_not(typed.password, typed.email)
    wrong = {
        field: words
        for field, words in (("name", name), ("unit", unit), ("password", weakness))
        if isinstance(words, Text)
    }
    if wrong:
        return Problems(wrong)
    hashed = passwords.hashed(typed.password)
    existing = by_email(session, typed.email)
    if existing is not None:
        account_mails.already_registered(session, existing, now)
        return existing
    assert isinstance(unit, Organisation), "checked above"
    person = Person(
        name=str(name),
        email=typed.email.strip().lower(),
        password_hash=hashed,
        organisation=unit,
        locale=typed.locale,
        created_at=now,
    )
    session.add(person)
    session.flush()
    pledge(session, person, "registration", None, now)
    ask_to_confirm(session, person, now)
    return person


def find_unit(session: Session, typed: str) -> Organisation | Text:
    """By full name or unified social credit code; otherwise what to do, with likely names."""
    words = clean_line(typed)
    exact = (Organisation.name == words) | (Organisation.credit_code == words.upper())
    found = session.scalar(select(Organisation).where(exact))
    if found is not None:
        return found
    likely = session.scalars(
        select(Organisation.name)
        .where(Organisation.name.contains(words, autoescape=True))
        .order_by(Organisation.name)
        .limit(4)
    ).all()
    if words and likely:
        return _LIKELY.format(names="、".join(likely))
    return _NO_UNIT


def ask_to_confirm(session: Session, person: Person, now: datetime) -> None:
    token = tokens.issue(session, person, Purpose.CONFIRM, now)
    if token is not None:
        account_mails.confirm(session, person, token, now)


def confirm(session: Session, secret: str, now: datetime) -> Person | None:
    """None: the link was used already, has expired or never existed."""
    person = tokens.redeem(session, secret, Purpose.CONFIRM, now)
    if person is not None:
        address_is_theirs(session, person, now)
    return person


_NO_UNIT = Text(
    "系统中没有这个单位。请填写单位全称或 18 位统一社会信用代码；尚未登记的单位请联系系统管理员",
    "No such organisation. Enter its full name or its 18-character credit code; the administrator "
    "can add one that is missing",
)
_LIKELY = Text(
    "没有完全同名的单位。您要找的是：{names}？", "No exact match. Did you mean: {names}?"
)
