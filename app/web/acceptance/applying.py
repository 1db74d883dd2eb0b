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
from app.services.accepting import applying as service
from app.services.contracts.drafting import targets_in_force
from app.services.milestones.targets import metrics_of
from app.services.problems import Problems
from app.web.acceptance.blueprint import blueprint
from app.web.shared.filters import say
from app.web.shared.forms import Form, LineField, ParagraphField, Required, UploadField, choices
from app.web.shared.redirecting import see_other
from workflows.roles import Role


class ApplicationForm(Form):
    """The values reached are read beside the form, one row a metric."""

    summary = ParagraphField(_l("完成情况总结"), most=5000)
    data_receipt = LineField(_l("科学数据汇交凭证号"), most=200)


class AcceptanceFileForm(Form):
    key = SelectField(_l("材料类别"))
    file = UploadField(_l("文件"), [Required()])

    def ready(self) -> AcceptanceFileForm:
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
    case: Acceptance = case_or_404("acceptance", number, Role.APPLICANT)
    closed = service.closed_to_writing(case)
    if request.method == "GET":
        if closed is not None:
            flash(say(closed), "warning")
            return see_other("acceptance.acceptance", number=number)
        form = ApplicationForm(formdata=None, obj=case)
        return _page(case, form, _kept(case), 200)
    form, typed = ApplicationForm(), dict(request.form)
    if not form.validate():
        return _page(case, form, typed, 422)
    keys = [str(metric.id) for metric in metrics_of(g.db, case)]
    written = service.Written(
        form.summary.data,
        form.data_receipt.data,
        {key: typed.get(f"value-{key}", "") for key in keys},
        {key: typed.get(f"report-{key}", "") for key in keys},
    )
    problems = service.save(g.db, case, written)
    if problems is not None:
        form.take(problems)
        return _page(case, form, typed, 409 if closed else 422)
    flash(_("已保存。"), "success")
    return see_other("acceptance.edit", number=number)


@blueprint.post("/acceptances/<int:number>/files")
@signed_in
def attach(number: int) -> Response:
    case: Acceptance = case_or_404("acceptance", number, Role.APPLICANT)
    form = AcceptanceFileForm().ready()
    plain = ApplicationForm(formdata=None, obj=case)
    if not form.validate():
        return _page(case, plain, _kept(case), 422, form)
    upload = form.file.data
    answer = service.attach(
        g.db,
        case,
        form.key.data,
        upload.stream,
        upload.filename or "",
        by=current_user.person,
        now=g.now,
    )
    if not isinstance(answer, AcceptanceFile):
        return _page(case, plain, _kept(case), form.refuse(answer, file="file"), form)
    return see_other("acceptance.edit", number=number)


def _kept(case: Acceptance) -> dict[str, str]:
    values = {f"value-{key}": kept["value"] for key, kept in case.actuals.items()}
    return values | {f"report-{key}": kept["report"] for key, kept in case.actuals.items()}


def _page(
    case: Acceptance,
    form: ApplicationForm,
    typed: Mapping[str, str],
    status: int,
    attached: AcceptanceFileForm | None = None,
) -> Response:
    page = render_template(
        "acceptance/edit.html",
        case=case,
        form=form,
        typed=typed,
        attached=attached or AcceptanceFileForm(formdata=None).ready(),
        metrics=metrics_of(g.db, case),
        targets=targets_in_force(g.db, case.project),
        files=service.FILES,
        gaps=() if service.closed_to_writing(case) else service.gaps(g.db, case),
    )
    return make_response(page, status)
