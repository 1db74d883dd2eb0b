"""The ranking of a call as a sheet to take away."""

from __future__ import annotations

from io import BytesIO

from flask import Response, abort, g, send_file

from app.access.guard import holding
from app.access.load import case_or_404
from app.models import Call
from app.services import calibrating, deciding, ranking, ranking_sheet
from app.web.officer.blueprint import blueprint
from app.web.officer.deciding import AFTER_REVIEW
from workflows.roles import Role


@blueprint.get("/calls/<int:number>/ranking.xlsx")
@holding(Role.PROGRAMME_OFFICER, Role.DECISION_MAKER, Role.SUPERVISOR, Role.PLANNING_OFFICER)
def ranking_xlsx(number: int) -> Response:
    call: Call = case_or_404("call", number)
    if call.state not in AFTER_REVIEW:
        abort(404)
    decision = deciding.decision_of(g.db, call)
    kept = calibrating.ranking_of(g.db, call)
    book = ranking_sheet.write(
        call,
        ranking.of_call(g.db, call),
        kept.calibrated if kept else {},
        {item.proposal_id: item for item in decision.items} if decision else {},
    )
    return send_file(
        BytesIO(book),
        mimetype="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        as_attachment=True,
        download_name=f"ranking-{call.id}.xlsx",
    )
