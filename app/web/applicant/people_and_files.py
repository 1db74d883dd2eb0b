"""Members, who answer in person, and files."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, g, make_response, render_template
from flask_babel import gettext as _
from flask_login import current_user

from app.access.guard import signed_in
from app.models import Attachment, Proposal, ProposalMember
from app.queries.calls.members import undelivered
from app.services.eligibility.engaged import least_asked
from app.services.proposals import attachments as files
from app.services.proposals import members as people
from app.services.proposals.drafting import may_edit
from app.services.review.blinding import files_asked
from app.web.applicant.forms import AttachmentForm, MemberForm
from app.web.applicant.views import blueprint, editable
from app.web.shared.filters import say
from app.web.shared.forms import choices
from app.web.shared.outcome import say_outcome
from app.web.shared.redirecting import see_other
from workflows.engine.text import Text


@blueprint.route("/proposals/<int:number>/edit/members", methods=["GET", "POST"])
@signed_in
def members(number: int) -> Response:
    proposal = editable(number, "members")
    form = MemberForm()
    if not least_asked(proposal.call):
        del form.months_a_year
    status = 200
    if form.is_submitted():
        if form.validate():
            member = ProposalMember(
                name=form.name.data,
                email=form.email.data,
                unit_name=form.unit_name.data,
                duty=form.duty.data,
                months=form.months.data or 0,
                months_a_year=form.months_a_year.data if form.months_a_year else None,
            )
            problems = people.name_member(g.db, proposal, member, g.now)
            if problems is None:
                flash(_asked(member), "success")
                return see_other("applicant.members", number=number)
            form.take(problems)
        status = 422
    failed = undelivered(g.db, proposal.members)
    return _page("applicant/members.html", proposal, form, "members", status, undelivered=failed)


def _asked(member: ProposalMember) -> str:
    """The same whether there is such an account or not."""
    said: str = _(
        "已请%(name)s确认参加。请您同时转告：用邮箱 %(email)s 登录确认，没有账户的先用它注册。",
        name=member.name,
        email=member.email,
    )
    return said


@blueprint.post("/proposals/<int:number>/members/<int:member>/remove")
@signed_in
def remove_member(number: int, member: int) -> Response:
    refused = people.remove_member(g.db, editable(number, "members"), member, g.now)
    say_outcome(refused, _("已移除。"))
    return see_other("applicant.members", number=number)


@blueprint.post("/memberships/<int:number>/<answer>")
@signed_in
def answer_membership(number: int, answer: str) -> Response:
    """Only the named person can answer; for anybody else the membership does not exist, as for
    whoever was named and has been removed."""
    if answer not in ("confirm", "decline"):
        abort(404)
    member = g.db.get(ProposalMember, number)
    if member is None or member.person_id != current_user.person.id:
        return _nobody_asks()
    joins = answer == "confirm"
    done = _("您已确认参加。") if joins else _("您已谢绝参加；须申报人移除后重新列入，方可再答复。")
    say_outcome(people.answer(g.db, member, current_user.person, joins, g.now), done)
    return see_other("applicant.index")


def _nobody_asks() -> Response:
    me = current_user.person
    reason = _(
        "没有等%(name)s（%(email)s）答复的这份参加确认：申报人已将您移出名单，或者它发给了另一个账户。"
        "仍要参加的，请与申报人联系；有另一个账户的，请换用那个账户登录。",
        name=me.name,
        email=me.email,
    )
    title = _("没有记入您的答复")
    page = render_template("applicant/refused.html", title=title, reasons=[reason], draft=None)
    return make_response(page, 404)


@blueprint.route("/proposals/<int:number>/edit/attachments", methods=["GET", "POST"])
@signed_in
def attachments(number: int) -> Response:
    proposal = editable(number, "attachments")
    form = AttachmentForm()
    asked = [
        (file["key"], say(Text(file["zh"], file["en"] or file["zh"])))
        for file in files_asked(proposal.call)
    ]
    form.key.choices = choices([*asked, ("other", _("其他材料"))])
    status = 200
    if form.is_submitted():
        status = _attach(proposal, form) if form.validate() else 422
        if status == 200:
            flash(_("已上传。"), "success")
            return see_other("applicant.attachments", number=number)
    return _page("applicant/attachments.html", proposal, form, "attachments", status)


def _attach(proposal: Proposal, form: AttachmentForm) -> int:
    """The status of the answer; what is wrong is shown beside the field."""
    upload = form.file.data
    found = files.attach(
        g.db,
        proposal,
        form.key.data,
        upload.stream,
        upload.filename or "",
        by=current_user.person,
        now=g.now,
    )
    return 200 if isinstance(found, Attachment) else form.refuse(found, file="file")


@blueprint.post("/proposals/<int:number>/files/<int:attachment>/remove")
@signed_in
def remove_file(number: int, attachment: int) -> Response:
    refused = files.detach(g.db, editable(number, "attachments"), attachment)
    say_outcome(refused, _("已移除。"))
    return see_other("applicant.attachments", number=number)


def _page(
    template: str,
    proposal: Proposal,
    form: MemberForm | AttachmentForm,
    part: str,
    status: int,
    **shown: Any,
) -> Response:
    is_open = may_edit(proposal, part)
    page = render_template(template, case=proposal, form=form, part=part, is_open=is_open, **shown)
    return make_response(page, status)
