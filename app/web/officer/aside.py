"""An official stands aside from one proposal (domain §3.2: administrators and leaders included)."""

from __future__ import annotations

from flask import Response, flash, g, make_response, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.access.guard import holding
from app.access.load import case_or_404
from app.access.roles import OFFICE
from app.models import Proposal
from app.queries.review.experts import person_by_mail
from app.services.problems import Problems
from app.services.review.standing_aside import stand_aside
from app.web.officer.blueprint import blueprint
from app.web.shared.fields import LineField, ParagraphField
from app.web.shared.forms import Form, Required
from app.web.shared.redirecting import see_other
from workflows.engine.text import Text
from workflows.roles import Role


class AsideForm(Form):
    email = LineField(_l("回避人邮箱（本人回避不填）"), most=254)
    reason = ParagraphField(_l("回避理由"), [Required()], most=500)


@blueprint.route("/proposals/<int:number>/stand-aside", methods=["GET", "POST"])
@holding(*OFFICE)
def aside(number: int) -> Response:
    """For oneself; supervision may record it for somebody else."""
    proposal: Proposal = case_or_404("proposal", number, *OFFICE)
    form = AsideForm()
    if Role.SUPERVISOR not in g.roles:
        del form.email
    if not form.is_submitted() or not form.validate():
        return _page(proposal, form, 422 if form.is_submitted() else 200)
    me = current_user.person
    named = form.email.data if "email" in form else ""
    whom = person_by_mail(g.db, named) if named else me
    problems = (
        Problems({"email": _NOBODY})
        if whom is None
        else stand_aside(g.db, whom, proposal, form.reason.data, me, g.now)
    )
    if problems is not None:
        form.take(problems)
        return _page(proposal, form, 422)
    flash(_("已登记回避；此后不再办理该项目。"), "success")
    return see_other("home.index")


def _page(proposal: Proposal, form: AsideForm, status: int) -> Response:
    page = render_template("officer/aside.html", proposal=proposal, form=form)
    return make_response(page, status)


_NOBODY = Text("没有这个账户", "No account uses this email address")
