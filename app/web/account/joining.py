"""Somebody joins a unit, asks for one that is not entered, or leaves the one that was."""

from __future__ import annotations

from flask import Response, flash, g, make_response, render_template
from flask_babel import gettext as _
from flask_login import current_user

from app.access.guard import signed_in
from app.services.identity import moving, registering, unit_entries
from app.services.problems import Problems
from app.web.account.forms import LeaveForm, UnitFields
from app.web.account.pages import blueprint
from app.web.shared.redirecting import see_other


@blueprint.route("/unit", methods=["GET", "POST"])
@signed_in
def unit() -> Response:
    me = current_user.person
    if me.organisation_id is not None:
        return _belongs(LeaveForm(formdata=None), 200)
    form = UnitFields()
    if not form.is_submitted():
        return _page(form, 200)
    if not form.validate():
        return _page(form, 422)
    asked = form.asked()
    problems = registering.join_unit(g.db, me, form.unit.data or "", g.now)
    if problems is None:
        flash(_("已加入，等单位确认。"), "success")
        return see_other("account.profile")
    if asked is not None:
        made = unit_entries.ask(g.db, me, asked, g.now)
        if not isinstance(made, Problems):
            flash(_("已提出，系统管理员核对后告知您。"), "success")
            return see_other("account.profile")
        problems = made
    form.take(problems)
    return _page(form, 422)


@blueprint.post("/unit/leave")
@signed_in
def leave_unit() -> Response:
    me, form = current_user.person, LeaveForm()
    if not form.validate_on_submit():
        return _belongs(form, 422)
    problems = moving.leave_unit(g.db, me, form.reason.data or "", me, g.now)
    if problems is not None:
        form.take(problems)
        return _belongs(form, 409)
    flash(_("已离开单位，在该单位的角色随之终止。现在可以加入新单位。"), "success")
    return see_other("account.unit")


def _belongs(form: LeaveForm, status: int) -> Response:
    moves = moving.moves_of(g.db, current_user.person)
    return make_response(render_template("account/belongs.html", form=form, moves=moves), status)


def _page(form: UnitFields, status: int) -> Response:
    me = current_user.person
    page = render_template(
        "account/unit.html",
        form=form,
        moves=moving.moves_of(g.db, me),
        waiting=unit_entries.waiting_of(g.db, me),
        refused=unit_entries.last_refusal(g.db, me),
    )
    return make_response(page, status)
