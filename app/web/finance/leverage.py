"""Public money against the units' own by programme: table, chart, and the table as a sheet."""

from __future__ import annotations

from flask import Response, g, make_response, render_template, request
from flask_babel import gettext as _

from app.access.guard import holding
from app.plan.goals import FISCAL_LEAST, OWN_LEAST
from app.queries import leverage as query
from app.queries import unit_figures
from app.services.sheets import XLSX, table
from app.web.finance.blueprint import PLANNERS, blueprint
from app.web.shared.paging import page_number, page_of


@blueprint.get("/leverage")
@holding(*PLANNERS)
def leverage() -> str:
    rows = query.leverage(g.db)
    return render_template(
        "finance/leverage.html",
        rows=rows,
        charted=[r for r in rows if r.projects],
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
    page = page_of(g.db, unit_figures.units_with_projects(of), page_number())
    return render_template(
        "finance/leverage_units.html",
        page=page,
        rows=unit_figures.figures_of_units(g.db, page.rows, of),
        programmes=[p for p in programmes if p.projects],
        chosen=chosen,
        total=chosen or query.together(programmes),
    )


@blueprint.get("/leverage.xlsx")
@holding(*PLANNERS)
def leverage_sheet() -> Response:
    header = (
        *(_("编号"), _("专项"), _("项目数"), _("财政资助（元）"), _("已拨付（元）")),
        *(_("单位计划投入（元）"), _("已到位（元）")),
    )
    rows = (
        (
            *(r.number, r.name, r.projects, r.awarded / 100, r.paid / 100),
            *(r.own_planned / 100, r.own_confirmed / 100),
        )
        for r in query.leverage(g.db)
    )
    answer = make_response(table(_("经费撬动"), header, rows))
    answer.headers["Content-Type"] = XLSX
    answer.headers["Content-Disposition"] = 'attachment; filename="leverage.xlsx"'
    return answer
