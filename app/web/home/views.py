"""The home page and the inbox."""

from __future__ import annotations

from itertools import groupby

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
)
from flask import url_for as url
from flask_login import current_user

from app.access.guard import signed_in
from app.queries.inbox import message_of, messages_of
from app.queries.waiting import waiting_for
from app.services.inbox import mark_all_read, mark_read
from app.web.shared.filters import urgency_of
from app.web.shared.links import url_for_case
from app.web.shared.navigation import Entry, navigation
from app.web.shared.paging import page_number, page_of
from workflows.engine.text import Text

blueprint = Blueprint("home", __name__, url_prefix="/home")

NAVIGATION = (Entry(Text("待办", "To do"), "home.index", frozenset()),)


@blueprint.get("")
@signed_in
def index() -> str:
    chosen = _chosen_heap()
    waiting = waiting_for(g.db, current_user.person, g.now, page_number(), chosen)
    groups = groupby(waiting.page.rows, urgency_of)
    return render_template(
        "home/index.html",
        heaps=waiting.heaps,
        chosen=chosen,
        page=waiting.page,
        groups=[(urgency, list(rows)) for urgency, rows in groups],
        shortcuts=[e for e in navigation(current_app) if e.note is not None],
    )


def _chosen_heap() -> tuple[str, str] | None:
    kind, state = request.args.get("kind"), request.args.get("state")
    return (kind, state) if kind and state else None


@blueprint.get("/inbox")
@signed_in
def inbox() -> str:
    page = page_of(g.db, messages_of(current_user.person), page_number())
    return render_template("home/inbox.html", page=page)


@blueprint.post("/inbox/<int:number>/read")
@signed_in
def read(number: int) -> Response:
    """Marks a message read and goes to what it is about."""
    message = message_of(g.db, current_user.person, number)
    if message is None:
        abort(404)
    mark_read(message, g.now)
    if message.about_kind and message.about_id:
        return make_response(redirect(url_for_case(message.about_kind, message.about_id), 303))
    return make_response(redirect(url("home.inbox"), 303))


@blueprint.post("/inbox/read")
@signed_in
def read_all() -> Response:
    mark_all_read(g.db, current_user.person, g.now)
    return make_response(redirect(url("home.inbox"), 303))
