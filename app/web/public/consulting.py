"""A call in consultation: its text, a form for comments, and afterwards what became of them."""

from __future__ import annotations

from secrets import token_hex

from flask import Response, abort, g, make_response, render_template, request
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.widgets import HiddenInput

from app.access.guard import open_to_all
from app.models import Call, ConsultationComment
from app.queries.calls.consulting import answers_of, consulted, items_consulted
from app.queries.calls.portal import letters_of_call
from app.services.awarding.feedback import rule_in_words
from app.services.calls import consulting
from app.services.calls.consulting import OUTCOMES, PARTS
from app.services.calls.rules import who_may_apply
from app.services.review.blinding import files_asked
from app.web.public.views import blueprint
from app.web.shared.fields import LineField, ParagraphField
from app.web.shared.filters import say
from app.web.shared.forms import Form, Required, choices
from app.web.shared.session import reader
from app.web.shared.stretches import place, stretch_of


class CommentForm(Form):
    part = SelectField(
        _l("针对"), choices=lambda: choices((key, say(label)) for key, label in PARTS.items())
    )
    text = ParagraphField(
        _l("意见和修改建议"),
        [Required()],
        most=2000,
        description=_l("答复时公开摘要和采纳情况，不公开是谁提出的。请勿写入涉密内容。"),
    )
    sender = LineField(
        _l("姓名或单位"), most=120, description=_l("只有主办人能看到，便于核实；可以不填。")
    )
    contact = LineField(_l("联系方式"), most=200)
    sending = LineField(most=64, widget=HiddenInput(), default=lambda: token_hex(16))


@blueprint.route("/calls/<int:number>/consultation", methods=["GET", "POST"])
@open_to_all
def consultation(number: int) -> Response:
    call = consulted(g.db, number)
    if call is None:
        abort(404)
    form = CommentForm()
    if not form.is_submitted():
        return _page(call, form, 200)
    if not form.validate():
        return _page(call, form, 422)
    data = form.data
    made = consulting.comment(
        g.db,
        call,
        consulting.Comment(
            *(data["part"], data["text"], data["sender"], data["contact"]),
            sending=data["sending"] or "",
        ),
        person=reader(),
        address=request.remote_addr or "",
        now=g.now,
    )
    if not isinstance(made, ConsultationComment):
        form.take(made)
        return _page(call, form, 422 if any(made.by_field) else 409)
    page = render_template("public/comment_filed.html", comment=made, call=call)
    return make_response(page, 201)


def _page(call: Call, form: CommentForm, status: int) -> Response:
    is_over, until = call.state != "consulting", consulting.ends_at(g.db, call)
    page = render_template(
        "public/consultation.html",
        call=call,
        form=form,
        open_until=until if until and g.now < until else None,
        limits=who_may_apply(call),
        ranked_by=rule_in_words(call),
        files=files_asked(call),
        items=None if is_over else stretch_of(g.db, items_consulted(call), place("items")),
        answers=stretch_of(g.db, answers_of(call), place()) if is_over else None,
        parts=PARTS,
        outcomes=OUTCOMES,
        letters=letters_of_call(g.db, call),
    )
    return make_response(page, status)
