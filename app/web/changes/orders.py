"""Orders to suspend, proposed by the office, and appeals, filed by the unit."""

from __future__ import annotations

from flask import Response, g, render_template
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField

from app.access.guard import holding, signed_in
from app.access.load import case_or_404
from app.models import Appeal, Project, Suspension
from app.queries.case_parts import read_parts
from app.queries.letters import letters_about
from app.queries.record.trail import trail_of
from app.services.changes.appealing import may_appeal_until
from app.services.changes.drafting import file_appeal, propose_suspension
from app.services.changes.suspending import ratify_until
from app.services.door.offering import offers
from app.web.changes.beginning import begun_by
from app.web.changes.blueprint import blueprint
from app.web.shared.attaching import attached
from app.web.shared.fields import ParagraphField
from app.web.shared.filters import say
from app.web.shared.forms import Form, Required, choices
from workflows.parts.suspension import SUSPENSION_CAUSES
from workflows.registry import workflow_for
from workflows.roles import Role


class SuspensionForm(Form):
    cause = SelectField(_l("暂停原因"))
    reason = ParagraphField(_l("情况说明（内部）"), [Required()], most=2000)


class AppealForm(Form):
    grounds = ParagraphField(_l("复查请求与理由"), [Required()], most=5000)


@blueprint.route("/projects/<int:number>/suspend", methods=["GET", "POST"])
@holding(Role.PROGRAMME_OFFICER)
def suspend(number: int) -> Response:
    project: Project = case_or_404("project", number, Role.PROGRAMME_OFFICER)
    form = SuspensionForm()
    form.cause.choices = choices((key, say(words)) for key, words in SUSPENSION_CAUSES.items())
    return begun_by(
        form,
        lambda: propose_suspension(
            g.db, project, form.cause.data, form.reason.data, current_user.person, g.now
        ),
        project,
        "changes/suspend.html",
        "changes.suspension",
    )


@blueprint.get("/suspensions/<int:number>")
@signed_in
def suspension(number: int) -> str:
    case: Suspension = case_or_404("suspension", number, parts=read_parts)
    return render_template(
        "changes/suspension.html",
        case=case,
        causes=SUSPENSION_CAUSES,
        ratify_until=ratify_until(g.db, case),
        in_office=Role.APPLICANT not in g.roles and Role.UNIT_ADMIN not in g.roles,
        offers=offers(g.db, case, current_user.person, g.now),
        letters=letters_about(g.db, case),
        history=trail_of(g.db, case, current_user.person, g.roles),
    )


@blueprint.route("/projects/<int:number>/appeal", methods=["GET", "POST"])
@holding(Role.UNIT_ADMIN)
def file(number: int) -> Response:
    project: Project = case_or_404("project", number, Role.UNIT_ADMIN)
    form = AppealForm()
    return begun_by(
        form,
        lambda: file_appeal(g.db, project, form.grounds.data, current_user.person, g.now),
        project,
        "changes/file_appeal.html",
        "changes.appeal",
        until=may_appeal_until(g.db, project),
    )


@blueprint.get("/appeals/<int:number>")
@signed_in
def appeal(number: int) -> str:
    case: Appeal = case_or_404("appeal", number, parts=read_parts)
    return render_template(
        "changes/appeal.html",
        case=case,
        against=workflow_for("project", case.project.mechanism).state(case.against).label,
        attached=attached(case),
        offers=offers(g.db, case, current_user.person, g.now),
        letters=letters_about(g.db, case),
        history=trail_of(g.db, case, current_user.person, g.roles),
    )
