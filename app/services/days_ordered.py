"""Days off and working days that the state or the province orders, for a year or at short notice:
entered by one with the document, in force once another has confirmed them.

No freeze before a close holds them up: a published close is a moment, which they do not move, and
it takes two."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.access.grants import live_grants
from app.access.holders import holding_in_office
from app.models import OrderedDays, Person
from app.services import history
from app.services.calendars import forget_calendar, working_calendar
from app.services.days_typed import Order, read
from app.services.door.turns import take_turn
from app.services.identity.proposing import MAY_CONFIRM
from app.services.problems import Problems, alone
from app.services.telling.messages import tell_person
from app.services.terms import Announced, reckon_anew
from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.parts.messages.topics import SYSTEM
from workflows.parts.messages.wording import say
from workflows.roles import Role

ENTERED, CONFIRMED, REFUSED = "days_entered", "days_confirmed", "days_refused"


def enter(session: Session, order: Order, by: Person, now: datetime) -> Problems | None:
    """It counts for nothing yet; whoever may confirm it is told."""
    known = working_calendar(session).known_years
    days = read(order, known, local_date(now))
    if isinstance(days, Problems):
        return days
    row = OrderedDays(
        year=order.year,
        issuer=order.issuer,
        document_number=order.document_number,
        document_date=order.document_date,
        days_off=[day.isoformat() for day in days.off],
        working_days=[day.isoformat() for day in days.working],
        entered_by=by,
        entered_at=now,
    )
    session.add(row)
    session.flush()
    _put_on_record(session, row, ENTERED, by, now)
    others = (one for one in holding_in_office(session, MAY_CONFIRM, now) if one.id != by.id)
    _tell(session, others, row, ENTERED, by, now)
    return None


def decide(
    session: Session, row: OrderedDays, *, confirm: bool, reason: str, by: Person, now: datetime
) -> Problems | int:
    """How many running terms follow once it is confirmed. Of two who decide at once the second
    finds it decided; whoever entered it takes it back by refusing it."""
    take_turn(session)
    session.refresh(row)
    if closed := closed_to(row):
        return alone(closed)
    if confirm and by.id == row.entered_by_id:
        return alone(_TWO_PEOPLE)
    if confirm and row.year in working_calendar(session).known_years:
        return alone(_YEAR_KNOWN.format(year=row.year))
    if not confirm and not reason.strip():
        return Problems({"reason": _NO_REASON})
    row.is_confirmed, row.decided_by, row.decided_at = confirm, by, now
    row.reason = "" if confirm else reason.strip()
    forget_calendar(session)
    what = CONFIRMED if confirm else REFUSED
    _put_on_record(session, row, what, by, now)
    if by.id != row.entered_by_id:
        _tell(session, (row.entered_by,), row, what, by, now)
    if not confirm:
        return 0
    return reckon_anew(session, announced(row), by, _acting(session, by, now), now)


def closed_to(row: OrderedDays) -> Text | None:
    """Why nobody decides on it any more, if so."""
    return _DECIDED if row.decided_at is not None else None


def announced(row: OrderedDays) -> Announced:
    what = _ORDERED if row.year is None else _OF_YEAR.format(year=row.year)
    first = date.fromisoformat(min([*row.days_off, *row.working_days]))
    return Announced(what, row.source, first)


def _acting(session: Session, by: Person, now: datetime) -> Role:
    held = {Role(grant.role) for grant in live_grants(session, by, now)}
    return Role.SYS_ADMIN if Role.SYS_ADMIN in held else Role.SUPERVISOR


def _put_on_record(
    session: Session, row: OrderedDays, what: str, by: Person, now: datetime
) -> None:
    given = {
        "year": "" if row.year is None else str(row.year),
        "source": row.source,
        "days_off": " ".join(row.days_off),
        "working_days": " ".join(row.working_days),
        "reason": row.reason,
    }
    role = _acting(session, by, now)
    history.record(session, what, now=now, given=given, actor_id=by.id, role=role)


def _tell(
    session: Session,
    told: Iterable[Person],
    row: OrderedDays,
    what: str,
    by: Person,
    now: datetime,
) -> None:
    wording = _WORDS[what].format(by=by.name, source=row.source, reason=row.reason)
    for person in told:
        key = f"{what}-{row.id}-{person.id}"
        tell_person(session, person, SYSTEM, wording, key=key, about=None, now=now)


_ORDERED = Text("放假和上班安排", "Holidays and working days")
_OF_YEAR = Text("{year} 年放假安排", "Public holidays for {year}")
_DECIDED = Text("已由他人办理", "Someone else has already dealt with this")
_TWO_PEOPLE = Text(
    "须由录入人以外的另一名系统管理员或监督诚信处人员确认",
    "Another system administrator or the supervision and integrity division, not the person who "
    "entered it, must confirm this",
)
_YEAR_KNOWN = Text(
    "{year} 年的安排已经生效，本件不能再予确认：请不予确认，由录入人只录入不同的日期，年度留空",
    "The holidays for {year} are already in force, so this cannot be confirmed. Refuse "
    "it, and have the person who entered it enter only the days that differ, leaving "
    "the year empty",
)
_NO_REASON = Text("请写明不予确认的理由", "Enter the reason for refusing")
_WORDS = {
    ENTERED: say(
        "放假和上班安排待确认",
        "Holidays and working days to confirm",
        "{by}录入了放假和上班安排（{source}），须由另一名系统管理员或监督诚信处人员在“工作日历”页面"
        "核对文件后确认；确认前不生效。",
        "{by} has entered days off and working days ({source}). They count once another "
        "administrator or the supervision and integrity division has compared them with the "
        "document and confirmed them, on the page “Working calendar”.",
    ),
    CONFIRMED: say(
        "放假和上班安排已经确认",
        "Holidays and working days confirmed",
        "您录入的放假和上班安排（{source}）已由{by}确认，即时生效。",
        "The days off and working days that you entered ({source}) were confirmed by {by} and are "
        "in force.",
    ),
    REFUSED: say(
        "放假和上班安排未获确认",
        "Holidays and working days not confirmed",
        "您录入的放假和上班安排（{source}），{by}不予确认，理由：{reason}",
        "The days off and working days that you entered ({source}) were refused by {by}: {reason}",
    ),
}
