"""The fund of a project: for its own people, and for the office that freezes and recovers it."""

from __future__ import annotations

from flask import (
    Response,
    abort,
    current_app,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    send_file,
)
from flask import url_for as url
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField

from app.access.guard import holding, signed_in
from app.access.load import case_or_404
from app.files.kinds import Fault, Rejected
from app.files.places import files_of
from app.files.store import MissingFile
from app.models import Fund, MatchingFund
from app.queries import money as query
from app.queries.consortia import consortium
from app.queries.letters import letters_about
from app.queries.money_panel import INSIDE, money_of
from app.queries.trail import trail_of
from app.services.money.matching import SOURCES, MatchingDraft, confirm, file_matching
from app.services.money.positions import position
from app.services.moves import offers
from app.services.problems import Problems
from app.web.finance.blueprint import READERS, blueprint
from app.web.shared.aside import hidden_from_me
from app.web.shared.filters import say
from app.web.shared.forms import DayField, Form, MoneyField, Required, UploadField, choices
from app.web.shared.paging import page_number, page_of
from workflows.money.budget import NEGATIVE_LIST
from workflows.parts.fund import FUND
from workflows.roles import Role

_SEES_EVIDENCE = (Role.UNIT_FINANCE, Role.UNIT_ADMIN, Role.APPLICANT, Role.DEMANDER, *READERS)


class MatchingForm(Form):
    source = RadioField(
        _l("资金来源"),
        [Required()],
        choices=lambda: choices((key, say(label)) for key, label in SOURCES.items()),
    )
    amount = MoneyField(_l("金额"), [Required()])
    arrived_on = DayField(_l("到账日期"), [Required()])
    evidence = UploadField(_l("银行回单或凭证"), [Required()])


@blueprint.get("/finance/funds")
@holding(*READERS)
def funds() -> str:
    """Frozen, being recovered, in default: what somebody has to end."""
    hidden = hidden_from_me()
    return render_template(
        "finance/funds.html",
        counts=query.funds_by_state(g.db, hidden),
        states=[s for s in FUND.states if s.key in query.WATCHED],
        page=page_of(g.db, query.funds(hidden, query.WATCHED), page_number()),
    )


@blueprint.get("/finance/funds/<int:number>")
@signed_in
def fund(number: int) -> str:
    """The history of a freeze names its cause and is for the office; others read the class."""
    case: Fund = case_or_404("fund", number)
    is_inside = bool(g.roles & INSIDE)
    return render_template(
        "finance/fund.html",
        case=case,
        money=money_of(g.db, case.project, g.roles),
        matching=query.matching_of(g.db, case),
        units=consortium(g.db, case.project, position(g.db, case.project)),
        sources=SOURCES,
        roles=g.roles,
        sees_evidence=bool(g.roles & frozenset(_SEES_EVIDENCE)),
        negative_list=NEGATIVE_LIST if _is_lump_sum(case) else (),
        offers=offers(g.db, case, current_user.person, g.now),
        letters=letters_about(g.db, case),
        history=trail_of(g.db, case, current_user.person, g.roles) if is_inside else (),
    )


@blueprint.route("/finance/funds/<int:number>/matching", methods=["GET", "POST"])
@holding(Role.UNIT_FINANCE)
def new_matching(number: int) -> Response:
    case: Fund = case_or_404("fund", number, Role.UNIT_FINANCE)
    form = MatchingForm()
    if not form.is_submitted():
        return _form(case, form, 200)
    if not form.validate():
        return _form(case, form, 422)
    upload, amount, arrived_on = form.evidence.data, form.amount.data, form.arrived_on.data
    assert amount is not None, "a valid form has its amount"
    assert arrived_on is not None, "a valid form has its day"
    answer = file_matching(
        g.db,
        case,
        MatchingDraft(case.project.proposal.lead_unit, form.source.data, amount, arrived_on),
        upload.stream,
        upload.filename or "",
        current_user.person,
        g.now,
    )
    if not isinstance(answer, MatchingFund):
        return _form(case, form, show_fault(form, answer))
    flash(_("已登记配套资金。"), "success")
    return make_response(redirect(url("finance.fund", number=number), 303))


@blueprint.post("/finance/funds/<int:number>/matching/<int:row>/confirm")
@signed_in
def confirm_matching(number: int, row: int) -> Response:
    """What the demand side paid is confirmed by the demand side."""
    found = _matching(case_or_404("fund", number, Role.DEMANDER), row)
    if confirm(g.db, found, current_user.person, g.now) is None:
        flash(_("已确认。"), "success")
    return make_response(redirect(url("finance.fund", number=number), 303))


@blueprint.get("/finance/funds/<int:number>/matching/<int:row>/evidence")
@signed_in
def matching_evidence(number: int, row: int) -> Response:
    found = _matching(case_or_404("fund", number, *_SEES_EVIDENCE), row)
    try:
        stream = files_of(current_app.config["SETTINGS"]).open(found.evidence_sha256)
    except MissingFile:
        abort(404)
    return send_file(
        stream,
        mimetype=found.evidence_type,
        as_attachment=True,
        download_name=found.evidence_name,
    )


def show_fault(form: MatchingForm, answer: Rejected | Problems) -> int:
    """Says beside the field what is wrong; the status of the answer."""
    if isinstance(answer, Problems):
        form.take(answer)
        return 422
    form.evidence.errors = [say(answer.reason)]
    return 413 if answer.fault is Fault.TOO_LARGE else 422


def _matching(fund: Fund, row: int) -> MatchingFund:
    found = next((m for m in query.matching_of(g.db, fund) if m.id == row), None)
    if found is None:
        abort(404)
    return found


def _is_lump_sum(fund: Fund) -> bool:
    return fund.project.proposal.call.budget_mode == "lump_sum"


def _form(fund: Fund, form: MatchingForm, status: int) -> Response:
    return make_response(render_template("finance/matching.html", case=fund, form=form), status)
