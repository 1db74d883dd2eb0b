"""Days off and working days that the state or the province orders at short notice: entered by one
with the document, in force once another has confirmed them.

No freeze before a close holds them up: a published close is a moment, which they do not move, and
it takes two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.access.grants import live_grants
from app.access.holders import holding_in_office
from app.models import OrderedDays, Person
from app.services import history
from app.services.calendars import days_typed, forget_calendar
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


@dataclass(frozen=True, slots=True)
class Order:
    """As typed: the document, and one day or one span of days a line."""

    issuer: str
    document_number: str
    document_date: date
    days_off: str
    working_days: str


def enter(session: Session, order: Order, by: Person, now: datetime) -> Problems | None:
    """It counts for nothing yet; whoever may confirm it is told."""
    off, working = days_typed(order.days_off), days_typed(order.working_days)
    problems = dict(_problems(order, off, working, local_date(now)))
    if problems or isinstance(off, Text) or isinstance(working, Text):
        return Problems(problems)
    row = OrderedDays(
        issuer=order.issuer,
        document_number=order.document_number,
        document_date=order.document_date,
        days_off=[day.isoformat() for day in off],
        working_days=[day.isoformat() for day in working],
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
    if row.decided_at is not None:
        return alone(_DECIDED)
    if confirm and by.id == row.entered_by_id:
        return alone(_TWO_PEOPLE)
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
    first = date.fromisoformat(min([*row.days_off, *row.working_days]))
    announced = Announced(_ORDERED, row.source, first)
    return reckon_anew(session, announced, by, _acting(session, by, now), now)


def _acting(session: Session, by: Person, now: datetime) -> Role:
    held = {Role(grant.role) for grant in live_grants(session, by, now)}
    return Role.SYS_ADMIN if Role.SYS_ADMIN in held else Role.SUPERVISOR


def _problems(
    order: Order, off: list[date] | Text, working: list[date] | Text, today: date
) -> Iterator[tuple[str, Text]]:
    if order.document_date > today:
        yield "document_date", Text("文件日期不能晚于今天", "The document cannot be of a later day")
    for field, days in (("days_off", off), ("working_days", working)):
        if isinstance(days, Text):
            yield field, days
    if isinstance(off, Text) or isinstance(working, Text):
        return
    if not off and not working:
        yield "days_off", Text("请填写放假或者上班的日期", "Enter days off or working days")
    if both := sorted(set(off) & set(working)):
        yield "working_days", Text(f"{both[0]} 同时列为放假", f"{both[0]} is a day off, too")


def _put_on_record(
    session: Session, row: OrderedDays, what: str, by: Person, now: datetime
) -> None:
    given = {
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


_ORDERED = Text("临时放假和上班安排", "Days ordered at short notice")
_DECIDED = Text("已由他人办理", "Somebody has decided this already")
_TWO_PEOPLE = Text(
    "须由录入人以外的另一名系统管理员或监督诚信处人员确认",
    "An administrator or a supervisor other than whoever entered it must confirm this",
)
_NO_REASON = Text("请写明不予确认的理由", "Give the reason for refusing it")
_WORDS = {
    ENTERED: say(
        "临时放假和上班安排待确认",
        "Days ordered at short notice wait to be confirmed",
        "{by}录入了临时放假和上班安排（{source}），须由另一名系统管理员或监督诚信处人员在“临时放假和"
        "上班”页面核对文件后确认；确认前不生效。",
        "{by} has entered days ordered at short notice ({source}). They count once another "
        "administrator or a supervisor has compared them with the document and confirmed them, on "
        "the page “Days ordered at short notice”.",
    ),
    CONFIRMED: say(
        "临时放假和上班安排已经确认",
        "Days ordered at short notice were confirmed",
        "您录入的临时放假和上班安排（{source}）已由{by}确认，即时生效。",
        "The days ordered at short notice that you entered ({source}) were confirmed by {by} and "
        "are in force.",
    ),
    REFUSED: say(
        "临时放假和上班安排未获确认",
        "Days ordered at short notice were not confirmed",
        "您录入的临时放假和上班安排（{source}），{by}不予确认，理由：{reason}",
        "The days ordered at short notice that you entered ({source}) were refused by {by}: "
        "{reason}",
    ),
}
