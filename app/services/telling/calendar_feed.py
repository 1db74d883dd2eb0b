"""A person's own calendar of milestones behind a secret address, as iCalendar (RFC 5545)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import CalendarAddress, Person
from app.numbers import row_number
from config import Settings

_LINE_MOST = 73
"""Octets of a content line before it is folded; 75 with the leading blank and its end."""


@dataclass(frozen=True, slots=True)
class Event:
    """A whole day; `uid` names it for good."""

    uid: str
    on: date
    title: str
    url: str


def known_address(session: Session, person: Person) -> CalendarAddress | None:
    return session.scalars(
        select(CalendarAddress).where(CalendarAddress.person_id == person.id)
    ).first()


def renew(session: Session, person: Person) -> CalendarAddress:
    """A first address, or a new one: the old one stops working at once."""
    address = known_address(session, person)
    if address is None:
        address = CalendarAddress(person_id=person.id, edition=0)
        address.person = person
        session.add(address)
    address.edition += 1
    session.flush()
    return address


def secret_of(session: Session, address: CalendarAddress) -> str:
    """Derived from the key of the site, so that no list of secrets exists anywhere."""
    settings: Settings = session.info["settings"]
    return _secret_under(settings.secret_key, address)


def _secret_under(key: str, address: CalendarAddress) -> str:
    words = f"calendar:{address.person_id}:{address.edition}".encode()
    digest = hmac.new(key.encode(), words, hashlib.sha256).hexdigest()
    return f"{address.person_id}-{digest[:40]}"


def owner_of(session: Session, secret: str) -> Person | None:
    """Whose address this is; None for one that is wrong or was given up."""
    number = row_number(secret.partition("-")[0])
    if number is None:
        return None
    address = session.scalars(
        select(CalendarAddress).where(CalendarAddress.person_id == number)
    ).first()
    if address is None or not address.person.is_active:
        return None
    keys = session.info["settings"].secret_keys
    right = [_secret_under(key, address).encode() for key in keys]
    return address.person if any(hmac.compare_digest(r, secret.encode()) for r in right) else None


def as_ical(events: Iterable[Event], name: str, now: datetime) -> bytes:
    """Lines end with CRLF and are folded, texts escaped."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Chongxian//Milestones//ZH",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_escaped(name)}",
        *(line for event in events for line in _event(event, now)),
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _event(event: Event, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(event.title)}"
    yield f"URL:{event.url}"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, escaped)
    return text


def _folded(line: str) -> Iterator[str]:
    """At most 75 octets a line, never inside a character."""
    part = ""
    for character in line:
        if len((part + character).encode()) > _LINE_MOST:
            yield part
            part = " "
        part += character
    yield part
