"""Roles of the office that one administrator proposed, and another official confirms or refuses."""

from __future__ import annotations

from flask import Response, abort, g, render_template
from flask_babel import gettext as _
from flask_login import current_user

from app.access.guard import holding
from app.models import RoleProposal
from app.queries.administering.identity import role_proposals
from app.services.identity import proposing
from app.services.problems import Problems
from app.web.admin.blueprint import blueprint
from app.web.admin.deciding import CONFIRM, REFUSE, Question, put
from app.web.shared.outcome import say_outcome
from app.web.shared.redirecting import see_other
from app.web.shared.stretches import place, stretch_of
from workflows.roles import Role


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
    by = current_user.person

    def decide(confirm: bool, reason: str) -> Problems | str:
        answer = proposing.decide(g.db, proposed, confirm=confirm, reason=reason, by=by, now=g.now)
        return answer or _("已办理。")

    return put(
        Question(
            template="admin/decide_role.html",
            asked=proposed,
            closed=proposing.closed_to(g.db, proposed, by, g.now),
            answers=[(CONFIRM, _("核准，角色生效")), (REFUSE, _("不予核准"))],
            decide=decide,
            back="admin.proposed_roles",
        )
    )


@blueprint.post("/roles/<int:number>/withdraw")
@holding(Role.SYS_ADMIN)
def withdraw_role(number: int) -> Response:
    proposed = g.db.get(RoleProposal, number)
    if proposed is None:
        abort(404)
    refused = proposing.withdraw(g.db, proposed, current_user.person, g.now)
    say_outcome(refused, _("已撤回。"))
    return see_other("admin.proposed_roles")
