"""One move of many cases: chosen on a list, looked at together, and made one by one through the
door. What is refused stays as it was and says why; the others are made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    g,
    make_response,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user

from app.access.guard import signed_in
from app.access.roles import roles_on
from app.models import Case
from app.numbers import row_number
from app.queries.many_parts import read_many
from app.services.cases import case_id, load_several, workflow_of
from app.services.door.moving_many import take_each
from app.services.history import newest
from app.web.shared import turnstile
from app.web.shared.consequences import consequences
from app.web.shared.forms import Form
from app.web.shared.moves import definition_of, offer_of, why_closed
from app.web.shared.redirecting import to_path
from app.web.shared.returning import safe_path
from workflows.engine.decide import Refusal, Refusals
from workflows.engine.model import Transition

blueprint = Blueprint("many", __name__)

MOST = 50
"""As many as a list shows at once."""
_PATH = "/cases/<kind>/many/<transition>"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A case and why it is not moved; `seen` is the newest row of its history."""

    case: Any
    number: int
    seen: int
    refusals: tuple[Refusal, ...]


def is_for_many(definition: Transition[Any]) -> bool:
    """What asks nothing, needs no signature and nobody else's."""
    return not (definition.asks or definition.signature or definition.approvals)


@blueprint.get(_PATH)
@signed_in
def look(kind: str, transition: str) -> Response:
    """Of each chosen case whether it can be moved now, and what the move does."""
    if "number" not in request.args:
        flash(_("请先勾选要办理的各件。"), "warning")
        return to_path(_list_before() or url_for("home.index"))
    turnstile.enter()
    cases = _cases(kind, request.args.getlist("number"))
    definition = _definition(cases, transition)
    return _page([_look(case, transition) for case in cases], definition, 200)


@blueprint.post(_PATH)
@signed_in
def make(kind: str, transition: str) -> Response:
    cases = _cases(kind, request.form.getlist("number"))
    if not Form().validate_on_submit():
        abort(400)
    definition = _definition(cases, transition)
    turnstile.enter()
    answers = take_each(g.db, cases, transition, current_user.person, now=g.now, seen=_seen(cases))
    done = [
        Chosen(case, case_id(case), 0, answer.reasons if isinstance(answer, Refusals) else ())
        for case, answer in zip(cases, answers, strict=True)
    ]
    page = render_template(
        "moves/many_done.html",
        transition=definition,
        made=[one for one in done if not one.refusals],
        refused=[one for one in done if one.refusals],
    )
    g.db.commit()
    return make_response(page, 200 if any(not one.refusals for one in done) else 409)


def _list_before() -> str | None:
    """The list that the reader came from, if it is of this site."""
    before = urlsplit(request.referrer or "")
    whole = f"{before.path}?{before.query}" if before.query else before.path
    return safe_path(whole) if before.netloc == request.host else None


def _cases(kind: str, typed: list[str]) -> list[Case]:
    """Those that the reader holds a role on, each once; in one order for everybody, or two who move
    the same many would wait for each other."""
    numbers = {number for text in typed if (number := row_number(text)) is not None}
    found = load_several(g.db, kind, sorted(numbers)[:MOST])
    read_many(g.db, kind, found, current_user.person, g.now)
    return [case for case in found if roles_on(g.db, current_user.person, case, g.now)]


def _definition(cases: list[Case], transition: str) -> Transition[Any]:
    if not cases:
        abort(404)
    found = definition_of(cases[0], transition)
    if not is_for_many(found):
        abort(404)
    return found


def _look(case: Case, transition: str) -> Chosen:
    offer = offer_of(case, transition)
    refusals = why_closed(case, transition) if offer is None else offer.refusals
    return Chosen(case, case_id(case), newest(g.db, case), refusals)


def _seen(cases: list[Case]) -> dict[int, int]:
    """What the form says of each that its sender saw; of one it does not name, that is nothing."""
    numbers = (case_id(case) for case in cases)
    return {n: request.form.get(f"seen-{n}", default=0, type=int) for n in numbers}


def _page(chosen: list[Chosen], definition: Transition[Any], status: int) -> Response:
    ready = [one for one in chosen if not one.refusals]
    page = render_template(
        "moves/many.html",
        transition=definition,
        form=Form(formdata=None),
        ready=ready,
        refused=[one for one in chosen if one.refusals],
        state_of=lambda key: workflow_of(chosen[0].case).state(key).label,
        consequences=consequences(definition, definition.source[0], ()),
    )
    return make_response(page, status)
