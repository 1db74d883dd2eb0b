"""A first walk through the demonstration: for each role the three or four pages it works on."""

from __future__ import annotations

from flask import Response, abort, current_app, make_response, redirect, render_template, session
from flask import url_for as url

from app.access.guard import signed_in
from app.web.help.tours import Step, steps_for
from app.web.help.views import blueprint
from app.web.shared.navigation import my_roles

_SEEN = "tour_seen"


@blueprint.get("/tour")
@signed_in
def tour() -> str:
    if not current_app.config["SETTINGS"].is_demo:
        abort(404)
    return render_template("help/tour.html", steps=_mine())


@blueprint.post("/tour/seen")
@signed_in
def tour_seen() -> Response:
    session[_SEEN] = True
    return make_response(redirect(url("home.index"), 303))


@blueprint.app_template_global()
def first_tour() -> tuple[Step, ...]:
    """The steps for whoever is here for the first time; nothing outside the demonstration."""
    is_first = current_app.config["SETTINGS"].is_demo and not session.get(_SEEN)
    return _mine() if is_first else ()


def _mine() -> tuple[Step, ...]:
    return steps_for(my_roles() or frozenset())
