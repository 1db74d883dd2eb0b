"""Projects of earlier years, as they were taken over."""

from __future__ import annotations

from flask import g, render_template, request

from app.access.guard import holding
from app.queries.figures.earlier import earlier_projects
from app.services.earlier.sheet import OUTCOMES
from app.web.plan.views import READERS, blueprint
from app.web.shared.stretches import place, stretch_of


@blueprint.get("/office/plan/earlier")
@holding(*READERS)
def earlier() -> str:
    search = request.args.get("q", "").strip()
    page = stretch_of(g.db, earlier_projects(search), place())
    return render_template("plan/earlier.html", page=page, search=search, outcomes=OUTCOMES)
