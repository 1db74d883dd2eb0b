"""People and the roles they hold."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField

from app.access.guard import holding
from app.models import Person, RoleGrant, RoleProposal
from app.queries.administering.administration import grants, people
from app.queries.administering.identity import role_proposals_of
from app.queries.review.experts import unit_named
from app.services.identity import granting, moving, proposing
from app.services.identity.granting import GRANTABLE
from app.services.identity.roles_on_record import OF_THE_OFFICE
from app.services.problems import Problems
from app.web.admin.blueprint import blueprint
from app.web.shared.fields import LineField
from app.web.shared.filters import role_label, say
from app.web.shared.forms import Form, Required, choices
from app.web.shared.outcome import say_outcome
from app.web.shared.redirecting import see_other
from app.web.shared.stretches import place, stretch_of
from workflows.engine.text import Text
from workflows.roles import Role


class GrantForm(Form):
    role = SelectField(_l("角色"))
    unit = LineField(_l("范围"), most=200)


class LeaveForm(Form):
    leaving = LineField(_l("移出单位的原因"), [Required()], most=300)


@blueprint.get("/people")
@holding(Role.SYS_ADMIN)
def people_list() -> str:
    search = request.args.get("q", "").strip()
    role = next((one for one in GRANTABLE if one.value == request.args.get("role")), None)
    page = stretch_of(g.db, people(search, role, g.now), place())
    return render_template(
        "admin/people.html", page=page, search=search, role=role, roles=GRANTABLE
    )


@blueprint.route("/people/<int:number>", methods=["GET", "POST"])
@holding(Role.SYS_ADMIN)
def person(number: int) -> Response:
    found = g.db.get(Person, number)
    if found is None:
        abort(404)
    form = GrantForm()
    form.role.choices = choices((role.value, role_label(role)) for role in GRANTABLE)
    status = 200
    if form.is_submitted():
        status = _grant(found, form) if form.validate() else 422
        if status == 200:
            return see_other("admin.person", number=number)
    return _page(found, form, LeaveForm(formdata=None), status)


@blueprint.post("/people/<int:number>/leave-unit")
@holding(Role.SYS_ADMIN)
def leave_unit(number: int) -> Response:
    """For somebody who is gone and does not say so."""
    found = g.db.get(Person, number)
    if found is None:
        abort(404)
    form, leaving = GrantForm(formdata=None), LeaveForm()
    form.role.choices = choices((role.value, role_label(role)) for role in GRANTABLE)
    if not leaving.validate_on_submit():
        return _page(found, form, leaving, 422)
    problems = moving.leave_unit(
        g.db, found, leaving.leaving.data or "", current_user.person, g.now
    )
    if problems is not None:
        leaving.take(problems)
        return _page(found, form, leaving, 409)
    flash(_("已移出单位，其在该单位的角色随之终止。"), "success")
    return see_other("admin.person", number=number)


def _page(found: Person, form: GrantForm, leaving: LeaveForm, status: int) -> Response:
    page = render_template(
        "admin/person.html",
        person=found,
        form=form,
        leaving=leaving,
        held=g.db.scalars(grants(found)).all(),
        proposals=role_proposals_of(g.db, found),
        moves=moving.moves_of(g.db, found),
    )
    return make_response(page, status)


def _grant(found: Person, form: GrantForm) -> int:
    name = (form.unit.data or "").strip()
    unit = unit_named(g.db, name) if name else None
    if name and unit is None:
        form.unit.errors = [
            say(Text(f"系统中没有单位“{name}”", f"there is no unit “{name}” in the system"))
        ]
        return 422
    role, of, by = Role(form.role.data), unit.id if unit else None, current_user.person
    if role in OF_THE_OFFICE:
        made = proposing.propose(g.db, found, role, of, by, g.now)
    else:
        made = granting.grant(g.db, found, role, of, by, g.now)
    if isinstance(made, Problems):
        form.take(made)
        return 409
    flash(*_SAID[type(made)])
    return 200


_SAID: dict[type, tuple[Any, str]] = {
    RoleGrant: (_l("已授予角色。"), "success"),
    RoleProposal: (_l("已提出。由另一名系统管理员或监督诚信处人员核准后生效。"), "success"),
}


@blueprint.post("/grants/<int:number>/end")
@holding(Role.SYS_ADMIN)
def end_grant(number: int) -> Response:
    held = g.db.get(RoleGrant, number)
    if held is None:
        abort(404)
    refused = granting.end(g.db, held, current_user.person, g.now)
    say_outcome(refused, _("已终止角色。"))
    return see_other("admin.person", number=held.person_id)
