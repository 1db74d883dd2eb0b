"""Roles of the office that one administrator proposed, and another official confirms or refuses."""

from __future__ import annotations

from flask import Response, abort, flash, g, make_response, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField

from app.access.guard import holding
from app.models import RoleProposal
from app.queries.administering.identity import role_proposals
from app.services.identity import proposing
from app.web.admin.blueprint import blueprint
from app.web.shared.forms import Form, ParagraphField, Required, choices
from app.web.shared.outcome import say_outcome
from app.web.shared.proving import prove_identity, signed_form
from app.web.shared.redirecting import see_other
from app.web.shared.stretches import place, stretch_of
from workflows.roles import Role


class DecisionForm(Form):
    answer = RadioField(_l("办理意见"), [Required()])
    reason = ParagraphField(_l("不予核准的理由"), most=proposing.REASON_MOST)


@blueprint.get("/roles")
@holding(*proposing.MAY_CONFIRM)
def proposed_roles() -> str:
    page = stretch_of(g.db, role_proposals(), place())
    return render_template("admin/roles.html", page=page, now=g.now)


@blueprint.route("/roles/<int:number>", methods=["GET", "POST"])
@holding(*proposing.MAY_CONFIRM)
def decide_role(number: int) -> Response:
    proposed = g.db.get(RoleProposal, number)
    if proposed is None:
        abort(404)
    form = signed_form(DecisionForm)
    form.answer.choices = choices((("confirm", _("核准，角色生效")), ("refuse", _("不予核准"))))
    if not form.is_submitted():
        return _page(form, proposed, 200)
    if not form.validate() or prove_identity(form) is None:
        return _page(form, proposed, 422)
    problems = proposing.decide(
        g.db,
        proposed,
        confirm=form.answer.data == "confirm",
        reason=form.reason.data or "",
        by=current_user.person,
        now=g.now,
    )
    if problems is not None:
        form.take(problems)
        return _page(form, proposed, 409)
    flash(_("已办理。"), "success")
    return see_other("admin.proposed_roles")


@blueprint.post("/roles/<int:number>/withdraw")
@holding(Role.SYS_ADMIN)
def withdraw_role(number: int) -> Response:
    proposed = g.db.get(RoleProposal, number)
    if proposed is None:
        abort(404)
    refused = proposing.withdraw(g.db, proposed, current_user.person, g.now)
    say_outcome(refused, _("已撤回。"))
    return see_other("admin.proposed_roles")


def _page(form: DecisionForm, proposed: RoleProposal, status: int) -> Response:
    closed = proposing.closed_to(g.db, proposed, current_user.person, g.now)
    page = render_template("admin/decide_role.html", form=form, asked=proposed, closed=closed)
    return make_response(page, status)
