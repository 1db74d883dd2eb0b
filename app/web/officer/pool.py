"""The expert pool: the list, and its sheet out and in."""

from __future__ import annotations

from io import BytesIO

from flask import Response, flash, g, make_response, render_template, request
from flask import url_for as url
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user

from app.access.guard import holding
from app.queries.review.experts import pool
from app.services.experts.expert_pool import take_sheet
from app.services.experts.expert_sheet import COLUMNS, TYPE_LABELS, write
from app.services.files.sheets import XLSX
from app.web.officer.blueprint import blueprint
from app.web.shared.downloads import as_download
from app.web.shared.fields import UploadField
from app.web.shared.filters import say
from app.web.shared.forms import Form, Required
from app.web.shared.navigation import my_roles
from app.web.shared.redirecting import see_other
from app.web.shared.stretches import place, stretch_of
from workflows.engine.text import Text
from workflows.roles import Role

_PORTION = 500


class SheetForm(Form):
    file = UploadField(_l("Excel 表格"), [Required()])


@blueprint.get("/experts")
@holding(Role.EXPERT_MANAGER, Role.SUPERVISOR)
def experts() -> str:
    words, chosen = request.args.get("q", "").strip(), request.args.get("type", "")
    page = stretch_of(g.db, pool(words, chosen if chosen in TYPE_LABELS else ""), place())
    return render_template(
        "officer/experts.html",
        page=page,
        types=TYPE_LABELS,
        words=words,
        chosen=chosen,
        roles=my_roles() or (),
    )


@blueprint.get("/experts.xlsx")
@holding(Role.EXPERT_MANAGER, Role.SUPERVISOR)
def expert_sheet() -> Response:
    return as_download(
        BytesIO(write(g.db.scalars(pool().execution_options(yield_per=_PORTION)))),
        XLSX,
        "experts.xlsx",
    )


@blueprint.route("/experts/import", methods=["GET", "POST"])
@holding(Role.EXPERT_MANAGER)
def import_experts() -> Response:
    form = SheetForm()
    wrong: list[Text] = []
    if form.validate_on_submit():
        me, file = current_user.person, form.file.data
        answer = take_sheet(g.db, file.stream, me, g.now)
        if isinstance(answer, int):
            flash(
                ngettext("已录入或更新 %(num)s 名专家。", "已录入或更新 %(num)s 名专家。", answer),
                "success",
            )
            return see_other("officer.experts")
        wrong, form.file.kept = answer, None
    page = render_template(
        "officer/import_sheet.html",
        title=_("导入专家"),
        hint=_(
            "按邮箱识别：已有的专家更新，没有的新增；单位变动时保留原单位记录，回避仍会核对。"
            "可先导出当前专家库作为样表。"
        ),
        sample=url("officer.expert_sheet"),
        form=form,
        wrong=[say(text) for text in wrong],
        columns=list(COLUMNS.values()),
    )
    return make_response(page, 422 if wrong or form.errors else 200)
