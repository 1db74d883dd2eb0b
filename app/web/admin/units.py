"""Units: the list, those that are asked for, and entering one."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField

from app.access.guard import holding
from app.models import UnitEntry
from app.queries.experts import unit_named
from app.queries.units import entries_waiting, recommenders, units
from app.services.identity import unit_entries
from app.services.identity.unit_entries import ELSEWHERE, UNIT_KINDS, Standing, Unit
from app.services.open_call.needs import PROVINCE_CITIES
from app.services.problems import Problems
from app.web.admin.blueprint import blueprint
from app.web.shared.filters import say
from app.web.shared.forms import DayField, Form, LineField, ParagraphField, Required, choices
from app.web.shared.redirecting import see_other
from app.web.shared.stretches import place, stretch_of
from workflows.engine.text import Text
from workflows.roles import Role


class EntryForm(Form):
    unit = LineField(_l("单位全称"), [Required()], most=200)
    credit_code = LineField(_l("统一社会信用代码"), [Required()], most=40)
    unit_kind = SelectField(
        _l("单位类型"),
        choices=lambda: choices((key, say(label)) for key, label in UNIT_KINDS.items()),
    )
    city = SelectField(
        _l("所在设区市"),
        choices=lambda: choices(
            (*((city, city) for city in PROVINCE_CITIES), (ELSEWHERE, _l("省外")))
        ),
    )
    recommender = SelectField(_l("推荐单位"))
    registered_on = DayField(_l("成立（登记）日期"), description=_l("用于核对指南的成立年限。"))
    parent = LineField(
        _l("控股单位"), most=200, description=_l("系统中的单位全称；用于核对揭榜的关联关系。")
    )

    def typed(self) -> Unit:
        data = self.data
        return Unit(data["unit"], data["unit_kind"], data["credit_code"], data["city"])


class RefusalForm(Form):
    reason = ParagraphField(
        _l("不予登记的理由"),
        [Required()],
        most=500,
        description=_l("申请人会读到。例如：单位已登记，全称为……。"),
    )


@blueprint.get("/units")
@holding(Role.SYS_ADMIN)
def unit_list() -> str:
    search = request.args.get("q", "").strip()
    return render_template(
        "admin/units.html",
        page=stretch_of(g.db, units(search), place()),
        waiting=stretch_of(g.db, entries_waiting(), place("waiting")),
        search=search,
        kinds=UNIT_KINDS,
    )


@blueprint.route("/units/new", methods=["GET", "POST"])
@holding(Role.SYS_ADMIN)
def new_unit() -> Response:
    return _entering(None)


@blueprint.route("/units/asked/<int:number>", methods=["GET", "POST"])
@holding(Role.SYS_ADMIN)
def asked_unit(number: int) -> Response:
    return _entering(_entry(number))


@blueprint.post("/units/asked/<int:number>/refuse")
@holding(Role.SYS_ADMIN)
def refuse_unit(number: int) -> Response:
    entry, refusal = _entry(number), RefusalForm()
    if not refusal.validate_on_submit():
        return _page(_form(entry, is_sent=False), entry, refusal, 422)
    reason = refusal.reason.data or ""
    problems = unit_entries.refuse(g.db, entry, reason, current_user.person, g.now)
    if problems is not None:
        refusal.take(problems)
        return _page(_form(entry, is_sent=False), entry, refusal, 409)
    flash(_("已告知申请人不予登记。"), "success")
    return see_other("admin.unit_list")


def _entry(number: int) -> UnitEntry:
    found: UnitEntry | None = g.db.get(UnitEntry, number)
    if found is None:
        abort(404)
    return found


def _entering(entry: UnitEntry | None) -> Response:
    form, refusal = _form(entry), RefusalForm(formdata=None)
    if not form.is_submitted():
        return _page(form, entry, refusal, 200)
    if not form.validate():
        return _page(form, entry, refusal, 422)
    name = (form.parent.data or "").strip()
    parent = unit_named(g.db, name) if name else None
    if name and parent is None:
        form.parent.errors = [say(Text(f"系统中没有单位“{name}”", f"there is no unit “{name}”"))]
        return _page(form, entry, refusal, 422)
    recommender = form.recommender.data
    standing = Standing(
        form.registered_on.data,
        int(recommender) if recommender else None,
        parent.id if parent else None,
    )
    made = unit_entries.enter(g.db, form.typed(), standing, entry, current_user.person, g.now)
    if isinstance(made, Problems):
        form.take(made)
        return _page(form, entry, refusal, 422)
    flash(_("已登记“%(name)s”。", name=made.name), "success")
    return see_other("admin.unit_list")


def _form(entry: UnitEntry | None, *, is_sent: bool = True) -> EntryForm:
    """With what was asked for, and the authority of that city as who recommends; nothing of the
    request where that is another form."""
    found = recommenders(g.db)
    asked: dict[str, Any] = {}
    if entry is not None:
        nearest = (str(one.id) for one in found if entry.city and one.city == entry.city)
        asked = {
            "unit": entry.name,
            "credit_code": entry.credit_code,
            "unit_kind": entry.unit_kind,
            "city": entry.city or ELSEWHERE,
            "recommender": next(nearest, ""),
        }
    form = EntryForm(data=asked) if is_sent else EntryForm(formdata=None, data=asked)
    nobody = ("", _l("无（省外单位）"))
    form.recommender.choices = choices((nobody, *((str(one.id), one.name) for one in found)))
    return form


def _page(form: EntryForm, entry: UnitEntry | None, refusal: RefusalForm, status: int) -> Response:
    page = render_template("admin/new_unit.html", form=form, entry=entry, refusal=refusal)
    return make_response(page, status)
