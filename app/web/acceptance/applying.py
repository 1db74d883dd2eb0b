"""The leader's application: begun early or by the clock, written, files attached."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, flash, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField

from app.access.guard import signed_in
from app.access.load import case_or_404
from app.models import Acceptance, AcceptanceFile, Project
from app.numbers import row_number
from app.services.accepting import applying as service
from app.services.contracts.drafting import targets_in_force
from app.services.editing import edition_of
from app.services.milestones.targets import metrics_of
from app.services.problems import Problems
from app.web.acceptance.blueprint import blueprint
from app.web.shared.fields import LineField, ParagraphField, UploadField
from app.web.shared.filters import said_by_field, say
from app.web.shared.forms import Needed, choices
from app.web.shared.redirecting import see_other
from app.web.shared.shared_forms import SharedForm
from app.web.shared.typed import text_typed
from workflows.roles import Role


class ApplicationForm(SharedForm):
    """One form, so that nothing typed is lost when a file is sent. The values reached are read
    beside it, one row a metric."""

    summary = ParagraphField(_l("完成情况总结"), [Needed()], most=5000)
    data_receipt = LineField(_l("科学数据汇交凭证号"), [Needed()], most=200)
    key = SelectField(_l("材料类别"), default="report")
    file = UploadField(
        _l("文件"), description=_l("选好文件后保存，即列入材料；同类材料以后一份为准。")
    )

    def ready(self) -> ApplicationForm:
        self.key.choices = choices((key, say(words)) for key, words in service.FILES.items())
        return self


@blueprint.post("/projects/<int:number>/acceptance")
@signed_in
def begin(number: int) -> Response:
    project: Project = case_or_404("project", number, Role.APPLICANT)
    answer = service.begin_for(g.db, project, current_user.person, g.now)
    if isinstance(answer, Problems):
        for words in answer.by_field.values():
            flash(say(words), "warning")
        return see_other("dossier.project", number=number)
    return see_other("acceptance.edit", number=answer.id)


@blueprint.route("/acceptances/<int:number>/edit", methods=["GET", "POST"])
@signed_in
def edit(number: int) -> Response:
    case: Acceptance = case_or_404("acceptance", number, Role.APPLICANT, to_write=True)
    closed = service.closed_to_writing(case)
    if request.method == "GET":
        if closed is not None:
            flash(say(closed), "warning")
            return see_other("acceptance.acceptance", number=number)
        form = ApplicationForm(formdata=None, obj=case)
        form.reopen(edition_of(service.stored(case)))
        return _page(case, form, _kept(case), 200)
    form, typed = ApplicationForm().ready(), dict(request.form)
    before = service.stored(case)
    if not form.validate():
        return _page(case, form, typed, 422)
    problems = service.save(g.db, case, _written(case, form)) or _removed(case)
    if problems is not None:
        form.take(problems)
        return _page(case, form, typed, 409 if closed else 422, problems)
    if refused := _attached(case, form):
        return _page(case, form, typed, refused)
    if form.refuse_if_newer(before, service.stored(case), current_user.person.id):
        return _page(case, form, typed, 409)
    flash(_("已保存。"), "success")
    return see_other("acceptance.edit", number=number)


def _written(case: Acceptance, form: ApplicationForm) -> service.Written:
    keys = [str(metric.id) for metric in metrics_of(g.db, case)]
    return service.Written(
        form.summary.data,
        form.data_receipt.data,
        {key: text_typed(f"value-{key}") for key in keys},
        {key: text_typed(f"report-{key}") for key in keys},
    )


def _removed(case: Acceptance) -> Problems | None:
    meant = row_number(request.form.get("remove", ""))
    return None if meant is None else service.detach(g.db, case, meant)


def _attached(case: Acceptance, form: ApplicationForm) -> int | None:
    """The HTTP status of the refusal, where the file that came is not taken."""
    upload = form.file.data
    if not upload:
        return None
    by, name = current_user.person, upload.filename or ""
    answer = service.attach(g.db, case, form.key.data, upload.stream, name, by=by, now=g.now)
    return None if isinstance(answer, AcceptanceFile) else form.refuse(answer, file="file")


def _kept(case: Acceptance) -> dict[str, str]:
    values = {f"value-{key}": kept["value"] for key, kept in case.actuals.items()}
    return values | {f"report-{key}": kept["report"] for key, kept in case.actuals.items()}


def _page(
    case: Acceptance,
    form: ApplicationForm,
    typed: Mapping[str, str],
    status: int,
    problems: Problems | None = None,
) -> Response:
    page = render_template(
        "acceptance/edit.html",
        case=case,
        form=form.ready(),
        typed=typed,
        wrong=said_by_field(problems) if problems else {},
        metrics=metrics_of(g.db, case),
        targets=targets_in_force(g.db, case.project),
        files=service.FILES,
        gaps=() if service.closed_to_writing(case) else service.gaps(g.db, case),
    )
    return make_response(page, status)
