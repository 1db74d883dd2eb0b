"""Lists of cases and of sanctions, and a clue that supervision itself came upon."""

from __future__ import annotations

from flask import Response, g, make_response, render_template, request
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.access.guard import holding
from app.models import IntegrityCase
from app.queries.integrity import CASES, cases_for, sanctions
from app.services.integrity.clues import Clue, record_clue
from app.web.integrity.blueprint import INSIDE, blueprint
from app.web.shared.fields import LineField, ParagraphField
from app.web.shared.forms import Form, Required
from app.web.shared.redirecting import see_other
from app.web.shared.stretches import place, stretch_of
from workflows.engine.calendar import local_date
from workflows.integrity import GRADES
from workflows.roles import Role


class OwnClueForm(Form):
    subject = LineField(_l("反映对象（人或单位）"), [Required()], most=200)
    when_and_where = LineField(_l("时间、项目或场合"), [Required()], most=300)
    act = ParagraphField(_l("具体事实"), [Required()], most=5000)


@blueprint.get("")
@holding(*INSIDE)
def index() -> str:
    listed = CASES.narrowed(g.db, cases_for(current_user.person), request.args)
    page = stretch_of(g.db, listed, place())
    return render_template("integrity/index.html", page=page, by=CASES)


@blueprint.get("/sanctions")
@holding(*INSIDE)
def sanction_list() -> str:
    """In force and over: a sanction expires, its record stays."""
    page = stretch_of(g.db, sanctions(current_user.person), place())
    return render_template(
        "integrity/sanctions.html", page=page, grades=GRADES, today=local_date(g.now)
    )


@blueprint.route("/new", methods=["GET", "POST"])
@holding(Role.SUPERVISOR)
def new() -> Response:
    form = OwnClueForm()
    if not form.is_submitted():
        return _page(form, 200)
    if not form.validate():
        return _page(form, 422)
    clue = Clue(form.subject.data, form.act.data, form.when_and_where.data)
    answer = record_clue(g.db, clue, current_user.person, g.now)
    if not isinstance(answer, IntegrityCase):
        form.take(answer)
        return _page(form, 422)
    return see_other("integrity.case", number=answer.id)


def _page(form: OwnClueForm, status: int) -> Response:
    return make_response(render_template("integrity/new.html", form=form), status)
