"""The working calendar: which years are known, and those entered by hand."""

from __future__ import annotations

from flask import Response, flash, g, make_response, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from wtforms import IntegerField
from wtforms.validators import NumberRange

from app.access.guard import holding
from app.clock import chinese_working_calendar
from app.queries.administering.administration import announced_years
from app.services import calendars
from app.services.calendars import Announcement
from app.services.terms import announced_year, reckon_anew
from app.web.admin.blueprint import blueprint
from app.web.shared.forms import Form, LineField, ParagraphField, Required
from app.web.shared.redirecting import see_other
from workflows.roles import Role


class YearForm(Form):
    year = IntegerField(
        _l("年度"), [Required(), NumberRange(2000, 2100, message=_l("请填写四位年份。"))]
    )
    source = LineField(_l("通知文号"), [Required()], most=200)
    days_off = ParagraphField(
        _l("放假日期"),
        [Required()],
        description=_l("每行一天或一段，例如 2027-02-05 至 2027-02-12；周末不必填写。"),
    )
    working_weekends = ParagraphField(_l("调休上班的周末"), description=_l("每行一天。"))


@blueprint.route("/calendar", methods=["GET", "POST"])
@holding(Role.SYS_ADMIN)
def calendar() -> Response:
    form = YearForm()
    status = 200
    if form.is_submitted():
        status = _announce(form) if form.validate() else 422
        if status == 200:
            return see_other("admin.calendar")
    page = render_template(
        "admin/calendar.html",
        form=form,
        years=sorted(chinese_working_calendar().known_years),
        entered=g.db.scalars(announced_years()).all(),
    )
    return make_response(page, status)


def _announce(form: YearForm) -> int:
    typed = Announcement(
        form.year.data, form.source.data, form.days_off.data, form.working_weekends.data
    )
    problems = calendars.announce(g.db, typed, current_user.person, g.now)
    if problems is not None:
        form.take(problems)
        return 422
    announced = announced_year(typed.year, typed.source)
    count = reckon_anew(g.db, announced, current_user.person, Role.SYS_ADMIN, g.now)
    say_saved(count)
    return 200


def say_saved(count: int) -> None:
    """With how many running terms follow."""
    renewed = ngettext(
        "已保存，%(num)s 项期限随之调整。", "已保存，%(num)s 项期限随之调整。", count
    )
    flash(renewed if count else _("已保存。"), "success")
