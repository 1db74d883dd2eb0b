"""Public money against the units' own by programme: table, chart, and the table as a sheet."""

from __future__ import annotations

from flask import Response, g, make_response, render_template
from flask_babel import gettext as _

from app.access.guard import holding
from app.plan.goals import FISCAL_LEAST, OWN_LEAST
from app.queries import leverage as query
from app.services.sheets import XLSX, table
from app.web.finance.blueprint import PLANNERS, blueprint


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
