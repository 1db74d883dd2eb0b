"""Where every metric stands: planned, promised, contracted, measured, accepted."""

from __future__ import annotations

from flask import Blueprint, abort, g, render_template

from app.access.guard import holding, signed_in
from app.access.load import case_or_404
from app.queries.metrics import STANDINGS, ledger_of, ledger_of_programme
from app.queries.milestones import programme_of, programmes
from app.queries.race_ledger import race_rows
from app.services.contracts.limits import SIGNS
from app.services.races.finding import MECHANISM, team_of
from app.web.metrics import charts
from app.web.shared.navigation import Entry
from workflows.engine.text import Text
from workflows.roles import Role

blueprint = Blueprint("metrics", __name__)

_OFFICE = (
    Role.PROGRAMME_OFFICER,
    Role.PLANNING_OFFICER,
    Role.DECISION_MAKER,
    Role.SUPERVISOR,
    Role.FINANCE,
)

NAVIGATION = (
    Entry(
        Text("指标台账", "Metric ledger"),
        "metrics.index",
        frozenset(_OFFICE),
        Text("各专项、各项目指标的约定与实测", "What was promised and what was measured"),
    ),
)


@blueprint.get("/projects/<int:number>/metrics")
@signed_in
def project(number: int) -> str:
    case = case_or_404("project", number)
    rows = ledger_of(g.db, case)
    return render_template(
        "metrics/project.html",
        case=case,
        rows=rows,
        chart=charts.of_project(rows),
        signs=SIGNS,
        race_rows=race_rows(g.db, case) if case.mechanism == MECHANISM else (),
        team=team_of(g.db, case.proposal),
    )


@blueprint.get("/office/metrics")
@holding(*_OFFICE)
def index() -> str:
    return render_template("metrics/index.html", programmes=programmes(g.db))


@blueprint.get("/office/metrics/<int:number>")
@holding(*_OFFICE)
def programme(number: int) -> str:
    found = programme_of(g.db, number)
    if found is None:
        abort(404)
    lines = ledger_of_programme(g.db, found)
    stacks, height = charts.of_programme(lines)
    return render_template(
        "metrics/programme.html",
        programme=found,
        lines=lines,
        stacks=stacks,
        height=height,
        standings=STANDINGS,
    )
