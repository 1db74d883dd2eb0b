"""The budget of a call that is over: what it holds, and its way to the treasury."""

from __future__ import annotations

from flask import abort, g, render_template
from flask_login import current_user

from app.access.guard import holding
from app.access.load import case_or_404
from app.models import Call
from app.queries.case_parts import read_parts
from app.queries.record.trail import trail_of
from app.services.door.offering import offers
from app.services.money.funds import left_of_budget
from app.web.finance.blueprint import blueprint
from workflows.phases.late_money import CALL_OVER
from workflows.roles import Role


@blueprint.get("/finance/calls/<int:number>")
@holding(Role.FINANCE)
def call(number: int) -> str:
    case: Call = case_or_404("call", number, Role.FINANCE, parts=read_parts)
    if case.state not in CALL_OVER:
        abort(404)
    return render_template(
        "finance/call.html",
        case=case,
        left=left_of_budget(g.db, case),
        offers=offers(g.db, case, current_user.person, g.now),
        history=trail_of(g.db, case, current_user.person, g.roles),
    )
