"""Days off and working days ordered at short notice: entered by one, confirmed by another."""

from __future__ import annotations

from flask import Response, abort, g, make_response, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField

from app.access.guard import holding
from app.models import OrderedDays
from app.queries.administering.administration import ordered_days
from app.services import days_ordered
from app.services.days_ordered import Order
from app.services.identity.proposing import MAY_CONFIRM, REASON_MOST
from app.services.problems import Problems
from app.web.admin.blueprint import blueprint
from app.web.admin.calendar import say_saved
from app.web.shared.forms import DayField, Form, LineField, ParagraphField, Required, choices
from app.web.shared.proving import prove_identity, signed_form
from app.web.shared.redirecting import see_other
from app.web.shared.stretches import place, stretch_of


class OrderForm(Form):
    issuer = LineField(_l("发文机关"), [Required()], most=100)
    document_number = LineField(_l("文号"), [Required()], most=100)
    document_date = DayField(_l("发文日期"), [Required()])
    days_off = ParagraphField(
        _l("放假日期"), description=_l("每行一天或一段，例如 2026-07-28 至 2026-07-29。")
    )
    working_days = ParagraphField(_l("上班日期"), description=_l("每行一天或一段。"))


class ConfirmationForm(Form):
    answer = RadioField(_l("办理意见"), [Required()])
    reason = ParagraphField(_l("不予确认的理由"), most=REASON_MOST)


@blueprint.route("/ordered-days", methods=["GET", "POST"])
@holding(*MAY_CONFIRM)
def days_orders() -> Response:
    form = OrderForm()
    status = 200
    if form.is_submitted():
        status = _enter(form) if form.validate() else 422
        if status == 200:
            return see_other("admin.days_orders")
    page = stretch_of(g.db, ordered_days(), place())
    return make_response(render_template("admin/days_orders.html", form=form, page=page), status)


@blueprint.route("/ordered-days/<int:number>", methods=["GET", "POST"])
@holding(*MAY_CONFIRM)
def decide_days(number: int) -> Response:
    row = g.db.get(OrderedDays, number)
    if row is None:
        abort(404)
    form = signed_form(ConfirmationForm)
    refusal = ("refuse", _("不予确认，或者收回录入"))
    by_another = row.entered_by_id != current_user.person.id
    confirmation = [("confirm", _("已与文件核对，确认生效"))] if by_another else []
    form.answer.choices = choices((*confirmation, refusal))
    if not form.is_submitted():
        return _page(form, row, 200)
    if not form.validate() or prove_identity(form) is None:
        return _page(form, row, 422)
    answer = days_ordered.decide(
        g.db,
        row,
        confirm=form.answer.data == "confirm",
        reason=form.reason.data or "",
        by=current_user.person,
        now=g.now,
    )
    if isinstance(answer, Problems):
        form.take(answer)
        return _page(form, row, 409)
    say_saved(answer)
    return see_other("admin.days_orders")


def _enter(form: OrderForm) -> int:
    assert form.document_date.data is not None, "it is required"
    typed = Order(
        form.issuer.data,
        form.document_number.data,
        form.document_date.data,
        form.days_off.data,
        form.working_days.data,
    )
    problems = days_ordered.enter(g.db, typed, current_user.person, g.now)
    if problems is not None:
        form.take(problems)
        return 422
    say_saved(0)
    return 200


def _page(form: ConfirmationForm, row: OrderedDays, status: int) -> Response:
    return make_response(render_template("admin/decide_days.html", form=form, asked=row), status)
