"""The home page: what waits for me, what moved since I was here, and what the office watches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    g,
    render_template,
    request,
)
from flask_login import current_user

from app.access.guard import signed_in
from app.asked import ask_together
from app.models import OrderedDays, RoleProposal, UnitEntry
from app.operating.notices import Notice, notices
from app.queries.administering import affiliations
from app.queries.administering.administration import days_to_confirm
from app.queries.administering.identity import to_confirm
from app.queries.administering.outbox import HeldLong, held_long
from app.queries.administering.units import entries_waiting
from app.queries.attention.desk import VIEWS, views_of
from app.queries.attention.failed_letters import failed_letters_of
from app.queries.attention.morning import count_topics, topics_for
from app.queries.attention.news import BEHIND, news_for
from app.queries.attention.seldom import seldom
from app.queries.attention.tasks import tasks_of
from app.queries.attention.urgency import WHEN
from app.queries.attention.waiting import ASKED_FIRST, waiting_for
from app.queries.calls import waivers
from app.queries.calls.items import arguments_of
from app.queries.calls.proposals import memberships_to_answer
from app.queries.calls.waivers import Waiting
from app.queries.sight.seeing import Sight
from app.services.calendars import CALENDAR
from app.services.identity import desk
from app.services.identity.proposing import MAY_CONFIRM
from app.services.identity.unit_entries import waiting_of
from app.web.shared.filters import urgency_of
from app.web.shared.navigation import Entry, my_roles, navigation
from app.web.shared.paging import page_number
from app.web.shared.redirecting import see_other
from workflows.engine.text import Text
from workflows.roles import Role

blueprint = Blueprint("home", __name__, url_prefix="/home")

NAVIGATION = (Entry(Text("待办", "To do"), "home.index", frozenset()),)

FIRST_NEWS = timedelta(days=7)
"""How far back news goes for whoever is here for the first time."""
_NEWS_ON_HOME = 5
_UNITS_ON_HOME = 5


@blueprint.get("")
@signed_in
def index() -> str:
    person, chosen, when = current_user.person, _chosen_heap(), request.args.get("when", "")
    ask_together(g.db, *ASKED_FIRST, BEHIND, VIEWS, *CALENDAR, person=person.id)
    waiting = waiting_for(g.db, person, g.now, page_number(), chosen, when=when)
    sight = Sight(g.db, person, g.now)
    topics = topics_for(my_roles() or frozenset())
    rare = seldom(g.db, person, g.now)
    return render_template(
        "home/index.html",
        waiting=waiting,
        memberships=_memberships(),
        letters_failed=failed_letters_of(g.db, rare.failed_about, sight, person),
        held_long=_held_long(rare.held_of),
        waivers=_waivers(rare.waivers_in),
        to_argue=_to_argue(),
        heaps=waiting.heaps,
        chosen=chosen,
        when=when if when in WHEN else "",
        page=waiting.page,
        tasks=tasks_of(g.db, waiting.page.rows, person, g.now),
        groups=[(u, list(rows)) for u, rows in groupby(waiting.page.rows, urgency_of)],
        morning=count_topics(g.db, sight, topics, g.now),
        news=news_for(g.db, sight, person, since(), size=_NEWS_ON_HOME),
        views=views_of(g.db, person),
        notices=_for_administrators(),
        roles_to_confirm=_roles_to_confirm(),
        days_to_confirm=_days_to_confirm(rare.days_to_confirm),
        affiliations=_affiliations(),
        lacks_account=rare.lacks_account,
        units_to_enter=_units_to_enter(),
        unit_asked=None if person.organisation_id else waiting_of(g.db, person),
        shortcuts=[e for e in navigation() if e.note is not None],
    )


def _held_long(calls: Sequence[int]) -> Sequence[HeldLong]:
    if Role.PROGRAMME_OFFICER not in (my_roles() or ()):
        return ()
    return held_long(g.db, calls, current_user.person, g.now)


def _waivers(calls: Sequence[int]) -> Sequence[Waiting]:
    """Of limits, to be proposed or to be confirmed by the reader."""
    if not {Role.PROGRAMME_OFFICER, Role.SUPERVISOR} & (my_roles() or frozenset()):
        return ()
    return waivers.waiting_for(g.db, calls, current_user.person, g.now)


def _to_argue() -> dict[int, datetime | None]:
    """By the id of a need that the reader was drawn to argue, until when."""
    if not current_user.desk.is_expert:
        return {}
    return {item.id: until for item, until in arguments_of(g.db, current_user.person)}


def _memberships() -> Sequence[Any]:
    """To be answered; asked for where the reader is named in a proposal at all."""
    if not current_user.desk.has_proposals:
        return ()
    found: Sequence[Any] = g.db.execute(memberships_to_answer(current_user.person)).all()
    return found


def _roles_to_confirm() -> list[RoleProposal]:
    if not MAY_CONFIRM & (my_roles() or frozenset()):
        return []
    return to_confirm(g.db, current_user.person, g.now)


def _days_to_confirm(which: Sequence[int]) -> list[OrderedDays]:
    if not which or not MAY_CONFIRM & (my_roles() or frozenset()):
        return []
    return days_to_confirm(g.db, which, current_user.person)


def _affiliations() -> int:
    """How many people wait for the reader to confirm that they belong to a unit."""
    mine = my_roles() or frozenset()
    if not affiliations.MAY_CONFIRM & mine:
        return 0
    return affiliations.affiliations_waiting(g.db, current_user.person, mine, g.now)


def _units_to_enter() -> Sequence[UnitEntry]:
    if Role.SYS_ADMIN not in (my_roles() or ()):
        return ()
    found: Sequence[UnitEntry] = g.db.scalars(entries_waiting().limit(_UNITS_ON_HOME)).all()
    return found


def _for_administrators() -> list[Notice]:
    if Role.SYS_ADMIN not in (my_roles() or ()):
        return []
    return notices(g.db, current_app.config["SETTINGS"], g.now)


def since() -> datetime:
    """From when on a move is news."""
    before: datetime | None = current_user.desk.since
    return before or g.now - FIRST_NEWS


def _chosen_heap() -> tuple[str, str] | None:
    kind, state = request.args.get("kind"), request.args.get("state")
    return (kind, state) if kind and state else None


@blueprint.get("/news")
@signed_in
def news() -> str:
    person, start = current_user.person, since()
    page = news_for(g.db, Sight(g.db, person, g.now), person, start, page_number())
    return render_template("home/news.html", page=page, since=start)


@blueprint.post("/news/read")
@signed_in
def news_read() -> Response:
    desk.caught_up(g.db, current_user.person, g.now)
    return see_other("home.index")
