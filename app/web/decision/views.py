"""Objections; who objects is shown to the supervisor only."""

from __future__ import annotations

from flask import Blueprint, Response, abort, g, render_template, request
from flask_login import current_user

from app.access.guard import holding, signed_in
from app.access.load import case_or_404
from app.access.roles import OBJECTION_READERS
from app.models import Objection
from app.queries.calls.office import OBJECTIONS, objections
from app.queries.letters import letters_about
from app.queries.record.trail import trail_of
from app.services.door.offering import offers
from app.web.shared.aside import hidden_from_me
from app.web.shared.downloads import as_download, stored
from app.web.shared.navigation import Entry
from app.web.shared.stretches import place, stretch_of
from workflows.engine.text import Text
from workflows.roles import Role

blueprint = Blueprint("decision", __name__)

READERS = OBJECTION_READERS - {Role.OBJECTOR}

NAVIGATION = (
    Entry(
        Text("异议", "Objections"),
        "decision.index",
        READERS,
        Text("受理、调查和处理异议", "Admit, investigate and decide objections"),
    ),
)


@blueprint.get("/objections")
@holding(*sorted(READERS))
def index() -> str:
    listed = OBJECTIONS.narrowed(g.db, objections(hidden_from_me()), request.args)
    page = stretch_of(g.db, listed, place())
    return render_template("decision/objections.html", page=page, by=OBJECTIONS)


@blueprint.get("/objections/<int:number>")
@signed_in
def objection(number: int) -> str:
    case = _readable(number)
    return render_template(
        "decision/objection.html",
        case=case,
        sees_identity=Role.SUPERVISOR in g.roles,
        in_office=bool(g.roles & READERS),
        offers=offers(g.db, case, current_user.person, g.now),
        history=trail_of(g.db, case, current_user.person, g.roles),
        letters=letters_about(g.db, case),
    )


@blueprint.get("/objections/<int:number>/evidence")
@holding(Role.SUPERVISOR)
def evidence(number: int) -> Response:
    case: Objection = case_or_404("objection", number, Role.SUPERVISOR)
    return as_download(stored(case.evidence_sha256), case.evidence_type, case.evidence_name)


@blueprint.get("/objections/<int:number>/signed")
@holding(Role.SUPERVISOR)
def signed(number: int) -> Response:
    """What a unit signed and sealed; a person's objection has none."""
    case: Objection = case_or_404("objection", number, Role.SUPERVISOR)
    if not case.signed_sha256:
        abort(404)
    return as_download(stored(case.signed_sha256), case.signed_type, case.signed_name)


def _readable(number: int) -> Objection:
    case: Objection = case_or_404("objection", number, *OBJECTION_READERS)
    return case
