"""One's own calendar: a month of milestones and dates, the secret address, the feed behind it."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterator
from datetime import date, timedelta

from flask import Response, abort, current_app, flash, g, make_response, render_template, request
from flask import url_for as url
from flask_babel import gettext as _
from flask_login import current_user

from app.access.guard import open_to_all, signed_in
from app.models import Person
from app.queries.attention.calendar import DEFENCE, Entry, Month, entries_of
from app.queries.attention.defences import defences_of
from app.queries.attention.waiting import waiting_for
from app.queries.project.milestones import calendar_of
from app.queries.sight.holding import Holding
from app.queries.stretches import Place
from app.services.cases import case_id, state_of
from app.services.telling import calendar_feed
from app.services.telling.calendar_feed import Event
from app.web.milestones.blueprint import blueprint
from app.web.shared.filters import case_title, say
from app.web.shared.forms import Form
from app.web.shared.links import url_for_case
from app.web.shared.redirecting import see_other
from app.web.shared.session import LOCALES
from app.web.shared.stretches import place
from app.web.shared.wording import language, speak
from workflows.engine.calendar import SHANGHAI, last_day, local_date
from workflows.engine.text import Text


@blueprint.get("/my/calendar")
@signed_in
def calendar() -> str:
    """An address is made when it is first asked for (`renew`), never by looking."""
    person, today = current_user.person, local_date(g.now)
    address = calendar_feed.known_address(g.db, person)
    month = Month.of(request.args.get("month", ""), today)
    entries = entries_of(g.db, person, g.now, month)
    return render_template(
        "milestones/calendar.html",
        month=month,
        today=today,
        weeks=_weeks(month, entries),
        falls=bool(entries),
        page=calendar_of(g.db, person, g.now, place()),
        address=_address(calendar_feed.secret_of(g.db, address)) if address else None,
        form=Form(),
    )


def _weeks(month: Month, entries: list[Entry]) -> list[list[tuple[date, list[Entry]]]]:
    """From Monday to Sunday, each day with what falls on it; also the days around the month."""
    by_day: dict[date, list[Entry]] = {}
    for entry in entries:
        by_day.setdefault(entry.on, []).append(entry)
    weeks = Calendar().monthdatescalendar(month.first.year, month.first.month)
    return [[(day, by_day.get(day, [])) for day in week] for week in weeks]


@blueprint.post("/my/calendar")
@signed_in
def renew_calendar() -> Response:
    calendar_feed.renew(g.db, current_user.person)
    flash(_("已启用新的日历地址，原地址失效。"), "success")
    return see_other("milestones.calendar")


@blueprint.get("/calendar/<secret>.ics")
@open_to_all
def feed(secret: str) -> Response:
    """Whoever knows the address reads the calendar, as calendar programs do; it is renewed by its
    owner when it has leaked. It speaks the language of the page where the address was taken; an
    address without one that there is speaks that of the account."""
    person = calendar_feed.owner_of(g.db, secret)
    if person is None:
        abort(404)
    if request.args.get("lang") not in LOCALES:
        speak(person.locale)
    events = [*_milestones(person), *_defences(person), *_deadlines(person)]
    answer = make_response(calendar_feed.as_ical(events, say(_TITLE), g.now))
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _milestones(person: Person) -> Iterator[Event]:
    for milestone in calendar_of(g.db, person, g.now, Place(), size=_EVENTS_MOST).rows:
        yield Event(
            uid=_uid("milestone", milestone.id),
            on=milestone.due_on,
            title=f"{milestone.title} · {milestone.project.proposal.title}",
            url=_base() + url("milestones.milestone", number=milestone.id),
        )


def _defences(person: Person) -> Iterator[Event]:
    """Those to come; their hour stands in the title."""
    holding = Holding.of(g.db, person, g.now)
    ahead = (g.now - timedelta(days=1), g.now + timedelta(days=366))
    for one in defences_of(g.db, holding, *ahead, _EVENTS_MOST):
        day, hour = local_date(one.at), f"{one.at.astimezone(SHANGHAI):%H:%M}"
        words = _AT.format(what=DEFENCE, hour=hour, title=one.title)
        yield Event(
            uid=_uid(f"defence-{one.case.kind}-{day}", one.case.id),
            on=day,
            title=say(words),
            url=_base() + url_for_case(one.case.kind, one.case.id),
        )


def _deadlines(person: Person) -> Iterator[Event]:
    """What waits for this person, on its last day."""
    for case in waiting_for(g.db, person, g.now, size=_EVENTS_MOST).page.rows:
        if case.due_at is None:
            continue
        label = state_of(case).label
        yield Event(
            uid=_uid(f"due-{case.kind}", case_id(case)),
            on=last_day(case.due_at),
            title=f"{say(label)} · {case_title(case)}",
            url=_base() + url_for_case(case.kind, case_id(case)),
        )


def _uid(kind: str, number: int) -> str:
    return f"{kind}-{number}@{_base().removeprefix('https://').removeprefix('http://')}"


def _base() -> str:
    base: str = current_app.config["SETTINGS"].base_url
    return base


def _address(secret: str) -> str:
    return _base() + url("milestones.feed", secret=secret, lang=language())


_AT = Text("{what} {hour} · {title}", "{what} {hour} · {title}")
_TITLE = Text("冲线 · 节点与期限", "Chongxian · milestones and deadlines")
_EVENTS_MOST = 1000
