"""What was said of a call in consultation, and the office's answer to each comment."""

from __future__ import annotations

from flask import Response, abort, flash, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField

from app.access.guard import holding
from app.access.load import case_or_404
from app.access.roles import OFFICE
from app.models import Call, ConsultationComment
from app.queries.calls.consulting import COMMENTS, comments_of, counted
from app.services.calls import consulting
from app.services.calls.consulting import OUTCOMES, PARTS
from app.web.officer.blueprint import blueprint
from app.web.shared.fields import ParagraphField
from app.web.shared.filters import say
from app.web.shared.forms import Form, Required, choices
from app.web.shared.redirecting import see_other
from app.web.shared.stretches import place, stretch_of
from workflows.roles import Role


class AnswerForm(Form):
    summary = ParagraphField(
        _l("公开的意见摘要"),
        [Required()],
        most=1000,
        description=_l("概括意见的实质，不写能看出是谁提出的内容。"),
    )
    outcome = RadioField(
        _l("是否采纳"),
        [Required()],
        choices=lambda: choices((key, say(label)) for key, label in OUTCOMES.items()),
    )
    reason = ParagraphField(
        _l("理由"),
        [Required()],
        most=1000,
        description=_l("采纳的写明怎样修改；不采纳的写明为什么。"),
    )


@blueprint.get("/calls/<int:number>/comments")
@holding(*OFFICE)
def comments(number: int) -> str:
    call = case_or_404("call", number)
    return render_template(
        "officer/comments.html",
        call=call,
        page=stretch_of(g.db, COMMENTS.narrowed(g.db, comments_of(call), request.args), place()),
        by=COMMENTS,
        counted=counted(g.db, call),
        parts=PARTS,
        outcomes=OUTCOMES,
        answers=Role.PROGRAMME_OFFICER in g.roles,
    )


@blueprint.route("/comments/<int:number>", methods=["GET", "POST"])
@holding(Role.PROGRAMME_OFFICER)
def answer_comment(number: int) -> Response:
    row = g.db.get(ConsultationComment, number)
    if row is None:
        abort(404)
    call: Call = case_or_404("call", row.call_id, Role.PROGRAMME_OFFICER)
    form = AnswerForm()
    if not form.is_submitted():
        return _page(row, form, 200)
    if not form.validate():
        return _page(row, form, 422)
    data = form.data
    typed = consulting.Answer(data["summary"], data["outcome"], data["reason"])
    problems = consulting.answer(g.db, row, typed, current_user.person, g.now)
    if problems is not None:
        form.take(problems)
        return _page(row, form, 409)
    flash(_("已答复；指南批准后随采纳情况公开。"), "success")
    return see_other("officer.comments", number=call.id)


def _page(row: ConsultationComment, form: AnswerForm, status: int) -> Response:
    page = render_template(
        "officer/comment.html", comment=row, form=form, parts=PARTS, outcomes=OUTCOMES
    )
    return make_response(page, status)
