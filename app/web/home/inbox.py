"""Messages: read, and followed to what they are about."""

from __future__ import annotations

from flask import Response, abort, g, make_response, redirect, render_template
from flask import url_for as url
from flask_login import current_user

from app.access.guard import signed_in
from app.queries.inbox import message_of, messages_of
from app.services.inbox import mark_all_read, mark_read
from app.web.home.views import blueprint
from app.web.shared.links import url_for_case
from app.web.shared.paging import page_number, page_of


@blueprint.get("/inbox")
@signed_in
def inbox() -> str:
    page = page_of(g.db, messages_of(g.db, current_user.person, g.now), page_number())
    return render_template("home/inbox.html", page=page)


@blueprint.post("/inbox/<int:number>/read")
@signed_in
def read(number: int) -> Response:
    """Marks a message read and goes to what it is about."""
    message = message_of(g.db, current_user.person, number, g.now)
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
