"""Whoever draws a list of fees up writes attendance, title and amount of each expert."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, g, make_response, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField
from wtforms.validators import NumberRange

from app.access.guard import holding
from app.access.load import case_or_404
from app.models import FeeList
from app.services.editing import edition_of
from app.services.fees import drawing_up
from app.services.fees.drawing_up import HALF_DAYS_MOST, LineTyped, ListTyped
from app.services.fees.wording import purpose_of
from app.web.fees.blueprint import DRAWERS, blueprint
from app.web.shared.fields import LineField, WholeField, YuanField
from app.web.shared.filters import say
from app.web.shared.forms import Required, choices
from app.web.shared.redirecting import see_other
from app.web.shared.shared_forms import SharedForm
from workflows.money.fees import FORMS, STANDINGS


class ListForm(SharedForm):
    form = SelectField(_l("评审方式"), [Required()])
    attendance = LineField(_l("签到依据（会议填写）"), most=200)
    source = LineField(_l("经费来源"), most=200)


@blueprint.route("/fees/<int:number>/lines", methods=["GET", "POST"])
@holding(*DRAWERS)
def write(number: int) -> Response:
    case: FeeList = case_or_404("fee_list", number, *DRAWERS, to_write=True)
    if case.state != "drawn_up" or case.drawn_by_id != current_user.person.id:
        abort(404)
    before = drawing_up.written(case)
    form = _form(case, before)
    if not form.is_submitted():
        return _page(case, form, 200)
    if not form.validate():
        return _page(case, form, 422)
    problems = drawing_up.save(g.db, case, _typed(case, form), current_user.person)
    if problems is not None:
        form.take(problems)
        return _page(case, form, 422)
    if form.refuse_if_newer(before, drawing_up.written(case), current_user.person.id):
        return _page(case, form, 409)
    flash(_("已保存。"), "success")
    return see_other("fees.one", number=number)


def _form(case: FeeList, stored: dict[str, Any]) -> ListForm:
    """With four fields for each expert who is to be paid, named by the line."""
    titles = choices((key, say(label)) for key, label in STANDINGS.items())
    fields: dict[str, Any] = {}
    for line in case.to_pay:
        who = line.expert.person.name
        fields |= {
            f"standing_{line.row}": SelectField(_l("%(who)s：职称类别", who=who), choices=titles),
            f"half_days_{line.row}": WholeField(
                _l("%(who)s：出席半天数", who=who),
                [Required(), NumberRange(0, HALF_DAYS_MOST, _l("须为 0 至 30。"))],
            ),
            f"net_{line.row}": YuanField(_l("%(who)s：税后金额", who=who), [Required()]),
            f"reason_{line.row}": LineField(_l("%(who)s：出席依据或说明", who=who), most=200),
        }
    kind: type[ListForm] = type("ListOfFeesForm", (ListForm,), fields)
    form = kind(data=stored, edition=edition_of(stored))
    form.form.choices = choices((key, say(label)) for key, label in FORMS.items())
    return form


def _typed(case: FeeList, form: ListForm) -> ListTyped:
    lines = {
        line.row: LineTyped(
            standing=form[f"standing_{line.row}"].data,
            half_days=form[f"half_days_{line.row}"].data,
            net=form[f"net_{line.row}"].data,
            reason=(form[f"reason_{line.row}"].data or "").strip(),
        )
        for line in case.to_pay
    }
    attendance, source = form.attendance.data or "", form.source.data or ""
    return ListTyped(form.form.data, attendance.strip(), source.strip(), lines)


def _page(case: FeeList, form: ListForm, status: int) -> Response:
    page = render_template(
        "fees/write.html",
        case=case,
        form=form,
        lines=case.to_pay,
        purpose=purpose_of(case),
        standards=drawing_up.standards_of(case),
    )
    return make_response(page, status)
