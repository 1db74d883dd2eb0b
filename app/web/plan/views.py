"""Programmes, catalogues, regions, indicators; tasks with whom they rest on; the evaluation sheet.

Sums of money are for the office: of a programme with one project they would tell its amount.
"""

from __future__ import annotations

import re

from flask import Blueprint, Response, abort, flash, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField

from app.access.guard import holding, open_to_all
from app.models import PlanTask
from app.pictures.coverage import catalogues_picture, programmes_picture
from app.pictures.picture import Picture
from app.plan.indicators import load_indicators
from app.plan.loader import load_plan
from app.queries.figures import plan as figures
from app.queries.figures import plan_tasks
from app.services.accepting.results import KINDS
from app.services.plan import plan_indicators
from app.services.problems import Problems
from app.web.shared.aside import hidden_from_me
from app.web.shared.fields import LineField, WholeField
from app.web.shared.filters import say
from app.web.shared.forms import Form, Required, choices
from app.web.shared.navigation import Entry, my_roles
from app.web.shared.open_files import open_file
from app.web.shared.pictures import as_file
from app.web.shared.redirecting import see_other
from app.web.shared.stretches import place, stretch_of
from app.web.shared.wording import language
from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.roles import Role

blueprint = Blueprint("plan", __name__)

_NUMBER = re.compile("[0-9]{1,9}")

READERS = (
    Role.PLANNING_OFFICER,
    Role.PROGRAMME_OFFICER,
    Role.DECISION_MAKER,
    Role.SUPERVISOR,
    Role.DISCIPLINE,
    Role.FINANCE,
)

NAVIGATION = (
    Entry(Text("规划进展", "Plan progress"), "plan.index"),
    Entry(
        Text("规划实施", "Plan implementation"),
        "plan.office",
        frozenset(READERS),
        Text(
            "专项、任务清单、指标与第三方评估",
            "Programmes, task list, indicators and third-party evaluation",
        ),
    ),
)


class ReadingForm(Form):
    number = SelectField(_l("指标"), coerce=int)
    year = WholeField(_l("年份"), [Required()])
    value = LineField(_l("指标值"), [Required()], most=40)
    source = LineField(_l("数据来源"), [Required()], most=200)

    def ready(self) -> ReadingForm:
        self.number.choices = choices((i.number, say(i.name)) for i in load_indicators())
        return self


@blueprint.get("/plan")
@open_to_all
def index() -> str:
    return render_template(
        "plan/index.html",
        plan=figures.plan_of(g.db),
        programmes=figures.by_programme(g.db),
        drawn=_coverage(),
        indicators=load_indicators(),
        readings=figures.readings(g.db),
        results=figures.result_counts(g.db),
        kinds=KINDS,
    )


@blueprint.get("/plan/<any(programmes, catalogues):which>.<any(svg, xlsx):form>")
@open_to_all
@open_file
def coverage_file(which: str, form: str) -> Response:
    return as_file(_coverage()[which], form)


@blueprint.get("/office/plan")
@holding(*READERS)
def office() -> Response:
    form = ReadingForm(formdata=None, data={"year": local_date(g.now).year}).ready()
    return _office(form, 200)


@blueprint.post("/office/plan/indicators")
@holding(Role.PLANNING_OFFICER)
def record() -> Response:
    form = ReadingForm().ready()
    if not form.validate():
        return _office(form, 422)
    answer = plan_indicators.record(
        g.db,
        form.number.data,
        form.year.data,
        form.value.data,
        form.source.data,
        current_user.person,
        g.now,
    )
    if isinstance(answer, Problems):
        form.take(answer)
        return _office(form, 422)
    flash(_("已登记指标进展。"), "success")
    return see_other("plan.office")


@blueprint.get("/office/plan/tasks")
@holding(*READERS)
def tasks() -> str:
    """The tasks of the plan, with what serves each and whom it rests on."""
    only_gaps = request.args.get("gaps") == "1"
    page = stretch_of(g.db, plan_tasks.plan_tasks(only_gaps=only_gaps), place())
    return render_template(
        "plan/tasks.html",
        page=page,
        rows=plan_tasks.served(g.db, page.rows, hidden_from_me()),
        only_gaps=only_gaps,
    )


@blueprint.get("/office/plan/projects")
@holding(*READERS)
def projects() -> str:
    task = _task_asked_for()
    found = figures.tasks(hidden_from_me(), task)
    stretch = stretch_of(g.db, found, place())
    return render_template("plan/projects.html", stretch=stretch, task=task)


def _task_asked_for() -> PlanTask | None:
    number = request.args.get("task", "")
    if not number:
        return None
    found: PlanTask | None = g.db.get(PlanTask, int(number)) if _NUMBER.fullmatch(number) else None
    if found is None:
        abort(404)
    return found


def _office(form: ReadingForm, status: int) -> Response:
    page = render_template(
        "plan/office.html",
        least=load_plan().plan,
        programmes=figures.by_programme(g.db),
        regions=figures.by_region(g.db),
        drawn=_coverage(),
        indicators=load_indicators(),
        readings=figures.readings(g.db),
        form=form if Role.PLANNING_OFFICER in (my_roles() or ()) else None,
    )
    return make_response(page, status)


def _coverage() -> dict[str, Picture]:
    """What is worked on of the catalogues, for everybody."""
    locale = language()
    return {
        "programmes": programmes_picture(figures.reach_of_programmes(g.db), locale),
        "catalogues": catalogues_picture(figures.coverage(g.db), locale),
    }
