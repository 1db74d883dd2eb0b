"""The outbox of a call: what has not gone yet, and one message of it in its officer's hands."""

from __future__ import annotations

from dataclasses import fields

from flask import Response, abort, flash, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import BooleanField

from app.access.guard import holding
from app.access.load import case_or_404
from app.models import Call, Message
from app.queries.administering.outbox import (
    behind,
    going,
    held,
    held_before,
    one_not_yet_gone,
    undelivered,
    why_undelivered,
)
from app.services.calls import outbox as service
from app.services.editing import edition_of
from app.services.problems import Problems
from app.web.officer.blueprint import blueprint
from app.web.shared.fields import LineField, ParagraphField
from app.web.shared.forms import Required
from app.web.shared.redirecting import see_other
from app.web.shared.shared_forms import SharedForm
from app.web.shared.stretches import place, stretch_of
from workflows.roles import Role


class MessageForm(SharedForm):
    subject = LineField(_l("标题"), [Required()], most=300)
    body = ParagraphField(_l("正文"), [Required()], most=5000)
    subject_en = LineField(_l("英文标题"), most=600)
    body_en = ParagraphField(_l("英文正文"), most=5000)
    rest_holds = BooleanField(_l("另一种语言的文字仍与此相符"))
    reason = LineField(_l("理由"), [Required()], most=300)


@blueprint.get("/calls/<int:number>/outbox")
@holding(Role.PROGRAMME_OFFICER)
def outbox(number: int) -> str:
    case: Call = case_or_404("call", number, Role.PROGRAMME_OFFICER)
    mine = g.db, case, current_user.person, g.now
    failed = stretch_of(g.db, undelivered(*mine), place("failed"))
    kept = stretch_of(g.db, held(*mine), place("held"))
    return render_template(
        "officer/outbox.html",
        case=case,
        going=stretch_of(g.db, going(*mine), place()),
        held=kept,
        behind=behind(g.db, kept.rows),
        failed=failed,
        reasons=why_undelivered(g.db, failed.rows),
    )


@blueprint.route("/calls/<int:number>/outbox/<int:message>", methods=["GET", "POST"])
@holding(Role.PROGRAMME_OFFICER)
def message(number: int, message: int) -> Response:
    """The button pressed says what is done: a key of `_ACTS`."""
    case: Call = case_or_404("call", number, Role.PROGRAMME_OFFICER, to_write=True)
    row = one_not_yet_gone(g.db, case, current_user.person, message, g.now)
    if row is None:
        abort(404)
    before, last = service.stored(row), service.last_act(g.db, row)
    form = MessageForm(obj=row, data={"edition": edition_of(before)})
    if not form.is_submitted():
        return _page(case, row, form, 200)
    do = _ACTS.get(request.form.get("do", ""))
    if do is None:
        abort(400)
    if not form.validate():
        return _page(case, row, form, 422)
    act = service.Act(current_user.person, form.reason.data or "", g.now)
    problems = do(row, act, form)
    if problems is not None:
        form.take(problems)
        return _page(case, row, form, 409 if "" in problems.by_field else 422)
    if form.refuse_if_newer(before, service.stored(row), *last):
        return _page(case, row, form, 409)
    flash(_("已办理，并记入指南的流转记录。"), "success")
    return see_other("officer.outbox", number=number)


def _page(case: Call, row: Message, form: MessageForm, status: int) -> Response:
    page = render_template(
        "officer/message.html",
        case=case,
        message=row,
        form=form,
        first=held_before(g.db, row),
        waits=behind(g.db, [row]).get(row.id),
    )
    return make_response(page, status)


def _typed(form: MessageForm) -> service.Words:
    return service.Words(*(form[field.name].data or "" for field in fields(service.Words)))


def _edit(row: Message, act: service.Act, form: MessageForm) -> Problems | None:
    return service.edit(g.db, row, act, _typed(form), rest_holds=form.rest_holds.data)


def _hold(row: Message, act: service.Act, form: MessageForm) -> Problems | None:
    return _keep(row, act, form) or service.hold(g.db, row, act)


def _release(row: Message, act: service.Act, form: MessageForm) -> Problems | None:
    return _keep(row, act, form) or service.release(g.db, row, act)


def _cancel(row: Message, act: service.Act, _form: MessageForm) -> Problems | None:
    return service.cancel(g.db, row, act)


def _keep(row: Message, act: service.Act, form: MessageForm) -> Problems | None:
    """What was typed is not lost by holding or sending it."""
    return _edit(row, act, form) if service.are_other(row, _typed(form)) else None


_ACTS = {"edit": _edit, "hold": _hold, "release": _release, "cancel": _cancel}
