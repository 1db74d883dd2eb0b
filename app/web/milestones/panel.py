"""The officer forms the panel."""

from __future__ import annotations

from flask import Response

from app.access.guard import holding
from app.access.load import case_or_404
from app.models import ProjectMilestone
from app.web.milestones.blueprint import blueprint
from app.web.shared import forming
from workflows.roles import Role


@blueprint.get("/milestones/<int:number>/panel")
@holding(Role.PROGRAMME_OFFICER)
def panel(number: int) -> Response:
    case: ProjectMilestone = case_or_404("milestone", number, Role.PROGRAMME_OFFICER)
    return forming.panel_page(case)


@blueprint.post("/milestones/<int:number>/panel")
@holding(Role.PROGRAMME_OFFICER)
def appoint(number: int) -> Response:
    case: ProjectMilestone = case_or_404("milestone", number, Role.PROGRAMME_OFFICER)
    return forming.form_panel(case)
