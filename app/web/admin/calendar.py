"""The working calendar: which years are known, and what was ordered; entered by one, confirmed by
another."""

from __future__ import annotations

from flask import Response, abort, flash, g, make_response, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from wtforms.validators import NumberRange, Optional

from app.access.guard import holding
from app.clock import chinese_working_calendar
from app.models import OrderedDays
from app.queries.administering.administration import ordered_days
from app.services import days_ordered
from app.services.calendars import working_calendar
from app.services.days_typed import Order
from app.services.identity.proposing import MAY_CONFIRM
from app.services.problems import Problems
from app.web.admin.blueprint import blueprint
from app.web.admin.deciding import CONFIRM, REFUSE, Question, put
from app.web.shared.fields import DayField, LineField, ParagraphField, WholeField
from app.web.shared.forms import Form, Required
from app.web.shared.redirecting import see_other
from app.web.shared.stretches import place, stretch_of


class OrderForm(Form):
    issuer = LineField(_l("发文机关"), [Required()], most=100)
    document_number = LineField(_l("文号"), [Required()], most=100)
    document_date = DayField(_l("发文日期"), [Required()])
    year = WholeField(
        _l("年度"),
        [Optional(), NumberRange(2000, 2100, message=_l("请填写四位年份。"))],
        description=_l("文件为全年放假安排的，填写其年度；临时决定的不填。"),
    )
    days_off = ParagraphField(
        _l("放假日期"),
        description=_l("每行一天或一段，例如 2027-02-05 至 2027-02-12；周末不必填写。"),
    )
    working_days = ParagraphField(
        _l("上班日期"), description=_l("每行一天或一段，例如调休上班的周末。")
    )

    def typed(self) -> Order:
        data = self.data
        return Order(
            data["issuer"],
            data["document_number"],
            data["document_date"],
            data["days_off"],
            data["working_days"],
            data["year"],
        )


@blueprint.route("/calendar", methods=["GET", "POST"])
@holding(*MAY_CONFIRM)
def calendar() -> Response:
    form = OrderForm()
    status = 200
    if form.is_submitted():
        status = _enter(form) if form.validate() else 422
        if status == 200:
            flash(_("已录入，另一人确认后生效。"), "success")
            return see_other("admin.calendar")
    built_in = chinese_working_calendar().known_years
    page = render_template(
        "admin/calendar.html",
        form=form,
        years=sorted(built_in),
        confirmed=sorted(working_calendar(g.db).known_years - built_in),
        page=stretch_of(g.db, ordered_days(), place()),
    )
    return make_response(page, status)


@blueprint.route("/calendar/<int:number>", methods=["GET", "POST"])
@holding(*MAY_CONFIRM)
def decide_days(number: int) -> Response:
    row = g.db.get(OrderedDays, number)
    if row is None:
        abort(404)
    by = current_user.person

    def decide(confirm: bool, reason: str) -> Problems | str:
        answer = days_ordered.decide(g.db, row, confirm=confirm, reason=reason, by=by, now=g.now)
        return answer if isinstance(answer, Problems) else _done(answer)

    is_own = row.entered_by_id == by.id
    confirmation = [] if is_own else [(CONFIRM, _("已与文件核对，确认生效"))]
    refusal = (REFUSE, _("收回录入") if is_own else _("不予确认"))
    return put(
        Question(
            template="admin/decide_days.html",
            asked=row,
            closed=days_ordered.closed_to(row),
            answers=[*confirmation, refusal],
            decide=decide,
            back="admin.calendar",
        )
    )


def _enter(form: OrderForm) -> int:
    problems = days_ordered.enter(g.db, form.typed(), current_user.person, g.now)
    if problems is not None:
        form.take(problems)
        return 422
    return 200


def _done(count: int) -> str:
    """With how many running terms follow."""
    renewed: str = ngettext(
        "已办理，%(num)s 项期限随之调整。", "已办理，%(num)s 项期限随之调整。", count
    )
    return renewed if count else _("已办理。")
