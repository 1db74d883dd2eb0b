"""One topic of the morning view as a list: as many rows as the home page counts."""

from __future__ import annotations

from flask import abort, g, render_template
from flask_login import current_user

from app.access.guard import signed_in
from app.queries.attention.awaited import awaited_on, by_person
from app.queries.attention.morning import page_of_topic, topics_for
from app.queries.paging import SIZE
from app.queries.sight.seeing import Sight
from app.web.home.views import blueprint
from app.web.shared.navigation import my_roles
from app.web.shared.paging import page_number

_HELD_UP_MOST = 200
"""Of so many of the oldest it is said whom they wait on."""


@blueprint.get("/watch/<topic>")
@signed_in
def watch(topic: str) -> str:
    mine = topics_for(my_roles() or frozenset())
    chosen = next((one for one in mine if one.key == topic), None)
    if chosen is None:
        abort(404)
    sight = Sight(g.db, current_user.person, g.now)
    held_up = page_of_topic(g.db, sight, chosen, g.now, 1, _HELD_UP_MOST)
    page = held_up.part(page_number(), SIZE)
    if page is None:
        page = page_of_topic(g.db, sight, chosen, g.now, page_number())
    awaited = awaited_on(g.db, [*held_up.rows, *page.rows], g.now)
    return render_template(
        "home/watch.html",
        topic=chosen,
        page=page,
        awaited=awaited,
        by_person=by_person(awaited) if chosen.key == "stuck" else (),
    )
