"""The share of one partner in a consortium: for the partner, for the lead unit, for the office."""

from __future__ import annotations

from flask import Response, flash, g, make_response, redirect, render_template
from flask import url_for as url
from flask_babel import gettext as _
from flask_login import current_user

from app.access.guard import holding, signed_in
from app.access.load import case_or_404
from app.access.roles import roles_on
from app.models import MatchingFund, Share
from app.queries.case_parts import read_parts
from app.queries.consortia import matching_of_share
from app.queries.trail import trail_of
from app.services.money.funds import fund_of
from app.services.money.matching import MatchingDraft, file_matching
from app.services.money.shares import standing
from app.services.moves import offers
from app.web.finance.blueprint import blueprint
from app.web.finance.funds import MatchingForm, show_fault
from workflows.parts.share import FINDINGS
from workflows.roles import Role


@blueprint.get("/finance/shares/<int:number>")
@signed_in
def share(number: int) -> str:
    case: Share = case_or_404("share", number, parts=read_parts)
    return render_template(
        "finance/share.html",
        case=case,
        stands=standing(g.db, case),
        matching=matching_of_share(g.db, case),
        findings=dict(FINDINGS),
        roles=g.roles,
        opens_project=bool(roles_on(g.db, current_user.person, case.project, g.now)),
        offers=offers(g.db, case, current_user.person, g.now),
        history=trail_of(g.db, case, current_user.person, g.roles),
    )


@blueprint.route("/finance/shares/<int:number>/matching", methods=["GET", "POST"])
@holding(Role.UNIT_FINANCE)
def new_share_matching(number: int) -> Response:
    """Own money of the partner, with its evidence."""
    case: Share = case_or_404("share", number, Role.PARTNER_FINANCE)
    form = MatchingForm()
    del form.source
    if not form.is_submitted():
        return _form(case, form, 200)
    if not form.validate():
        return _form(case, form, 422)
    upload, amount, arrived_on = form.evidence.data, form.amount.data, form.arrived_on.data
    assert amount is not None, "a valid form has its amount"
    assert arrived_on is not None, "a valid form has its day"
    fund = fund_of(g.db, case.project)
    assert fund is not None, "a share is opened with its fund"
    answer = file_matching(
        g.db,
        fund,
        MatchingDraft(case.unit, "own", amount, arrived_on),
        upload.stream,
        upload.filename or "",
        current_user.person,
        g.now,
    )
    if not isinstance(answer, MatchingFund):
        return _form(case, form, show_fault(form, answer))
    flash(_("已登记配套资金。"), "success")
    return make_response(redirect(url("finance.share", number=number), 303))


def _form(share: Share, form: MatchingForm, status: int) -> Response:
    return make_response(render_template("finance/matching.html", case=share, form=form), status)
