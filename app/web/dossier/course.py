"""The place of a case on the diagram of its definition: the page, and the drawing alone."""

from __future__ import annotations

from flask import Response, g, make_response, render_template
from flask_login import current_user

from app.access.guard import signed_in
from app.access.load import case_or_404
from app.models import Case
from app.queries.record.trail import passed_through, trail_of
from app.services.cases import workflow_of
from app.web.dossier.blueprint import blueprint
from app.web.shared.filters import html_lang
from workflows.engine.draw import svg
from workflows.engine.picture import Place

_OWN_STYLE = "default-src 'none'; style-src 'unsafe-inline'"
"""The drawing brings its style with it, and nothing else."""


@blueprint.get("/<any(proposals, projects):kind>/<int:number>/course")
@signed_in
def course(kind: str, number: int) -> str:
    case = _case(kind, number)
    workflow, place = workflow_of(case), _place(case)
    return render_template(
        "dossier/course.html",
        case=case,
        kind=kind,
        workflow=workflow,
        been=[s for s in workflow.states if place.mark(s.key) == "been"],
        here=workflow.state(case.state),
        history=trail_of(g.db, case, current_user.person, g.roles),
    )


@blueprint.get("/<any(proposals, projects):kind>/<int:number>/course.svg")
@signed_in
def course_drawing(kind: str, number: int) -> Response:
    case = _case(kind, number)
    locale = "en" if html_lang() == "en" else "zh"
    answer = make_response(svg(workflow_of(case), locale, _place(case)))
    answer.headers["Content-Type"] = "image/svg+xml; charset=utf-8"
    answer.headers["Content-Security-Policy"] = _OWN_STYLE
    return answer


def _case(kind: str, number: int) -> Case:
    case: Case = case_or_404(kind.removesuffix("s"), number)
    return case


def _place(case: Case) -> Place:
    return Place(case.state, passed_through(g.db, case))
