"""Matching money: units file what arrived, with evidence; the demand side confirms its own; what
was filed wrongly is reversed with a reason, by its unit or by the office's finance."""

from __future__ import annotations

from flask import Response, abort, flash, g, make_response, render_template
from flask import url_for as url
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField

from app.access.guard import holding, signed_in
from app.access.load import case_or_404
from app.models import Fund, MatchingFund, Organisation, Share
from app.services.money.funds import fund_of, matching_of
from app.services.money.matching import (
    SOURCES,
    MatchingDraft,
    confirm,
    file_matching,
    reverse,
    sources_of,
)
from app.web.finance.blueprint import SEES_EVIDENCE, blueprint
from app.web.shared.downloads import as_download, stored
from app.web.shared.fields import DayField, MoneyField, ParagraphField, UploadField
from app.web.shared.filters import say
from app.web.shared.forms import Form, Required, choices
from app.web.shared.outcome import say_outcome
from app.web.shared.redirecting import see_other, to_path
from workflows.roles import Role


class MatchingForm(Form):
    source = RadioField(_l("资金来源"), [Required()])
    amount = MoneyField(_l("金额"), [Required()])
    arrived_on = DayField(_l("到账日期"), [Required()])
    evidence = UploadField(_l("银行回单或凭证"), [Required()])


class ReversalForm(Form):
    reason = ParagraphField(_l("冲销理由"), [Required()], most=2000)


@blueprint.route("/finance/funds/<int:number>/matching", methods=["GET", "POST"])
@holding(Role.UNIT_FINANCE)
def new_matching(number: int) -> Response:
    """Money of the lead unit, or what the demand side pays it."""
    case: Fund = case_or_404("fund", number, Role.UNIT_FINANCE)
    lead_unit, then = case.project.proposal.lead_unit, url("finance.fund", number=number)
    form, sources = MatchingForm(), sources_of(case)
    if len(sources) > 1:
        form.source.choices = choices((key, say(label)) for key, label in sources.items())
    else:
        del form.source
    return _file(case, case, lead_unit, form, then)


@blueprint.route("/finance/shares/<int:number>/matching", methods=["GET", "POST"])
@holding(Role.UNIT_FINANCE)
def new_share_matching(number: int) -> Response:
    """Own money of a partner."""
    case: Share = case_or_404("share", number, Role.PARTNER_FINANCE)
    fund = fund_of(g.db, case.project)
    assert fund is not None, "a share is opened with its fund"
    form = MatchingForm()
    del form.source
    return _file(case, fund, case.unit, form, url("finance.share", number=number))


@blueprint.post("/finance/funds/<int:number>/matching/<int:row>/confirm")
@signed_in
def confirm_matching(number: int, row: int) -> Response:
    """What the demand side paid is confirmed by the demand side."""
    found = _matching(case_or_404("fund", number, Role.DEMANDER), row)
    answer = confirm(g.db, found, current_user.person, g.now)
    say_outcome(None if answer is None else answer.by_field[""], _("已确认。"))
    return see_other("finance.fund", number=number)


@blueprint.route("/finance/funds/<int:number>/matching/<int:row>/reverse", methods=["GET", "POST"])
@signed_in
def reverse_matching(number: int, row: int) -> Response:
    """The unit takes back what it filed; the office's finance, whatever a check finds wrong."""
    case: Fund = case_or_404("fund", number, Role.UNIT_FINANCE, Role.FINANCE)
    found, role = _matching(case, row), Role.FINANCE
    if Role.FINANCE not in g.roles:
        role = Role.UNIT_FINANCE
        if found.unit_id != case.project.proposal.lead_unit_id:
            abort(404)
    return _reverse(case, found, role, url("finance.fund", number=number))


@blueprint.route("/finance/shares/<int:number>/matching/<int:row>/reverse", methods=["GET", "POST"])
@holding(Role.UNIT_FINANCE)
def reverse_share_matching(number: int, row: int) -> Response:
    case: Share = case_or_404("share", number, Role.PARTNER_FINANCE)
    found = next((m for m in matching_of(g.db, case.project) if m.id == row), None)
    if found is None or found.unit_id != case.unit_id:
        abort(404)
    return _reverse(case, found, Role.PARTNER_FINANCE, url("finance.share", number=number))


@blueprint.get("/finance/funds/<int:number>/matching/<int:row>/evidence")
@signed_in
def matching_evidence(number: int, row: int) -> Response:
    found = _matching(case_or_404("fund", number, *SEES_EVIDENCE), row)
    return as_download(stored(found.evidence_sha256), found.evidence_type, found.evidence_name)


def _file(
    case: Fund | Share, fund: Fund, unit: Organisation, form: MatchingForm, then: str
) -> Response:
    """The page with the form and what is wrong with it, or on to `then`."""
    if not form.is_submitted():
        return _page(case, form, 200)
    if not form.validate():
        return _page(case, form, 422)
    upload, amount, arrived_on = form.evidence.data, form.amount.data, form.arrived_on.data
    assert amount is not None, "a valid form has its amount"
    assert arrived_on is not None, "a valid form has its day"
    source = form.source.data if form.source else "own"
    answer = file_matching(
        g.db,
        fund,
        MatchingDraft(unit, source, amount, arrived_on),
        upload.stream,
        upload.filename or "",
        current_user.person,
        g.now,
    )
    if not isinstance(answer, MatchingFund):
        return _page(case, form, form.refuse(answer, file="evidence"))
    flash(_("已登记配套资金。"), "success")
    return to_path(then)


def _reverse(case: Fund | Share, row: MatchingFund, role: Role, then: str) -> Response:
    form, status = ReversalForm(), 200
    if form.is_submitted():
        status = 422
        if form.validate():
            answer = reverse(g.db, row, form.reason.data, current_user.person, role, g.now)
            if isinstance(answer, MatchingFund):
                flash(_("已冲销，原记录保留；金额登记有误的，请按正确金额重新登记。"), "success")
                return to_path(then)
            form.take(answer)
            status = 409
    page = render_template(
        "finance/reverse_matching.html", case=case, row=row, source=SOURCES[row.source], form=form
    )
    return make_response(page, status)


def _page(case: Fund | Share, form: MatchingForm, status: int) -> Response:
    return make_response(render_template("finance/matching.html", case=case, form=form), status)


def _matching(fund: Fund, row: int) -> MatchingFund:
    found = next((m for m in matching_of(g.db, fund.project) if m.id == row), None)
    if found is None:
        abort(404)
    return found
