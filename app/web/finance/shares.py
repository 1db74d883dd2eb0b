"""The share of one partner in a consortium: for the partner, for the lead unit, for the office."""

from __future__ import annotations

from flask import g, render_template
from flask_login import current_user

from app.access.guard import signed_in
from app.access.load import case_or_404
from app.access.roles import roles_on
from app.models import Share
from app.queries.books.consortia import matching_of_share
from app.queries.case_parts import read_parts
from app.queries.record.trail import trail_of
from app.services.door.offering import offers
from app.services.money.matching import is_counted
from app.services.money.shares import standing
from app.web.finance.blueprint import blueprint
from workflows.parts.share import FINDINGS


@blueprint.get("/finance/shares/<int:number>")
@signed_in
def share(number: int) -> str:
    case: Share = case_or_404("share", number, parts=read_parts)
    return render_template(
        "finance/share.html",
        case=case,
        stands=standing(g.db, case),
        matching=matching_of_share(g.db, case),
        counts_matching=is_counted(case.project),
        findings=dict(FINDINGS),
        roles=g.roles,
        opens_project=bool(roles_on(g.db, current_user.person, case.project, g.now)),
        offers=offers(g.db, case, current_user.person, g.now),
        history=trail_of(g.db, case, current_user.person, g.roles),
    )
