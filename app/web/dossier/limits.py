"""What the limits of the call hold against a proposal, and what of it is waived (限项例外)."""

from __future__ import annotations

from flask import Response, flash, g, make_response, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.access.guard import signed_in
from app.access.load import case_or_404
from app.access.roles import OFFICE
from app.models import Proposal
from app.services.eligibility import waiving
from app.services.eligibility.waived import waivers_of
from app.services.problems import Problems
from app.web.dossier.blueprint import blueprint
from app.web.shared.fields import ParagraphField
from app.web.shared.forms import Form, Required
from app.web.shared.redirecting import see_other
from workflows.hands import TEAM
from workflows.roles import Role


class AskForm(Form):
    request = ParagraphField(_l("申请例外的理由"), [Required()], most=1000)


@blueprint.route("/proposals/<int:number>/limits", methods=["GET", "POST"])
@signed_in
def limits(number: int) -> Response:
    case: Proposal = case_or_404("proposal", number, *TEAM, *OFFICE, to_write=True)
    form, asks = AskForm(), Role.APPLICANT in g.roles
    if asks and form.validate_on_submit():
        typed = form.request.data or ""
        answer = waiving.ask(g.db, case, typed, current_user.person, g.now)
        if not isinstance(answer, Problems):
            flash(_("已申请，由主办人提出、监督核准。"), "success")
            return see_other("dossier.limits", number=number)
        form.take(answer)
    page = render_template(
        "dossier/limits.html",
        case=case,
        form=form if asks else None,
        findings=waiving.waivable(g.db, case, g.now),
        waivers=waivers_of(g.db, case.id),
    )
    return make_response(page, 422 if form.errors or form.form_errors else 200)
