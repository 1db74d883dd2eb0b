"""The panel of a milestone or an acceptance: experts with their conflicts, appointed or drawn."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, flash, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from app.experts.pool import EXPERT_TYPES
from app.models import Acceptance, Assessment, ProjectMilestone
from app.numbers import row_number
from app.services.assessing import panel_rules, panels
from app.services.assessing.pool import least_of_types, newcomers_least
from app.services.cases import case_id, panel_of
from app.services.problems import Problems
from app.web.shared.filters import say
from app.web.shared.forms import Form
from app.web.shared.links import url_for_case
from app.web.shared.redirecting import to_path
from workflows.engine.text import Text

Assessed = Acceptance | ProjectMilestone


def panel_page(case: Assessed) -> Response:
    """The form; once the panel may not be changed any more, who sits on it."""
    known = panel_of(g.db, case)
    if closed := panels.why_closed(case):
        return _as_it_is(case, known, closed, 200)
    chosen = [seat.expert_id for seat in known.members] if known else []
    return _page(case, chosen, known.chair_id if known else None, (), 200)


def form_panel(case: Assessed) -> Response:
    """As ticked, or drawn; back to the case with what the panel still lacks."""
    if closed := panels.why_closed(case):
        return _as_it_is(case, panel_of(g.db, case), closed, 409)
    pool = {expert.id for expert, _unit, _why in panels.candidates(g.db, case, g.now)}
    numbers = map(row_number, request.form.getlist("experts"))
    chosen = [number for number in numbers if number in pool]
    chair = row_number(request.form.get("chair"))
    chaired = chair if chair in pool else None
    made = _drawn(case) if request.form.get("draw") else _appointed(case, chosen, chaired)
    if isinstance(made, Problems):
        return _page(case, chosen, chaired, tuple(made.by_field.values()), 422)
    if lacking := panel_rules.problems(g.db, case, g.now):
        why = _("；").join(say(text) for text in lacking)
        flash(_("专家组已存，但还不能启动：%(why)s", why=why), "warning")
    else:
        flash(_("专家组已组建，可以启动。"), "success")
    return to_path(url_for_case(case.kind, case_id(case)))


def _drawn(case: Assessed) -> Assessment | Problems:
    return panels.draw_panel(g.db, case, current_user.person, g.now)


def _appointed(case: Assessed, chosen: list[int], chair: int | None) -> Assessment | Problems:
    return panels.appoint(g.db, case, chosen, chair, current_user.person, g.now)


def _as_it_is(case: Assessed, panel: Assessment | None, why: Text, status: int) -> Response:
    page = render_template("officer/panel_kept.html", case=case, panel=panel, why=why)
    return make_response(page, status)


def _page(
    case: Assessed,
    chosen: Sequence[int],
    chair: int | None,
    problems: tuple[Text, ...],
    status: int,
) -> Response:
    least = panel_rules.least_members(case, case.project)
    page = render_template(
        "officer/panel.html",
        case=case,
        form=Form(),
        candidates=panels.candidates(g.db, case, g.now),
        chosen=chosen,
        chair=chair,
        problems=problems,
        drawn=panels.why_not_drawn(g.db, case, g.now),
        types=EXPERT_TYPES,
        least=least,
        newcomers=newcomers_least(case, least),
        least_of_types=least_of_types(case.project),
    )
    return make_response(page, status)
