"""What one has entered or asked for is confirmed or refused by another, who signs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Response, flash, make_response, render_template
from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from app.services.identity.proposing import REASON_MOST
from app.services.problems import Problems
from app.web.shared.fields import ParagraphField
from app.web.shared.forms import Form, Required, choices
from app.web.shared.proving import prove_identity, signed_form
from app.web.shared.redirecting import see_other
from workflows.engine.text import Text

CONFIRM, REFUSE = "confirm", "refuse"


class AnswerForm(Form):
    answer = RadioField(_l("办理意见"), [Required()])


class ReasonForm(AnswerForm):
    reason = ParagraphField(
        _l("不予同意的理由"),
        most=REASON_MOST,
        description=_l("不予同意时填写，提出、录入的人和当事人可见。"),
    )


@dataclass(frozen=True, slots=True)
class Question:
    """`asked` is what the template shows; `closed` says why nobody answers, if so. `decide` gets
    whether it is confirmed, and the reason; it returns what is told of it. `back`: the
    page on which it is one of many."""

    template: str
    asked: object
    closed: Text | None
    answers: Sequence[tuple[str, str]]
    decide: Callable[[bool, str], Problems | str]
    back: str
    form: type[AnswerForm] = ReasonForm


def put(question: Question) -> Response:
    form = signed_form(question.form)
    form.answer.choices = choices(question.answers)
    if not form.is_submitted():
        return _page(form, question, 200)
    if not form.validate() or prove_identity(form) is None:
        return _page(form, question, 422)
    told = question.decide(form.answer.data == CONFIRM, form.data.get("reason") or "")
    if isinstance(told, Problems):
        form.take(told)
        return _page(form, question, 409)
    flash(told, "success")
    return see_other(question.back)


def _page(form: AnswerForm, question: Question, status: int) -> Response:
    page = render_template(
        question.template, form=form, asked=question.asked, closed=question.closed
    )
    return make_response(page, status)
