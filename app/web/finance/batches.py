"""Batches: out to the treasury as a sheet, back as its return, matched row by row."""

from __future__ import annotations

from flask import Response, abort, flash, g, make_response, render_template, request
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user

from app.access.guard import holding
from app.access.load import case_or_404
from app.models import PaymentBatch, TreasuryReturn
from app.queries.books import money as query
from app.queries.case_parts import read_parts
from app.queries.record.trail import trail_of
from app.services.door.offering import offers
from app.services.files.sheets import XLSX
from app.services.money import treasury_sheet
from app.services.money.reconciling import take_return
from app.web.finance.blueprint import READERS, blueprint
from app.web.shared.aside import hidden_from_me
from app.web.shared.downloads import download
from app.web.shared.fields import UploadField
from app.web.shared.filters import say
from app.web.shared.forms import Form, Required
from app.web.shared.redirecting import see_other
from app.web.shared.stretches import place, stretch_of
from workflows.engine.text import Text
from workflows.roles import Role

VERDICTS: dict[str, Text] = {
    "paid": Text("已拨付", "Paid"),
    "failed": Text("退回", "Returned by the bank"),
    "unknown": Text("查无此单", "No such order"),
    "duplicate": Text("重复", "Duplicate"),
    "mismatch": Text("不符", "Does not match"),
    "unreadable": Text("无法识别", "Not recognised"),
}


class ReturnForm(Form):
    file = UploadField(_l("财政回单（Excel）"), [Required()])


@blueprint.get("/finance/batches")
@holding(*READERS)
def batches() -> str:
    listed = query.BATCHES.narrowed(g.db, query.batches(hidden_from_me()), request.args)
    page = stretch_of(g.db, listed, place())
    totals = query.batch_totals(g.db, [b.id for b in page.rows])
    return render_template("finance/batches.html", page=page, by=query.BATCHES, totals=totals)


@blueprint.get("/finance/batches/<int:number>")
@holding(*READERS)
def batch(number: int) -> Response:
    return _page(
        case_or_404("payment_batch", number, *READERS, parts=read_parts),
        ReturnForm(formdata=None),
        200,
    )


@blueprint.get("/finance/batches/<int:number>.xlsx")
@holding(*READERS)
def batch_sheet(number: int) -> Response:
    """Only once it is sent: what the treasury gets is what was checked."""
    case: PaymentBatch = case_or_404("payment_batch", number, *READERS)
    if case.state not in ("sent", "reconciled"):
        abort(404)
    payments = query.payments_of_batch(g.db, case)
    answer = make_response(treasury_sheet.write(case, payments))
    answer.headers["Content-Type"] = XLSX
    answer.headers["Content-Disposition"] = f'attachment; filename="{case.number}.xlsx"'
    return answer


@blueprint.get("/finance/returns")
@holding(*READERS)
def returns() -> str:
    listed = query.RETURNS.narrowed(g.db, query.all_returns(hidden_from_me()), request.args)
    page = stretch_of(g.db, listed, place())
    return render_template("finance/returns.html", page=page, by=query.RETURNS, verdicts=VERDICTS)


@blueprint.get("/finance/returns/<int:number>/file")
@holding(*READERS)
def return_file(number: int) -> Response:
    """As the treasury sent it."""
    taken = g.db.get(TreasuryReturn, number)
    if taken is None or taken.size is None:
        abort(404)
    case_or_404("payment_batch", taken.batch_id, *READERS)
    return download(taken)


@blueprint.post("/finance/batches/<int:number>/return")
@holding(Role.FINANCE)
def read_return(number: int) -> Response:
    case: PaymentBatch = case_or_404("payment_batch", number, Role.FINANCE)
    form = ReturnForm()
    if not form.validate_on_submit():
        return _page(case, form, 422)
    upload = form.file.data
    content = upload.stream.read(g.db.info["settings"].upload_most + 1)
    answer = take_return(g.db, case, upload.filename or "", content, current_user.person, g.now)
    if not isinstance(answer, TreasuryReturn):
        form.file.errors = [say(answer)]
        return _page(case, form, 422)
    flash(
        ngettext(
            "已读取回单 %(num)s 行，结果见下。",
            "已读取回单 %(num)s 行，结果见下。",
            len(answer.lines),
        ),
        "success",
    )
    return see_other("finance.batch", number=number)


def _page(case: PaymentBatch, form: ReturnForm, status: int) -> Response:
    payments = query.payments_of_batch(g.db, case)
    page = render_template(
        "finance/batch.html",
        case=case,
        payments=payments,
        total=sum(p.amount for p in payments),
        returns=query.returns_of(g.db, case),
        verdicts=VERDICTS,
        form=form,
        may_read=case.state == "sent" and Role.FINANCE in g.roles,
        has_sheet=case.state in ("sent", "reconciled"),
        offers=offers(g.db, case, current_user.person, g.now),
        history=trail_of(g.db, case, current_user.person, g.roles),
    )
    return make_response(page, status)
