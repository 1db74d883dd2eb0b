"""One expert of the pool, as the expert manager sees them; lapses, and relations as a sheet."""

from __future__ import annotations

from flask import Response, abort, flash, g, make_response, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from wtforms import RadioField

from app.access.guard import holding
from app.models import Expert
from app.queries.review.experts import (
    credit_of,
    fields_by_catalogue,
    rotation_of,
    ties_of,
    whole_expert,
)
from app.services.experts import credit, expert_profile
from app.services.experts.expert_profile import TIE_KINDS
from app.services.experts.expert_sheet import TYPE_LABELS
from app.services.experts.standing import credit_points
from app.services.experts.tie_sheet import COLUMNS, take_ties
from app.web.officer.blueprint import blueprint
from app.web.officer.pool import SheetForm
from app.web.shared.fields import ParagraphField
from app.web.shared.filters import say
from app.web.shared.forms import Form, Required, choices
from app.web.shared.navigation import my_roles
from app.web.shared.redirecting import see_other
from workflows.engine.text import Text
from workflows.parameters import DEFAULTS
from workflows.roles import Role


class CreditForm(Form):
    kind = RadioField(_l("情形"), [Required()])
    reason = ParagraphField(_l("事实"), [Required()], most=500)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = choices((key, say(label)) for key, label in credit.KINDS.items())


@blueprint.get("/experts/<int:number>")
@holding(Role.EXPERT_MANAGER, Role.SUPERVISOR)
def expert(number: int) -> Response:
    return _page(_expert(number), CreditForm(formdata=None), 200)


@blueprint.post("/experts/<int:number>/credit")
@holding(Role.EXPERT_MANAGER)
def record_credit(number: int) -> Response:
    found, form = _expert(number), CreditForm()
    if not form.validate_on_submit():
        return _page(found, form, 422)
    person = current_user.person
    problems = expert_profile.record_lapse(
        g.db, found, form.kind.data, form.reason.data, person, g.now
    )
    if problems is not None:
        form.take(problems)
        return _page(found, form, 422)
    flash(_("已登记。"), "success")
    return see_other("officer.expert", number=number)


@blueprint.route("/experts/ties/import", methods=["GET", "POST"])
@holding(Role.EXPERT_MANAGER)
def import_ties() -> Response:
    form = SheetForm()
    wrong: list[Text] = []
    if form.validate_on_submit():
        answer = take_ties(g.db, form.file.data.stream, current_user.person, g.now)
        if isinstance(answer, int):
            flash(ngettext("已录入 %(num)s 条关系。", "已录入 %(num)s 条关系。", answer), "success")
            return see_other("officer.experts")
        wrong = answer
    page = render_template(
        "officer/import_sheet.html",
        title=_("导入关系"),
        hint=_(
            "xlsx 或 UTF-8 的 CSV。合作、利益填最后一日；亲属、师生填认定日期。"
            "已有的关系不重复录入；录入后立即核对正在进行的评审。"
        ),
        form=form,
        wrong=[say(text) for text in wrong],
        columns=list(COLUMNS.values()),
    )
    return make_response(page, 422 if wrong or form.errors else 200)


def _expert(number: int) -> Expert:
    found = whole_expert(g.db, number)
    if found is None:
        abort(404)
    return found


def _page(found: Expert, form: CreditForm, status: int) -> Response:
    names = dict(fields_by_catalogue(g.db))
    page = render_template(
        "officer/expert.html",
        expert=found,
        type=TYPE_LABELS[found.type],
        fields=[say(names[int(n)]) for n in found.fields if int(n) in names],
        ties=ties_of(g.db, found),
        tie_kinds=TIE_KINDS,
        credit=credit_of(g.db, found),
        credit_kinds=credit.KINDS,
        points=credit_points(g.db, g.now).get(found.id, 0),
        points_most=DEFAULTS["credit_points_most"],
        service=rotation_of(g.db, found),
        form=form,
        may_record=Role.EXPERT_MANAGER in (my_roles() or ()),
    )
    return make_response(page, status)
