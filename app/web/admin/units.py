"""Units: the list, those that are asked for, and entering one."""

from __future__ import annotations

from typing import Any, TypeVar

from flask import Response, abort, flash, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField

from app.access.guard import holding
from app.models import Organisation, UnitEntry
from app.queries.administering.units import UNITS, entries_waiting, recommenders, units
from app.queries.review.experts import unit_named
from app.services.door.turns import write_alone
from app.services.editing import edition_of
from app.services.identity import unit_changes, unit_entries
from app.services.identity.unit_entries import ELSEWHERE, UNIT_KINDS, Standing, Unit
from app.services.open_call.needs import PROVINCE_CITIES
from app.services.problems import Problems
from app.web.admin.blueprint import blueprint
from app.web.shared.fields import DayField, LineField, ParagraphField
from app.web.shared.filters import say
from app.web.shared.forms import Form, Required, choices
from app.web.shared.redirecting import see_other
from app.web.shared.shared_forms import SharedForm
from app.web.shared.stretches import place, stretch_of
from workflows.engine.text import Text
from workflows.roles import Role

CHANGED: dict[str, Text] = {
    "name": Text("单位全称", "Unit's full name"),
    "kind": Text("单位类型", "Type of unit"),
    "credit_code": Text("统一社会信用代码", "Credit code"),
    "city": Text("所在设区市", "City"),
    "registered_on": Text("成立（登记）日期", "Date founded (registered)"),
    "recommender_id": Text("推荐单位", "Recommender"),
    "parent_id": Text("控股单位", "Controlling unit"),
    "merged_into_id": Text("并入", "Merged into"),
}
_NO_SUCH_UNIT = Text("系统中没有这个单位", "This unit is not in the system")


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


class EditForm(EntryForm, SharedForm):
    credit_code = LineField(_l("统一社会信用代码"), most=40)
    reason = LineField(
        _l("变更依据和理由"), [Required()], most=500, description=_l("例如：更名登记通知书的文号。")
    )


class MergerForm(Form):
    into = LineField(_l("并入的单位"), [Required()], most=200)
    ground = LineField(_l("合并依据"), [Required()], most=500)


F = TypeVar("F", bound=EntryForm)


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
    return render_template(
        "admin/units.html",
        page=stretch_of(g.db, UNITS.narrowed(g.db, units(), request.args), place()),
        waiting=stretch_of(g.db, entries_waiting(), place("waiting")),
        by=UNITS,
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


@blueprint.route("/units/<int:number>", methods=["GET", "POST"])
@holding(Role.SYS_ADMIN)
def unit(number: int) -> Response:
    found = _unit(number)
    form, before, last = _editing(found), _stored(found), unit_changes.last_of(g.db, found)
    if not form.is_submitted():
        return _unit_page(found, form, MergerForm(formdata=None), 200)
    standing = _standing(form) if form.validate() else None
    if standing is None:
        return _unit_page(found, form, MergerForm(formdata=None), 422)
    reason = form.reason.data or ""
    problems = unit_changes.edit(
        g.db, found, form.typed(), standing, reason, current_user.person, g.now
    )
    if problems is not None:
        form.take(problems)
        return _unit_page(found, form, MergerForm(formdata=None), 422)
    if form.refuse_if_newer(before, _stored(found), *last):
        return _unit_page(found, form, MergerForm(formdata=None), 409)
    flash(_("已保存，变更和理由留有记录。"), "success")
    return see_other("admin.unit", number=number)


@blueprint.post("/units/<int:number>/merge")
@holding(Role.SYS_ADMIN)
def merge_unit(number: int) -> Response:
    found, merger = _unit(number), MergerForm()
    if not merger.validate_on_submit():
        return _unit_page(found, _editing(found, is_sent=False), merger, 422)
    into = unit_named(g.db, (merger.into.data or "").strip())
    problems: Problems | None = Problems({"into": _NO_SUCH_UNIT})
    if into is not None:
        ground = merger.ground.data or ""
        problems = unit_changes.merge(g.db, found, into, ground, current_user.person, g.now)
    if problems is not None:
        merger.take(problems)
        return _unit_page(found, _editing(found, is_sent=False), merger, 422)
    flash(_("已并入，人员和未提交的草稿随之转入。"), "success")
    return see_other("admin.unit", number=number)


def _unit(number: int) -> Organisation:
    if request.method == "POST":
        write_alone(g.db, "organisation", number)
    found: Organisation | None = g.db.get(Organisation, number)
    if found is None:
        abort(404)
    return found


def _stored(unit: Organisation) -> dict[str, str]:
    parent = g.db.get(Organisation, unit.parent_id) if unit.parent_id else None
    return {
        "unit": unit.name,
        "credit_code": unit.credit_code or "",
        "unit_kind": unit.kind,
        "city": unit.city or ELSEWHERE,
        "recommender": str(unit.recommender_id or ""),
        "registered_on": str(unit.registered_on or ""),
        "parent": parent.name if parent else "",
    }


def _editing(unit: Organisation, *, is_sent: bool = True) -> EditForm:
    kept = _stored(unit)
    stored = kept | {"registered_on": unit.registered_on, "edition": edition_of(kept)}
    form = EditForm(data=stored) if is_sent else EditForm(formdata=None, data=stored)
    return _with_recommenders(form)


def _unit_page(found: Organisation, form: EditForm, merger: MergerForm, status: int) -> Response:
    page = render_template(
        "admin/unit.html",
        unit=found,
        form=form,
        merger=merger,
        changes=unit_changes.changes_of(g.db, found),
        labels=CHANGED,
    )
    return make_response(page, status)


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
    standing = _standing(form)
    if standing is None:
        return _page(form, entry, refusal, 422)
    made = unit_entries.enter(g.db, form.typed(), standing, entry, current_user.person, g.now)
    if isinstance(made, Problems):
        form.take(made)
        return _page(form, entry, refusal, 422)
    flash(_("已登记“%(name)s”。", name=made.name), "success")
    return see_other("admin.unit_list")


def _standing(form: EntryForm) -> Standing | None:
    """None where the holding unit is not in the system; the form then says so."""
    name = (form.parent.data or "").strip()
    parent = unit_named(g.db, name) if name else None
    if name and parent is None:
        form.parent.errors = [
            say(Text(f"系统中没有单位“{name}”", f"there is no unit “{name}” in the system"))
        ]
        return None
    recommender = form.recommender.data
    return Standing(
        form.registered_on.data,
        int(recommender) if recommender else None,
        parent.id if parent else None,
    )


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
    return _with_recommenders(form)


def _with_recommenders(form: F) -> F:
    nobody = ("", _l("无（省外单位）"))
    found = recommenders(g.db)
    form.recommender.choices = choices((nobody, *((str(one.id), one.name) for one in found)))
    return form


def _page(form: EntryForm, entry: UnitEntry | None, refusal: RefusalForm, status: int) -> Response:
    page = render_template("admin/new_unit.html", form=form, entry=entry, refusal=refusal)
    return make_response(page, status)
