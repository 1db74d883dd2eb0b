"""Results of a project (成果登记), registered by its leader or its unit."""

from __future__ import annotations

from flask import Response, g, make_response, render_template
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import BooleanField, SelectField
from wtforms.validators import Optional

from app.access.guard import signed_in
from app.access.load import case_or_404
from app.models import Project
from app.services.accepting import results as service
from app.services.problems import Problems
from app.web.acceptance.blueprint import blueprint
from app.web.shared.fields import DayField, LineField
from app.web.shared.filters import say
from app.web.shared.forms import Form, Required, choices
from app.web.shared.redirecting import see_other
from workflows.roles import Role

_MAY_REGISTER = (Role.APPLICANT, Role.UNIT_ADMIN)


class ResultForm(Form):
    kind = SelectField(_l("成果类别"))
    title = LineField(_l("成果名称"), [Required()], most=200)
    number = LineField(_l("编号（专利号、DOI、登记号）"), [Required()], most=80)
    holder = LineField(_l("权利人"), most=200)
    registered_on = DayField(_l("授权、发表或登记日期"), [Optional()])
    cites_project = BooleanField(_l("成果上已标注项目编号"))

    def ready(self) -> ResultForm:
        self.kind.choices = choices((key, say(words)) for key, words in service.KINDS.items())
        return self


@blueprint.get("/projects/<int:number>/results")
@signed_in
def results(number: int) -> Response:
    project: Project = case_or_404("project", number)
    return _page(project, ResultForm(formdata=None).ready(), 200)


@blueprint.post("/projects/<int:number>/results")
@signed_in
def register(number: int) -> Response:
    project: Project = case_or_404("project", number, *_MAY_REGISTER)
    form = ResultForm().ready()
    if not form.validate():
        return _page(project, form, 422)
    typed = service.Registered(
        form.kind.data,
        form.title.data,
        form.number.data,
        form.holder.data,
        form.registered_on.data,
        form.cites_project.data,
    )
    answer = service.register(g.db, project, typed, current_user.person, g.now)
    if isinstance(answer, Problems):
        form.take(answer)
        return _page(project, form, 422)
    return see_other("acceptance.results", number=number)


def _page(project: Project, form: ResultForm, status: int) -> Response:
    may = bool(g.roles & set(_MAY_REGISTER)) and project.state in service.OPEN_TO_RESULTS
    page = render_template(
        "acceptance/results.html",
        project=project,
        form=form if may else None,
        results=service.of_project(g.db, project),
        kinds=service.KINDS,
    )
    return make_response(page, status)
