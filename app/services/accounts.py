"""Accounts: signing in, passwords, one's own data."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Person
from app.names import check_person_name
from app.services import account_mails, desk, passwords, tokens
from app.services.problems import Problems
from app.services.proposals.members import adopt
from app.services.tokens import Purpose
from workflows.engine.calendar import local_date
from workflows.engine.text import Text

TRIES = 5
LOCK = timedelta(minutes=15)


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
    session: Session, email: str, password: str, now: datetime
) -> Person | NotConfirmed | None:
    """None for an unknown address, a wrong password, a locked or a closed account alike; the
    caller commits the count of failures even then."""
    person = by_email(session, email, lock=True)
    is_right = passwords.matches(person.password_hash if person else None, password)
    if person is None or not person.is_active or _is_locked(person, now):
        return None
    if not is_right:
        _count_failure(session, person, now)
        return None
    person.failed_logins, person.locked_until = 0, None
    if passwords.is_outdated(person.password_hash):
        person.password_hash = passwords.hashed(password)
    if person.email_confirmed_at is None:
        return NotConfirmed(person)
    desk.arrived(session, person, now)
    return person


def prove_identity(
    session: Session, person: Person, password: str, now: datetime
) -> datetime | Text:
    """The moment at which somebody signed in has given the password again, or why that failed;
    wrong ones count as on signing in, and the caller commits the count."""
    if _is_locked(person, now):
        return _LOCKED
    if not password:
        return _NO_PASSWORD
    if not passwords.matches(person.password_hash, password):
        _count_failure(session, person, now)
        return _LOCKED if _is_locked(person, now) else _WRONG_PASSWORD
    person.failed_logins, person.locked_until = 0, None
    return now


def by_email(session: Session, email: str, *, lock: bool = False) -> Person | None:
    query = select(Person).where(Person.email == email.strip().lower())
    return session.scalar(query.with_for_update() if lock else query)


def _is_locked(person: Person, now: datetime) -> bool:
    return person.locked_until is not None and person.locked_until > now


def _count_failure(session: Session, person: Person, now: datetime) -> None:
    person.failed_logins += 1
    if person.failed_logins >= TRIES:
        person.failed_logins, person.locked_until = 0, now + LOCK
        account_mails.locked(session, person, now)


def ask_to_reset(session: Session, email: str, now: datetime) -> None:
    """Sends a link if there is such an account; the caller cannot tell."""
    person = by_email(session, email)
    if person is None or not person.is_active:
        return
    token = tokens.issue(session, person, Purpose.RESET, now)
    if token is not None:
        account_mails.reset(session, person, token, now)


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
    tokens.redeem(session, secret, Purpose.RESET, now)
    address_is_theirs(session, person, now)
    person.failed_logins, person.locked_until = 0, None
    _set_password(session, person, password, now)
    return person


def change_password(
    session: Session, person: Person, present: str, password: str, now: datetime
) -> Problems | None:
    """Ends every session of this person; the caller signs the present one in again."""
    if not passwords.matches(person.password_hash, present):
        return Problems({"present": _WRONG_PRESENT})
    weakness = passwords.why_not(password, person.email)
    if weakness is not None:
        return Problems({"password": weakness})
    _set_password(session, person, password, now)
    return None


def _set_password(session: Session, person: Person, password: str, now: datetime) -> None:
    person.password_hash = passwords.hashed(password)
    person.session_stamp = new_stamp()
    tokens.void(session, person, Purpose.RESET, now)
    account_mails.password_changed(session, person, now)


def address_is_theirs(session: Session, person: Person, now: datetime) -> None:
    """A link sent there came back: what waited for this address finds its person."""
    if person.email_confirmed_at is None:
        person.email_confirmed_at = now
        adopt(session, person, now)


def new_stamp() -> str:
    return secrets.token_hex(16)


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
_NO_BIRTHDAY = Text("出生日期不可能是这一天，请检查", "This cannot be a date of birth")
_NO_PASSWORD = Text(
    "本操作须本人签名，请输入登录密码", "This is signed in person: please enter your password"
)
_WRONG_PASSWORD = Text("登录密码不正确，没有签署", "The password is not right; nothing was signed")
_LOCKED = Text(
    "连续输错密码，账户已锁定 15 分钟，没有签署",
    "After several wrong passwords your account is locked for 15 minutes; nothing was signed",
)
_WRONG_PRESENT = Text("当前密码不正确", "The present password is not right")
