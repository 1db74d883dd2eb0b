"""The panel of an acceptance: experts with their conflicts, appointed by the officer or drawn."""

from __future__ import annotations

from flask import Response, flash, g, make_response, redirect, render_template, request
from flask import url_for as url
from flask_babel import gettext as _
from flask_login import current_user

from app.access.guard import holding
from app.access.load import case_or_404
from app.experts.pool import EXPERT_TYPES
from app.models import Acceptance
from app.services.assessing import panels
from app.services.assessing.pool import least_of_types
from app.services.problems import Problems
from app.web.acceptance.blueprint import blueprint
from app.web.shared.filters import say
from app.web.shared.forms import Form
from workflows.engine.text import Text
from workflows.roles import Role


@blueprint.get("/acceptances/<int:number>/panel")
@holding(Role.PROGRAMME_OFFICER)
def form_panel(number: int) -> Response:
    case: Acceptance = case_or_404("acceptance", number, Role.PROGRAMME_OFFICER)
    known = case.assessment
    chosen = [seat.expert_id for seat in known.members] if known else []
    return _page(case, chosen, known.chair_id if known else None, (), 200)


@blueprint.post("/acceptances/<int:number>/panel")
@holding(Role.PROGRAMME_OFFICER)
def appoint(number: int) -> Response:
    case: Acceptance = case_or_404("acceptance", number, Role.PROGRAMME_OFFICER)
    by, chosen = current_user.person, [int(n) for n in request.form.getlist("experts") if _is_id(n)]
    if request.form.get("draw"):
        made = panels.draw_panel(g.db, case, by, g.now)
    else:
        pool = {expert.id for expert, _unit, _why in panels.candidates(g.db, case, g.now)}
        chosen = [expert for expert in chosen if expert in pool]
        chair = request.form.get("chair", "")
        made = panels.appoint(g.db, case, chosen, int(chair) if _is_id(chair) else None, by, g.now)
    if isinstance(made, Problems):
        return _page(case, chosen, None, tuple(made.by_field.values()), 422)
    lacking = panels.problems(g.db, case, g.now)
    if lacking:
        why = _("；").join(say(text) for text in lacking)
        flash(_("专家组已存，但还不能启动评审：%(why)s", why=why), "warning")
    else:
        flash(_("专家组已组建，可以启动评审。"), "success")
    return make_response(redirect(url("acceptance.acceptance", number=number), 303))


def _is_id(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) < 10


def _page(
    case: Acceptance,
    chosen: list[int],
    chair: int | None,
    problems: tuple[Text, ...],
    status: int,
) -> Response:
    page = render_template(
        "acceptance/panel.html",
        case=case,
        form=Form(),
        candidates=panels.candidates(g.db, case, g.now),
        chosen=chosen,
        chair=chair,
        problems=problems,
        types=EXPERT_TYPES,
        least=panels.least_members(case, case.project),
        least_of_types=least_of_types(case.project),
    )
    return make_response(page, status)
