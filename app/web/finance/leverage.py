"""Public money against the units' own by programme: table and picture, each to take away."""

from __future__ import annotations

from flask import Response, g, render_template, request

from app.access.guard import holding
from app.pictures.leverage import leverage_picture
from app.plan.goals import FISCAL_LEAST, OWN_LEAST
from app.queries.figures import leverage as query
from app.queries.figures import unit_figures
from app.web.finance.blueprint import PLANNERS, blueprint
from app.web.shared.pictures import as_file
from app.web.shared.stretches import place, stretch_of
from app.web.shared.wording import language


@blueprint.get("/leverage")
@holding(*PLANNERS)
def leverage() -> str:
    rows = query.leverage(g.db)
    return render_template(
        "finance/leverage.html",
        rows=rows,
        drawn=leverage_picture(rows, language()),
        total=query.together(rows),
        fiscal_least=FISCAL_LEAST,
        own_least=OWN_LEAST,
    )


@blueprint.get("/leverage/units")
@holding(*PLANNERS)
def leverage_of_units() -> str:
    """Of one programme, or of all of them."""
    programmes = query.leverage(g.db)
    chosen = next((p for p in programmes if str(p.id) == request.args.get("programme")), None)
    of = chosen.id if chosen else None
    listed = unit_figures.units_with_projects(of)
    stretch = stretch_of(g.db, listed, place())
    return render_template(
        "finance/leverage_units.html",
        stretch=stretch,
        rows=unit_figures.figures_of_units(g.db, stretch.rows, of),
        programmes=[p for p in programmes if p.projects],
        chosen=chosen,
        total=chosen or query.together(programmes),
    )


@blueprint.get("/leverage.<any(svg, xlsx):form>")
@holding(*PLANNERS)
def leverage_file(form: str) -> Response:
    return as_file(leverage_picture(query.leverage(g.db), language()), form)
