"""Accounts: signing in, passwords, one's own data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Person, SignIn
from app.names import check_person_name, clean_line
from app.services.identity import (
    account_mails,
    affiliations,
    api_tokens,
    desk,
    factors,
    passwords,
    sign_ins,
    throttle,
    tokens,
)
from app.services.identity.proof import Origin, Proof
from app.services.identity.throttle import Asking, Try
from app.services.identity.tokens import Purpose
from app.services.problems import Problems
from app.services.proposals.members import adopt
from workflows.engine.calendar import local_date
from workflows.engine.text import Text


@dataclass(frozen=True, slots=True)
class Profile:
    name: str
    title: str
    degree: str
    born_on: date | None
    locale: str


@dataclass(frozen=True, slots=True)
class NotConfirmed:
    """The password is right, but nobody has shown yet that the mail address is theirs."""

    person: Person


def sign_in(
    session: Session, email: str, password: str, origin: Origin, now: datetime
) -> Person | NotConfirmed | Text:
    """Why not, in the same words and after the same time whether there is such an account or not;
    the caller commits the count of failures even then."""
    person = by_email(session, email, lock=True)
    is_right = passwords.matches(person.password_hash if person else None, password)
    tried = Try(
        "password",
        clean_line(email).lower(),
        origin.address,
        sign_ins.known_device(session, person, origin),
    )
    wait = throttle.wait_for(session, tried, now)
    if wait is not None:
        return throttle.please_wait(wait)
    if person is None or not person.is_active or not is_right:
        throttle.failed(session, tried, now)
        return _NOT_RIGHT
    throttle.succeeded(session, tried)
    if passwords.is_outdated(person.password_hash):
        person.password_hash = passwords.hashed(password)
    if person.email_confirmed_at is None:
        return NotConfirmed(person)
    desk.arrived(session, person, now)
    return person


def second_step(
    session: Session, person: Person, proof: Proof, origin: Origin, now: datetime
) -> Text | None:
    """None: the second factor of somebody whose password was right; see `factors.prove`."""
    _in_turn(session, person)
    device = sign_ins.known_device(session, person, origin)
    tried = Try("factor", str(person.id), origin.address, device)
    return factors.prove(session, person, proof, tried, now)


def prove_identity(
    session: Session, person: Person, proof: Proof, here: SignIn, now: datetime
) -> datetime | Text:
    """The moment at which somebody signed in has given the password again, and a second factor
    where one is set up; or why that failed. Wrong ones count for this sign-in, and the caller
    commits the count."""
    _in_turn(session, person)
    tried = Try("signature", str(person.id), "", here.digest)
    wait = throttle.wait_for(session, tried, now)
    if wait is not None:
        return throttle.please_wait(wait)
    if not proof.password:
        return _NO_PASSWORD
    if not passwords.matches(person.password_hash, proof.password):
        throttle.failed(session, tried, now)
        return _WRONG_PASSWORD
    if factors.are_set_up(session, person):
        refusal = factors.prove(session, person, proof, tried, now)
        if refusal is not None:
            return refusal
    throttle.succeeded(session, tried)
    return now


def _in_turn(session: Session, person: Person) -> None:
    """Of tries that come at once each is looked at when the one before is counted, or many would
    be made. What refers to the person meanwhile is not held up."""
    turn = select(Person.id).where(Person.id == person.id).with_for_update(key_share=True)
    session.execute(turn)


def by_email(session: Session, email: str, *, lock: bool = False) -> Person | None:
    query = select(Person).where(Person.email == clean_line(email).lower())
    return session.scalar(query.with_for_update() if lock else query)


def expect(session: Session, name: str, email: str, unit_id: int | None, now: datetime) -> Person:
    """An account without a password for somebody who is on a list of the office, which knows the
    unit; its owner asks for a password by the page for a forgotten one."""
    person = Person(
        name=name,
        email=email,
        password_hash=passwords.NONE,
        email_confirmed_at=None,
        organisation_id=unit_id,
        unit_confirmed_at=now if unit_id else None,
        created_at=now,
    )
    session.add(person)
    session.flush()
    return person


def ask_to_reset(session: Session, email: str, address: str, now: datetime) -> Text | None:
    """Sends a link if there is such an account; the caller cannot tell. Or how long to wait."""
    if wait := throttle.asked(session, Asking(email, address), now):
        return wait
    person = by_email(session, email)
    if person is None or not person.is_active:
        return None
    token = tokens.issue(session, person, Purpose.RESET, now)
    if token is not None:
        account_mails.reset(session, person, token, now)
    return None


def reset_password(
    session: Session, secret: str, password: str, now: datetime
) -> Person | Problems | None:
    """A link proves the mail address too. None: it was used, has expired or never existed."""
    person = tokens.holder_of(session, secret, Purpose.RESET, now)
    if person is None:
        return None
    weakness = passwords.why_not(password, person.email)
    if weakness is not None:
        return Problems({"password": weakness})
    if tokens.redeem(session, secret, Purpose.RESET, now) is None:
        return None
    address_is_theirs(session, person, now)
    _set_password(session, person, password, None, now)
    return person


def change_password(
    session: Session, person: Person, password: str, here: SignIn, now: datetime
) -> Problems | None:
    """Ends every other sign-in and every token of this person; the caller had them proven."""
    weakness = passwords.why_not(password, person.email)
    if weakness is not None:
        return Problems({"password": weakness})
    _set_password(session, person, password, here, now)
    return None


def _set_password(
    session: Session, person: Person, password: str, here: SignIn | None, now: datetime
) -> None:
    person.password_hash = passwords.hashed(password)
    sign_ins.end_others(session, person, here, "changed", now)
    api_tokens.revoke_all(session, person, now)
    tokens.void(session, person, Purpose.RESET, now)
    account_mails.password_changed(session, person, now)


def address_is_theirs(session: Session, person: Person, now: datetime) -> None:
    """A link sent there came back: what waited for this address finds its person."""
    if person.email_confirmed_at is None:
        person.email_confirmed_at = now
        adopt(session, person, now)
        affiliations.ask(session, person, now)


def save_profile(person: Person, typed: Profile, now: datetime) -> Problems | None:
    name = check_person_name(typed.name)
    if isinstance(name, Text):
        return Problems({"name": name})
    if typed.born_on is not None and not _EARLIEST_BIRTH < typed.born_on < local_date(now):
        return Problems({"born_on": _NO_BIRTHDAY})
    person.name = name
    person.title, person.degree = typed.title, typed.degree
    person.born_on, person.locale = typed.born_on, typed.locale
    return None


_EARLIEST_BIRTH = date(1900, 1, 1)
_NO_BIRTHDAY = Text(
    "出生日期不可能是这一天，请检查", "This cannot be your date of birth. Please check"
)
_NOT_RIGHT = Text(
    "邮箱或密码不正确。忘记密码可以重设",
    "The email or password is incorrect. If you have forgotten your password, you can reset it",
)
_NO_PASSWORD = Text("须本人确认，请输入登录密码", "Enter your password to confirm it is you")
_WRONG_PASSWORD = Text("登录密码不正确，没有办理", "The password is incorrect. Nothing was done")
