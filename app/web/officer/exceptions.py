"""Limits waived for single proposals of a call (限项例外): proposed by the officer, confirmed by
the supervision."""

from __future__ import annotations

from flask import Response, abort, flash, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.access.guard import holding
from app.access.load import case_or_404
from app.models import Call, LimitWaiver
from app.queries.calls.waivers import WAIVERS, waiver_in, waivers_in
from app.services.eligibility import waiving
from app.services.problems import Problems
from app.web.officer.blueprint import blueprint
from app.web.shared.aside import hidden_from_me
from app.web.shared.downloads import as_download, stored
from app.web.shared.fields import ParagraphField, UploadField
from app.web.shared.forms import Form, Required
from app.web.shared.redirecting import see_other
from app.web.shared.stretches import place, stretch_of
from workflows.engine.text import Text
from workflows.roles import Role

_HANDS = (Role.PROGRAMME_OFFICER, Role.SUPERVISOR)
STATUSES: dict[str, Text] = {
    "asked": Text("待主办人提出", "Awaiting the programme officer"),
    "proposed": Text("待监督诚信处核准", "Awaiting the supervision and integrity division"),
    "confirmed": Text("已核准", "Approved"),
    "refused": Text("不予例外", "Refused"),
    "withdrawn": Text("已撤回", "Withdrawn"),
}


class ProposeForm(Form):
    reason = ParagraphField(_l("例外的理由"), [Required()], most=1000)
    evidence = UploadField(_l("依据文件"), [Required()])


class CloseForm(Form):
    answer = ParagraphField(_l("不予例外或撤回的理由"), [Required()], most=1000)


@blueprint.get("/calls/<int:number>/exceptions")
@holding(*_HANDS)
def exceptions(number: int) -> str:
    call: Call = case_or_404("call", number, *_HANDS)
    listed = WAIVERS.narrowed(g.db, waivers_in(call, hidden_from_me()), request.args)
    return render_template(
        "officer/exceptions.html",
        case=call,
        page=stretch_of(g.db, listed, place()),
        by=WAIVERS,
        statuses=STATUSES,
    )


@blueprint.route("/calls/<int:number>/exceptions/<int:waiver>", methods=["GET", "POST"])
@holding(*_HANDS)
def exception(number: int, waiver: int) -> Response:
    """What an officer proposes; supervision has its own button beside."""
    row, form = _row(number, waiver, to_write=True), ProposeForm()
    if form.is_submitted() and Role.PROGRAMME_OFFICER not in g.roles:
        abort(403)
    if form.validate_on_submit():
        person, file = current_user.person, form.evidence.data
        answer = waiving.propose(
            g.db, row, form.reason.data or "", file.stream, file.filename or "", person, g.now
        )
        if answer is None:
            flash(_("已提出，待监督核准。"), "success")
            return see_other("officer.exceptions", number=number)
        status = form.refuse(answer, file="evidence")
        return _page(number, row, form, CloseForm(formdata=None), status)
    return _page(number, row, form, CloseForm(formdata=None), 422 if form.errors else 200)


@blueprint.post("/calls/<int:number>/exceptions/<int:waiver>/confirm")
@holding(Role.SUPERVISOR)
def confirm_exception(number: int, waiver: int) -> Response:
    row = _row(number, waiver, Role.SUPERVISOR, to_write=True)
    problems = waiving.confirm(g.db, row, current_user.person, g.now)
    return _done(number, row, CloseForm(formdata=None), problems)


@blueprint.post("/calls/<int:number>/exceptions/<int:waiver>/close")
@holding(*_HANDS)
def close_exception(number: int, waiver: int) -> Response:
    row, form = _row(number, waiver, to_write=True), CloseForm()
    if not form.validate():
        return _page(number, row, ProposeForm(formdata=None), form, 422)
    role = next(role for role in reversed(_HANDS) if role in g.roles)
    person, answer = current_user.person, form.answer.data or ""
    return _done(number, row, form, waiving.close(g.db, row, answer, person, role, g.now))


@blueprint.get("/calls/<int:number>/exceptions/<int:waiver>/file")
@holding(*_HANDS)
def exception_file(number: int, waiver: int) -> Response:
    row = _row(number, waiver)
    return as_download(stored(row.evidence_sha256), row.evidence_type, row.evidence_name)


def _row(number: int, waiver: int, *roles: Role, to_write: bool = False) -> LimitWaiver:
    """Of this call, and of nothing the reader stands aside from."""
    call: Call = case_or_404("call", number, *(roles or _HANDS), to_write=to_write)
    row = waiver_in(g.db, call, hidden_from_me(), waiver)
    if row is None:
        abort(404)
    return row


def _done(number: int, row: LimitWaiver, form: CloseForm, problems: Problems | None) -> Response:
    if problems is None:
        flash(_("已办理。"), "success")
        return see_other("officer.exceptions", number=number)
    form.take(problems)
    return _page(number, row, ProposeForm(formdata=None), form, 409)


def _page(
    number: int, row: LimitWaiver, form: ProposeForm, closing: CloseForm, status: int
) -> Response:
    page = render_template(
        "officer/exception.html",
        number=number,
        row=row,
        form=form,
        closing=closing,
        statuses=STATUSES,
        roles=g.roles,
    )
    return make_response(page, status)
