"""A first walk through the demonstration: for each role the three or four pages it works on.

Each step is a page of the site with a banner above it that says what is done there and leads on. It
is kept in the session, works without scripts, and can be left at any step.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import (
    Response,
    abort,
    current_app,
    render_template,
    request,
    session,
)
from flask import url_for as url
from flask_login import current_user

from app.access.guard import signed_in
from app.web.help.steps import Step
from app.web.help.tours import steps_for
from app.web.help.views import blueprint
from app.web.shared.navigation import my_roles
from app.web.shared.redirecting import see_other
from workflows.roles import Role

_SEEN = "tour_seen"
_AT = "tour_at"


@dataclass(frozen=True, slots=True)
class Stop:
    """Step `number` (from 1) of `total`; `is_here` on its own page."""

    step: Step
    number: int
    total: int
    is_here: bool

    @property
    def is_last(self) -> bool:
        return self.number == self.total


@blueprint.get("/tour")
@signed_in
def tour() -> str:
    _only_in_demo()
    return render_template("help/tour.html", steps=_mine())


@blueprint.post("/tour/<int:number>")
@signed_in
def tour_step(number: int) -> Response:
    """Goes to the page of that step, from 1."""
    _only_in_demo()
    steps = _mine()
    if not 1 <= number <= len(steps):
        abort(404)
    session[_AT] = number
    return see_other(steps[number - 1].endpoint)


@blueprint.post("/tour/seen")
@signed_in
def tour_seen() -> Response:
    session[_SEEN] = True
    session.pop(_AT, None)
    return see_other("home.index")


@blueprint.app_template_global()
def first_tour() -> tuple[Step, ...]:
    """The steps for whoever is here for the first time; nothing outside the demonstration, and
    nothing once the tour has begun."""
    is_first = _is_demo() and not session.get(_SEEN) and _AT not in session
    return _mine() if is_first else ()


@blueprint.app_template_global()
def tour_stop() -> Stop | None:
    """Where on the tour the reader is."""
    number = session.get(_AT)
    if number is None or not _is_demo() or not current_user.is_authenticated:
        return None
    steps = _mine()
    if number > len(steps):  # another role, with a shorter tour
        return None
    step = steps[number - 1]
    return Stop(step, number, len(steps), request.path == url(step.endpoint))


def _is_demo() -> bool:
    return bool(current_app.config["SETTINGS"].is_demo)


def _only_in_demo() -> None:
    if not _is_demo():
        abort(404)


def _mine() -> tuple[Step, ...]:
    """Whoever has filed a need walks as the demand side does."""
    demands = {Role.DEMANDER} if current_user.desk.has_needs else set()
    return steps_for((my_roles() or frozenset()) | demands)
