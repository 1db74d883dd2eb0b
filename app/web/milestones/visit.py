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
from app.services.editing import Overtaken
from app.services.milestones import visiting
from app.services.milestones.visiting import TEXTS, VISITORS
from app.services.problems import Problems
from app.web.milestones.blueprint import blueprint
from app.web.shared.filters import said_by_field
from app.web.shared.redirecting import see_other
from app.web.shared.shared_forms import SharedForm, words_of
from app.web.shared.typed import text_typed

_WRITES = sorted(VISITORS)


@blueprint.get("/milestones/<int:number>/visit")
@signed_in
def visit(number: int) -> Response:
    case: ProjectMilestone = case_or_404("milestone", number, *_WRITES)
    form = SharedForm(formdata=None)
    form.reopen(visiting.of_milestone(g.db, case).edition)
    return _page(case, _kept(case), form, {}, 200)


@blueprint.post("/milestones/<int:number>/visit")
@signed_in
def save_visit(number: int) -> Response:
    case: ProjectMilestone = case_or_404("milestone", number, *_WRITES, to_write=True)
    form = SharedForm()
    match _save(case, form):
        case SiteVisit():
            flash(_("现场记录已保存。"), "success")
            return see_other("milestones.visit", number=number)
        case Overtaken() as overtaken:
            form.give_way(overtaken)
            return _page(case, request.form, form, {}, 409)
        case Problems() as problems:
            wrong = said_by_field(problems)
            return _page(case, request.form, form, wrong, 409 if "" in wrong else 422)


@blueprint.post("/milestones/<int:number>/visit/autosave")
@signed_in
def autosave_visit(number: int) -> Response:
    """For the page's script: the new edition, or who was faster."""
    case: ProjectMilestone = case_or_404("milestone", number, *_WRITES, to_write=True)
    answer = _save(case, SharedForm())
    match answer:
        case SiteVisit():
            return make_response({"edition": answer.edition})
        case Overtaken():
            return make_response({"conflict": words_of(answer)}, 409)
        case Problems():
            return make_response({"wrong": said_by_field(answer)}, 422)


def _save(case: ProjectMilestone, form: SharedForm) -> SiteVisit | Overtaken | Problems:
    typed = request.form.get("visited_on", "")
    try:
        day = parse_day(typed) if typed else None
    except ValueError:
        abort(400)
    return visiting.save(
        g.db,
        case,
        day,
        {name: text_typed(name) for name in TEXTS},
        edition=form.seen_edition,
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
    form: SharedForm,
    wrong: Mapping[str, str],
    status: int,
) -> Response:
    page = render_template(
        "milestones/visit.html",
        case=case,
        form=form,
        typed=typed,
        wrong=wrong,
        theirs=_kept(case) if form.overtaken else {},
        open=case.state in visiting.OPEN,
        most=TEXTS,
    )
    return make_response(page, status)
