"""The rehearsal of a call before its publication (演练): asked for here, played by the worker."""

from __future__ import annotations

from flask import Response, abort, flash, g, make_response, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectMultipleField
from wtforms.validators import NumberRange

from app.access.guard import holding
from app.access.load import case_or_404
from app.access.roles import OFFICE
from app.models import Call
from app.plan.fields import placed
from app.queries.calls.portal import technology_fields
from app.services.calls import rehearsing
from app.services.calls.rehearsing import APPLICANTS_MOST, PANEL_MOST, Expected
from app.services.problems import Problems
from app.web.officer.blueprint import blueprint
from app.web.shared.fields import LineField, WholeField
from app.web.shared.filters import say
from app.web.shared.forms import Form, Required
from app.web.shared.redirecting import see_other
from workflows.roles import Role


class RehearsalForm(Form):
    applicants = WholeField(
        _l("预计申报数"),
        [Required(), NumberRange(1, APPLICANTS_MOST)],
        description=_l("揭榜挂帅为每个榜题最多的揭榜数。"),
    )
    panel_most = WholeField(_l("每组评审项数上限"), [Required(), NumberRange(1, PANEL_MOST)])
    fields = SelectMultipleField(
        _l("预计的技术领域"),
        coerce=int,
        description=_l("不选则不考虑专业对口。"),
    )
    seed = LineField(
        _l("种子"), most=32, description=_l("同一种子重演出同样的结果；留空则随机选定。")
    )


@blueprint.route("/calls/<int:number>/rehearsal", methods=["GET", "POST"])
@holding(*OFFICE)
def rehearsal(number: int) -> Response:
    call: Call = case_or_404("call", number)
    form = _form(call)
    is_officer = Role.PROGRAMME_OFFICER in g.roles
    if form.is_submitted() and not is_officer:
        abort(403)
    if form.validate_on_submit():
        call = case_or_404("call", number, Role.PROGRAMME_OFFICER, to_write=True)
        expected = Expected(
            form.applicants.data or 1, form.panel_most.data or 1, tuple(form.fields.data or ())
        )
        seed = form.seed.data or ""
        asked = rehearsing.ask(g.db, call, expected, seed, current_user.person, g.now)
        if not isinstance(asked, Problems):
            flash(_("演练已交后台办理，稍后刷新本页。"), "success")
            return see_other("officer.rehearsal", number=number)
        form.take(asked)
    may_ask = is_officer and call.state in rehearsing.REHEARSED_IN
    page = render_template(
        "officer/rehearsal.html",
        case=call,
        form=form if may_ask or form.errors else None,
        row=rehearsing.newest(g.db, call),
        wanting=rehearsing.wanting(g.db, call),
    )
    return make_response(page, 422 if form.errors else 200)


def _form(call: Call) -> RehearsalForm:
    usual = rehearsing.usual(g.db, call)
    form = RehearsalForm(
        applicants=usual.applicants, panel_most=usual.panel_most, fields=list(usual.fields)
    )
    form.fields.choices = [
        (field.id, say(placed(field.catalogue_name, field.name)))
        for field in technology_fields(g.db)
    ]
    return form
