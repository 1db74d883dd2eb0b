"""Somebody who belongs to no unit yet joins one, or asks for one that is not entered."""

from __future__ import annotations

from flask import Response, flash, g, make_response, render_template
from flask_babel import gettext as _
from flask_login import current_user

from app.access.guard import signed_in
from app.services.identity import registering, unit_entries
from app.services.problems import Problems
from app.web.account.forms import UnitFields
from app.web.account.pages import blueprint
from app.web.shared.redirecting import see_other


@blueprint.route("/unit", methods=["GET", "POST"])
@signed_in
def unit() -> Response:
    me = current_user.person
    if me.organisation_id is not None:
        return see_other("account.profile")
    form = UnitFields()
    if not form.is_submitted():
        return _page(form, 200)
    if not form.validate():
        return _page(form, 422)
    asked = form.asked()
    problems = registering.join_unit(g.db, me, form.unit.data or "")
    if problems is None:
        flash(_("已加入单位。"), "success")
        return see_other("account.profile")
    if asked is not None:
        made = unit_entries.ask(g.db, me, asked, g.now)
        if not isinstance(made, Problems):
            flash(_("已提出，系统管理员核对后告知您。"), "success")
            return see_other("account.profile")
        problems = made
    form.take(problems)
    return _page(form, 422)


def _page(form: UnitFields, status: int) -> Response:
    me = current_user.person
    page = render_template(
        "account/unit.html",
        form=form,
        waiting=unit_entries.waiting_of(g.db, me),
        refused=unit_entries.last_refusal(g.db, me),
    )
    return make_response(page, status)
