"""The finding of diligence (容错认定): proposed after an honest failure, decided by the office."""

from __future__ import annotations

from flask import Response, g, render_template
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.access.guard import signed_in
from app.access.load import case_or_404
from app.models import Project, Tolerance
from app.queries.case_parts import read_parts
from app.queries.letters import letters_about
from app.queries.record.trail import trail_of
from app.services.changes.tolerating import ToleranceDraft, propose
from app.services.door.offering import offers
from app.services.problems import Problems
from app.web.changes.beginning import begun_by
from app.web.changes.blueprint import blueprint
from app.web.shared.fields import ParagraphField
from app.web.shared.forms import Form, Required
from workflows.roles import Role


class ToleranceForm(Form):
    reasons = ParagraphField(_l("未达目标的原因"), [Required()], most=5000)
    evidence = ParagraphField(_l("勤勉尽责的事实（工作记录、节点、经费）"), [Required()], most=5000)
    experts = ParagraphField(_l("听取意见的专家及意见"), [Required()], most=3000)


@blueprint.route("/projects/<int:number>/tolerance", methods=["GET", "POST"])
@signed_in
def propose_tolerance(number: int) -> Response:
    project: Project = case_or_404(
        "project", number, Role.APPLICANT, Role.UNIT_ADMIN, Role.PROGRAMME_OFFICER
    )
    form = ToleranceForm()

    def begin() -> Tolerance | Problems:
        typed = ToleranceDraft(form.reasons.data, form.evidence.data, form.experts.data)
        return propose(g.db, project, typed, current_user.person, g.now)

    return begun_by(form, begin, project, "changes/propose_tolerance.html", "changes.tolerance")


@blueprint.get("/tolerances/<int:number>")
@signed_in
def tolerance(number: int) -> str:
    case: Tolerance = case_or_404("tolerance", number, parts=read_parts)
    return render_template(
        "changes/tolerance.html",
        case=case,
        offers=offers(g.db, case, current_user.person, g.now),
        letters=letters_about(g.db, case),
        history=trail_of(g.db, case, current_user.person, g.roles),
    )
