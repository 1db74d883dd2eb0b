"""The ranking of a call to take away: the sheet, and the picture."""

from __future__ import annotations

from io import BytesIO

from flask import Response, abort, g

from app.access.guard import holding
from app.access.load import case_or_404
from app.models import Call
from app.services.awarding import calibrating, deciding, ranking, ranking_sheet
from app.services.awarding.ranking_outline import outline_of
from app.services.files.sheets import XLSX
from app.web.officer.blueprint import blueprint
from app.web.officer.deciding import AFTER_REVIEW, ranking_drawn, seen_of, stretch_seen
from app.web.shared.downloads import as_download
from app.web.shared.pictures import as_file
from workflows.roles import Role


@blueprint.get("/calls/<int:number>/ranking.xlsx")
@holding(Role.PROGRAMME_OFFICER, Role.DECISION_MAKER, Role.SUPERVISOR, Role.PLANNING_OFFICER)
def ranking_xlsx(number: int) -> Response:
    call = _reviewed(number)
    seen = seen_of(ranking.of_call(g.db, call))
    kept = calibrating.ranking_of(g.db, call)
    book = ranking_sheet.write(
        call,
        seen,
        kept.calibrated.get("proposals", {}) if kept else {},
        deciding.items_of(g.db, deciding.decision_of(g.db, call)),
    )
    return as_download(BytesIO(book), XLSX, f"ranking-{call.id}.xlsx")


@blueprint.get("/calls/<int:number>/ranking.svg")
@holding(Role.PROGRAMME_OFFICER, Role.DECISION_MAKER, Role.SUPERVISOR, Role.PLANNING_OFFICER)
def ranking_svg(number: int) -> Response:
    call = _reviewed(number)
    outline = outline_of(g.db, call)
    figures = ranking.of_places(g.db, call, stretch_seen(outline).rows)
    return as_file(ranking_drawn(figures, outline), "svg")


def _reviewed(number: int) -> Call:
    call: Call = case_or_404("call", number)
    if call.state not in AFTER_REVIEW:
        abort(404)
    return call
