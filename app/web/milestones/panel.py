"""The panel of a node: experts with their conflicts, appointed by the officer or drawn."""

from __future__ import annotations

from flask import Response, flash, g, make_response, redirect, render_template, request
from flask import url_for as url
from flask_babel import gettext as _
from flask_login import current_user

from app.access.guard import signed_in
from app.access.load import case_or_404
from app.experts.pool import EXPERT_TYPES
from app.models import ProjectMilestone
from app.services.assessing import panels
from app.services.assessing.pool import least_of_types, rules_of
from app.services.problems import Problems
from app.web.milestones.blueprint import blueprint
from app.web.shared.filters import say
from app.web.shared.forms import Form
from workflows.roles import Role


@blueprint.get("/milestones/<int:number>/panel")
@signed_in
def panel(number: int) -> Response:
    case: ProjectMilestone = case_or_404("milestone", number, Role.PROGRAMME_OFFICER)
    known = panels.of_case(g.db, case)
    chosen = [seat.expert_id for seat in known.members] if known else []
    return _page(case, chosen, known.chair_id if known else None, (), 200)


@blueprint.post("/milestones/<int:number>/panel")
@signed_in
def appoint(number: int) -> Response:
    case: ProjectMilestone = case_or_404("milestone", number, Role.PROGRAMME_OFFICER)
    person = current_user.person
    if request.form.get("draw"):
        made = panels.draw_panel(g.db, case, person, g.now)
    else:
        pool = {expert.id for expert, _unit, _why in panels.candidates(g.db, case, g.now)}
        chosen = [int(n) for n in request.form.getlist("experts") if _is_of(n, pool)]
        chair = request.form.get("chair", "")
        made = panels.appoint(
            g.db, case, chosen, int(chair) if _is_of(chair, pool) else None, person, g.now
        )
        if isinstance(made, Problems):
            return _page(case, chosen, None, tuple(made.by_field.values()), 422)
    if isinstance(made, Problems):
        return _page(case, [], None, tuple(made.by_field.values()), 422)
    lacking = panels.problems(g.db, case, g.now)
    if lacking:
        why = _("；").join(say(text) for text in lacking)
        flash(_("专家组已存，但还不能启动考核：%(why)s", why=why), "warning")
    else:
        flash(_("专家组已组建，可以启动考核。"), "success")
    return make_response(redirect(url("milestones.milestone", number=number), 303))


def _is_of(typed: str, pool: set[int]) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) < 10 and int(typed) in pool


def _page(
    case: ProjectMilestone,
    chosen: list[int],
    chair: int | None,
    problems: tuple[object, ...],
    status: int,
) -> Response:
    page = render_template(
        "milestones/panel.html",
        case=case,
        form=Form(),
        candidates=panels.candidates(g.db, case, g.now),
        chosen=chosen,
        chair=chair,
        problems=problems,
        types=EXPERT_TYPES,
        least=rules_of(case.project)["node_panel_least"],
        least_of_types=least_of_types(case.project),
    )
    return make_response(page, status)
