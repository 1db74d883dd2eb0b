"""Where every metric stands: planned, promised, contracted, measured, accepted."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, abort, g, render_template

from app.access.guard import holding, signed_in
from app.access.load import case_or_404
from app.models import Programme, Project
from app.pictures.metrics import metrics_of_programme, metrics_of_project
from app.pictures.picture import Picture
from app.queries.figures.metrics import (
    SIZE,
    STANDINGS,
    LedgerRow,
    ProgrammeLine,
    ledger_of,
    ledger_of_programme,
    lines_of,
    projects_of_programme,
)
from app.queries.figures.plan import programmes
from app.queries.project.milestones import programme_of
from app.queries.race.race_ledger import race_rows
from app.queries.stretches import Stretch
from app.services.races.finding import MECHANISM, team_of
from app.web.shared.aside import hidden_from_me
from app.web.shared.navigation import Entry
from app.web.shared.pictures import as_file
from app.web.shared.stretches import place, stretch_of
from app.web.shared.wording import language
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
        Text(
            "各专项、各项目指标的约定与实测",
            "Agreed and measured values of metrics in each programme and project",
        ),
    ),
)


@blueprint.get("/projects/<int:number>/metrics")
@signed_in
def project(number: int) -> str:
    case: Project = case_or_404("project", number)
    rows = ledger_of(g.db, case)
    return render_template(
        "metrics/project.html",
        case=case,
        rows=rows,
        drawn=_of_project(rows),
        race_rows=race_rows(g.db, case) if case.mechanism == MECHANISM else (),
        team=team_of(g.db, case.proposal),
    )


@blueprint.get("/projects/<int:number>/metrics.<any(svg, xlsx):form>")
@signed_in
def project_file(number: int, form: str) -> Response:
    case: Project = case_or_404("project", number)
    return as_file(_of_project(ledger_of(g.db, case)), form)


@blueprint.get("/office/metrics")
@holding(*_OFFICE)
def index() -> str:
    return render_template("metrics/index.html", programmes=programmes(g.db))


@blueprint.get("/office/metrics/<int:number>")
@holding(*_OFFICE)
def programme(number: int) -> str:
    found = _programme(number)
    stretch = _stretch(found)
    lines = lines_of(g.db, stretch.rows)
    return render_template(
        "metrics/programme.html",
        programme=found,
        stretch=stretch,
        lines=lines,
        drawn=_of_programme(lines),
        standings=STANDINGS,
    )


@blueprint.get("/office/metrics/<int:number>.<any(svg, xlsx):form>")
@holding(*_OFFICE)
def programme_file(number: int, form: str) -> Response:
    """The drawing as it stands there, or the table of all projects."""
    found = _programme(number)
    drawn = lines_of(g.db, _stretch(found).rows) if form == "svg" else None
    lines = ledger_of_programme(g.db, found, hidden_from_me()) if drawn is None else drawn
    return as_file(_of_programme(lines), form)


def _stretch(programme: Programme) -> Stretch[Project]:
    of_it = projects_of_programme(programme, hidden_from_me())
    return stretch_of(g.db, of_it, place(), SIZE)


def _programme(number: int) -> Programme:
    found = programme_of(g.db, number)
    if found is None:
        abort(404)
    return found


def _of_project(rows: Sequence[LedgerRow]) -> Picture:
    return metrics_of_project(rows, STANDINGS, language())


def _of_programme(lines: Sequence[ProgrammeLine]) -> Picture:
    return metrics_of_programme(lines, STANDINGS, language())
