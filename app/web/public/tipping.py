"""Tell supervision of a breach of integrity: by name or without, with clear facts."""

from __future__ import annotations

from flask import Response, g, make_response, render_template, request
from flask_babel import lazy_gettext as _l

from app.access.guard import open_to_all
from app.models import IntegrityCase
from app.services.integrity.clues import Clue, Upload, file_clue
from app.web.public.views import blueprint
from app.web.shared.fields import LineField, ParagraphField, PlainUploadField
from app.web.shared.forms import Form, Required


class TipForm(Form):
    subject = LineField(_l("反映对象（人或单位）"), [Required()], most=200)
    when_and_where = LineField(_l("时间、项目或场合"), [Required()], most=300)
    act = ParagraphField(_l("具体事实"), [Required()], most=5000)
    evidence = PlainUploadField(
        _l("证据材料"), description=_l("PDF、docx、xlsx、PNG、JPEG 或 ZIP；多份请打包。")
    )
    informant = LineField(_l("您的姓名"), most=120)
    contact = LineField(_l("联系方式"), most=200)


@blueprint.route("/integrity-tips", methods=["GET", "POST"])
@open_to_all
def tip() -> Response:
    form = TipForm()
    if not form.is_submitted():
        return _page(form, 200)
    if not form.validate():
        return _page(form, 422)
    data = form.data
    clue = Clue(
        *(data["subject"], data["act"], data["when_and_where"]),
        *(data["informant"], data["contact"]),
    )
    upload = form.evidence.data
    brought = Upload(upload.stream, upload.filename) if upload and upload.filename else None
    answer = file_clue(
        g.db,
        clue,
        brought,
        g.now,
        address=request.remote_addr or "",
    )
    if not isinstance(answer, IntegrityCase):
        return _page(form, form.refuse(answer, file="evidence"))
    return make_response(render_template("public/tip_filed.html", code=answer.receipt_code), 201)


def _page(form: TipForm, status: int) -> Response:
    return make_response(render_template("public/tip.html", form=form), status)
