"""One's own calendar of nodes: the secret address, and the feed behind it."""

from __future__ import annotations

from flask import Response, abort, current_app, flash, g, make_response, redirect, render_template
from flask import url_for as url
from flask_babel import gettext as _
from flask_login import current_user

from app.access.guard import open_to_all, signed_in
from app.queries.milestones import calendar_of
from app.services import calendar_feed
from app.services.calendar_feed import Event
from app.web.milestones.blueprint import blueprint
from app.web.shared.forms import Form
from app.web.shared.paging import page_number
from workflows.engine.text import Text


@blueprint.get("/my/calendar")
@signed_in
def calendar() -> str:
    """An address is made when it is first asked for (`renew`), never by looking."""
    person = current_user.person
    address = calendar_feed.known_address(g.db, person)
    return render_template(
        "milestones/calendar.html",
        page=calendar_of(g.db, person, g.now, page_number()),
        address=_address(calendar_feed.secret_of(g.db, address)) if address else None,
        form=Form(),
    )


@blueprint.post("/my/calendar")
@signed_in
def renew_calendar() -> Response:
    calendar_feed.renew(g.db, current_user.person)
    flash(_("已启用新的日历地址，原地址失效。"), "success")
    return make_response(redirect(url("milestones.calendar"), 303))


@blueprint.get("/calendar/<secret>.ics")
@open_to_all
def feed(secret: str) -> Response:
    """Whoever knows the address reads the calendar, as calendar programs do; it is renewed by its
    owner when it has leaked."""
    person = calendar_feed.owner_of(g.db, secret)
    if person is None:
        abort(404)
    base = current_app.config["SETTINGS"].base_url
    page = calendar_of(g.db, person, g.now, 1, size=1000)
    words = _TITLE.within(person.locale)
    events = [
        Event(
            uid=f"milestone-{node.id}@{base.removeprefix('https://').removeprefix('http://')}",
            on=node.due_on,
            title=f"{node.title} · {node.project.proposal.title}",
            url=f"{base}{url('milestones.milestone', number=node.id)}",
        )
        for node in page.rows
    ]
    answer = make_response(calendar_feed.as_ical(events, words, g.now))
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _address(secret: str) -> str:
    base: str = current_app.config["SETTINGS"].base_url
    return base + url("milestones.feed", secret=secret)


_TITLE = Text("冲线 · 项目节点", "Chongxian · project nodes")
