"""The officer forms the panel."""

from __future__ import annotations

from flask import Response

from app.access.guard import holding
from app.access.load import case_or_404
from app.models import Acceptance
from app.web.acceptance.blueprint import blueprint
from app.web.shared import forming
from workflows.roles import Role


@blueprint.get("/acceptances/<int:number>/panel")
@holding(Role.PROGRAMME_OFFICER)
def panel(number: int) -> Response:
    case: Acceptance = case_or_404("acceptance", number, Role.PROGRAMME_OFFICER)
    return forming.panel_page(case)


@blueprint.post("/acceptances/<int:number>/panel")
@holding(Role.PROGRAMME_OFFICER)
def appoint(number: int) -> Response:
    case: Acceptance = case_or_404("acceptance", number, Role.PROGRAMME_OFFICER)
    return forming.form_panel(case)
