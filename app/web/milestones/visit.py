"""The record of a site visit: a form that works without scripts; with them it is kept on the phone
until the server has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, abort, flash, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from app.access.guard import signed_in
from app.access.load import case_or_404
from app.days import parse_day
from app.models import ProjectMilestone, SiteVisit
from app.numbers import row_number
from app.services.editing import Overtaken
from app.services.milestones import visiting
from app.services.milestones.visiting import TEXTS, VISITORS
from app.services.problems import Problems
from app.web.milestones.blueprint import blueprint
from app.web.shared.filters import said_by_field
from app.web.shared.forms import Form
from app.web.shared.redirecting import see_other

_WRITES = sorted(VISITORS)


@blueprint.get("/milestones/<int:number>/visit")
@signed_in
def visit(number: int) -> Response:
    case: ProjectMilestone = case_or_404("milestone", number, *_WRITES)
    record = visiting.of_milestone(g.db, case)
    return _page(case, _kept(case), record.edition, {}, None, 200)


@blueprint.post("/milestones/<int:number>/visit")
@signed_in
def save_visit(number: int) -> Response:
    case: ProjectMilestone = case_or_404("milestone", number, *_WRITES)
    answer = _save(case)
    match answer:
        case SiteVisit():
            flash(_("现场记录已保存。"), "success")
            return see_other("milestones.visit", number=number)
        case Overtaken():
            return _page(case, request.form, answer.edition, {}, answer, 409)
        case Problems():
            wrong = said_by_field(answer)
            status = 409 if "" in wrong else 422
            return _page(
                case, request.form, row_number(request.form.get("edition")), wrong, None, status
            )


@blueprint.post("/milestones/<int:number>/visit/autosave")
@signed_in
def autosave_visit(number: int) -> Response:
    """For the page's script: the new edition, or the text of whoever was faster."""
    case: ProjectMilestone = case_or_404("milestone", number, *_WRITES)
    answer = _save(case)
    match answer:
        case SiteVisit():
            return make_response({"edition": answer.edition})
        case Overtaken():
            conflict = {"by": answer.by, "edition": answer.edition, "theirs": _kept(case)}
            return make_response({"conflict": conflict}, 409)
        case Problems():
            return make_response({"wrong": said_by_field(answer)}, 422)


def _save(case: ProjectMilestone) -> SiteVisit | Overtaken | Problems:
    typed = request.form.get("visited_on", "")
    try:
        day = parse_day(typed) if typed else None
    except ValueError:
        abort(400)
    return visiting.save(
        g.db,
        case,
        day,
        {name: request.form.get(name, "") for name in TEXTS},
        edition=row_number(request.form.get("edition")),
        by=current_user.person,
        now=g.now,
    )


def _kept(case: ProjectMilestone) -> dict[str, str]:
    """What stands in the record, as a form sends it."""
    record = visiting.of_milestone(g.db, case)
    texts = {name: str(getattr(record, name)) for name in TEXTS}
    return texts | {"visited_on": record.visited_on.isoformat() if record.visited_on else ""}


def _page(
    case: ProjectMilestone,
    typed: Mapping[str, Any],
    edition: int | None,
    wrong: Mapping[str, str],
    overtaken: Overtaken | None,
    status: int,
) -> Response:
    page = render_template(
        "milestones/visit.html",
        case=case,
        form=Form(),
        typed=typed,
        edition=edition,
        wrong=wrong,
        overtaken=overtaken,
        theirs=_kept(case) if overtaken else {},
        open=case.state in visiting.OPEN,
        most=TEXTS,
    )
    return make_response(page, status)
