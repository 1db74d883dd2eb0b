"""Messages: read, and followed to what they are about."""

from __future__ import annotations

from flask import Response, abort, g, render_template, url_for
from flask_login import current_user

from app.access.guard import may_open, signed_in
from app.access.roles import OBJECTION_READERS, roles_on
from app.models import Call, Objection, Proposal
from app.queries.attention.inbox import message_of, messages_of
from app.services.cases import load_case
from app.services.telling.inbox import mark_all_read, mark_read
from app.web.home.views import blueprint
from app.web.shared.links import url_for_case
from app.web.shared.redirecting import see_other, to_path
from app.web.shared.stretches import place, stretch_of


@blueprint.get("/inbox")
@signed_in
def inbox() -> str:
    page = stretch_of(g.db, messages_of(g.db, current_user.person, g.now), place())
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
        return to_path(_open_to_reader(message.about_kind, message.about_id))
    return see_other("home.inbox")


@blueprint.post("/inbox/read")
@signed_in
def read_all() -> Response:
    mark_all_read(g.db, current_user.person, g.now)
    return see_other("home.inbox")


def _open_to_reader(kind: str, number: int) -> str:
    """The page of a case; outside the office that of the public for a call, and for an objection,
    which only its objector and those who decide it read, the proposal it is about."""
    if kind == Call.kind and not may_open("officer.call"):
        return url_for("public.call", number=number)
    if kind == Objection.kind:
        found = load_case(g.db, kind, number)
        if found and not roles_on(g.db, current_user.person, found, g.now) & OBJECTION_READERS:
            return url_for_case(Proposal.kind, found.proposal_id)
    return url_for_case(kind, number)
