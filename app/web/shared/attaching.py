"""Files of a case: added and withdrawn by whose case it is, read by whom `app.access` lets."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, flash, g, make_response, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.access.attached import readable
from app.access.guard import signed_in
from app.access.load import case_or_404
from app.models import Case, Evidence
from app.services.files import attaching
from app.services.files.attaching import ATTACHING
from app.web.shared.downloads import download
from app.web.shared.fields import UploadField
from app.web.shared.filters import say
from app.web.shared.forms import Form, Required
from app.web.shared.links import url_for_case
from app.web.shared.redirecting import see_other, to_path
from workflows.roles import Role

blueprint = Blueprint("attaching", __name__)

_PATH = "/cases/<kind>/<int:number>/files"


class FileForm(Form):
    file = UploadField(_l("文件"), [Required()])


@blueprint.route(f"{_PATH}/add", methods=["GET", "POST"])
@signed_in
def add(kind: str, number: int) -> Response:
    case, form = _own(kind, number), FileForm()
    if not form.is_submitted():
        return _page(case, form, 200 if attaching.is_open(case) else 409)
    if not form.validate():
        return _page(case, form, 422)
    sent = form.file.data
    answer = attaching.attach(
        g.db, case, sent.stream, sent.filename or "", by=current_user.person, now=g.now
    )
    if not isinstance(answer, Evidence):
        return _page(case, form, form.refuse(answer, file="file"))
    flash(_("文件已上传。"), "success")
    return see_other("attaching.add", kind=kind, number=number)


@blueprint.post(f"{_PATH}/<int:file>/withdraw")
@signed_in
def withdraw(kind: str, number: int, file: int) -> Response:
    case = _own(kind, number)
    problems = attaching.withdraw(g.db, case, _file(case, file), by=current_user.person, now=g.now)
    if problems is not None:
        flash(say(problems.by_field[""]), "warning")
        return to_path(url_for_case(kind, number))
    return see_other("attaching.add", kind=kind, number=number)


@blueprint.get(f"{_PATH}/<int:file>")
@signed_in
def read(kind: str, number: int, file: int) -> Response:
    return download(_file(_case(kind, number), file))


def attached(case: Case) -> dict[str, Any]:
    """What the page of a case shows of its files, to whoever holds these roles on it."""
    rule = ATTACHING[case.kind]
    return {
        "files": readable(g.db, case, g.roles),
        "what": rule.what,
        "may_attach": rule.by in g.roles and attaching.is_open(case),
    }


def _own(kind: str, number: int) -> Any:
    return _case(kind, number, ATTACHING[kind].by if kind in ATTACHING else None)


def _case(kind: str, number: int, role: Role | None = None) -> Any:
    if kind not in ATTACHING:
        abort(404)
    return case_or_404(kind, number, *((role,) if role else ()))


def _file(case: Case, number: int) -> Evidence:
    found = next((file for file in readable(g.db, case, g.roles) if file.id == number), None)
    return found or abort(404)


def _page(case: Case, form: FileForm, status: int) -> Response:
    page = render_template(
        "attachments/add.html",
        case=case,
        form=form,
        files=readable(g.db, case, g.roles),
        what=ATTACHING[case.kind].what,
        is_open=attaching.is_open(case),
    )
    return make_response(page, status)
