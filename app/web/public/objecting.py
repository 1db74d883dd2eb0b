"""File a real-name objection to a proposal on notice."""

from __future__ import annotations

from flask import Response, abort, g, make_response, render_template, request
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from app.access.guard import open_to_all
from app.models import NoticeItem, Objection
from app.queries.calls.notices import item_of
from app.queries.calls.portal import public_notice
from app.services.awarding.noticing import (
    Paper,
    Statement,
    file_objection,
    missing_of_a_unit,
    takes_objections,
)
from app.services.problems import Problems
from app.web.public.views import blueprint
from app.web.shared.fields import LineField, ParagraphField, PlainUploadField
from app.web.shared.forms import Form, Required
from app.web.shared.session import reader


class ObjectionForm(Form):
    name = LineField(_l("真实姓名"), [Required()], most=120)
    contact = LineField(_l("联系方式"), [Required()], most=200)
    unit = LineField(_l("单位"), most=200)
    representative = LineField(_l("法定代表人姓名"), most=120)
    affirms = BooleanField(_l("法定代表人确认：以本单位名义提出异议，并对其真实性负责"))
    paper = PlainUploadField(
        _l("法定代表人签字并加盖公章的异议书"), description=_l("PDF 或 JPEG 扫描件。")
    )
    text = ParagraphField(_l("事实与理由"), [Required()], most=5000)
    evidence = PlainUploadField(
        _l("证据材料"),
        [Required()],
        description=_l("PDF、docx、xlsx、PNG、JPEG 或 ZIP；多份请打包。"),
    )


@blueprint.route("/notices/<int:number>/items/<int:item>/object", methods=["GET", "POST"])
@open_to_all
def objection(number: int, item: int) -> Response:
    notice = public_notice(g.db, number)
    found = item_of(g.db, notice, item) if notice else None
    if found is None:
        abort(404)
    form = ObjectionForm()
    if not form.is_submitted():
        is_taken = takes_objections(found.notice, g.now) and found.still_stands
        return _page(found, form if is_taken else None, 200)
    if not form.validate():
        form.take(Problems(missing_of_a_unit(_statement(form))))
        return _page(found, form, 422)
    return _file(found, form)


def _statement(form: ObjectionForm) -> Statement:
    paper = form.paper.data
    return Statement(
        *(form.name.data, form.contact.data, form.unit.data, form.text.data),
        representative=form.representative.data,
        affirms=form.affirms.data,
        paper=Paper(paper.stream, paper.filename or "") if paper else None,
    )


def _file(item: NoticeItem, form: ObjectionForm) -> Response:
    upload = form.evidence.data
    answer = file_objection(
        g.db,
        item,
        _statement(form),
        upload.stream,
        upload.filename or "",
        person=reader(),
        now=g.now,
        address=request.remote_addr or "",
    )
    if not isinstance(answer, Objection):
        return _page(item, form, form.refuse(answer, file="evidence"))
    return make_response(render_template("public/objection_filed.html", objection=answer), 201)


def _page(item: NoticeItem, form: ObjectionForm | None, status: int) -> Response:
    """Without a form once the notice is over or the item has left it; who sends one too late keeps
    what was typed."""
    is_running = takes_objections(item.notice, g.now)
    page = render_template("public/object.html", item=item, form=form, is_running=is_running)
    return make_response(page, status)
