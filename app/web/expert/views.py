"""The expert's own profile, and the page of an invitation."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, g, make_response, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectChoice

from app.access.guard import signed_in
from app.access.load import case_or_404
from app.models import Expert, Invitation
from app.queries.case_parts import read_parts
from app.queries.record.trail import trail_of
from app.queries.review.experts import (
    fields_by_catalogue,
    invitations_of,
    ties_of,
    unit_named,
    whole_expert,
)
from app.services.door.offering import offers
from app.services.editing import edition_of
from app.services.experts import expert_profile
from app.services.experts.expert_profile import TIE_KINDS, TieDraft
from app.services.problems import Problems
from app.services.review.meetings import meeting_of
from app.web.expert.blueprint import blueprint
from app.web.expert.forms import NO_UNIT, AbsenceForm, SubjectForm, TieForm, UnitForm
from app.web.shared.filters import say
from app.web.shared.forms import Form, choices
from app.web.shared.redirecting import see_other


@blueprint.get("/")
@signed_in
def profile() -> Response:
    expert = _mine()
    edition = edition_of(expert_profile.subject_of(expert))
    form = SubjectForm(formdata=None, obj=expert, edition=edition)
    return _profile(expert, form, 200)


@blueprint.post("/")
@signed_in
def save() -> Response:
    expert, form = _mine(), SubjectForm()
    before = expert_profile.subject_of(expert)
    form.fields_known.choices = _fields()
    if not form.validate_on_submit():
        return _profile(expert, form, 422)
    problems = expert_profile.save_subject(
        g.db, expert, form.fields_known.data, form.keywords.data, form.load_most.data
    )
    if problems is not None:
        form.take(problems)
        return _profile(expert, form, 422)
    if form.refuse_if_newer(before, expert_profile.subject_of(expert), current_user.person.id):
        return _profile(expert, form, 409)
    return _saved()


@blueprint.route("/units/new", methods=["GET", "POST"])
@signed_in
def add_unit() -> Response:
    expert, form = _mine(), UnitForm()
    title = _l("更换单位")
    if not form.is_submitted() or not form.validate():
        return _add(form, title)
    unit = unit_named(g.db, form.unit.data)
    if unit is None:
        form.take(Problems({"unit": NO_UNIT}))
        return _add(form, title)
    assert form.since.data is not None, "the form asks for it"
    return _added(form, title, expert_profile.move_to(g.db, expert, unit, form.since.data, g.now))


@blueprint.route("/absences/new", methods=["GET", "POST"])
@signed_in
def add_absence() -> Response:
    expert, form = _mine(), AbsenceForm()
    title = _l("登记不在期间")
    if not form.is_submitted() or not form.validate():
        return _add(form, title)
    since, until = form.since.data, form.until.data
    assert since is not None, "the form asks for it"
    assert until is not None, "the form asks for it"
    return _added(form, title, expert_profile.add_absence(g.db, expert, since, until, g.now))


@blueprint.post("/absences/<int:number>/end")
@signed_in
def end_absence(number: int) -> Response:
    expert_profile.end_absence(g.db, _mine(), number)
    return _saved()


@blueprint.route("/ties/new", methods=["GET", "POST"])
@signed_in
def add_tie() -> Response:
    expert, form = _mine(), TieForm()
    title = _l("申报利益关系")
    if not form.is_submitted() or not form.validate():
        return _add(form, title)
    assert form.on.data is not None, "the form asks for it"
    draft = TieDraft(form.kind.data, form.whom.data, form.name.data, form.title.data, form.on.data)
    person = current_user.person
    return _added(form, title, expert_profile.declare_tie(g.db, expert, draft, person, g.now))


@blueprint.get("/invitations/<int:number>")
@signed_in
def invitation(number: int) -> str:
    """For the invited expert, and for those of the office who look after the panel."""
    case: Invitation = case_or_404("invitation", number, parts=read_parts)
    return render_template(
        "expert/invitation.html",
        case=case,
        own=case.expert.person_id == current_user.person.id,
        meeting=meeting_of(g.db, case.group),
        offers=offers(g.db, case, current_user.person, g.now),
        history=trail_of(g.db, case, current_user.person, g.roles),
    )


def _mine() -> Expert:
    found = expert_profile.expert_of(g.db, current_user.person)
    whole = whole_expert(g.db, found.id) if found is not None else None
    if whole is None or whole.removed_at is not None:
        abort(404)
    return whole


def _profile(expert: Expert, form: SubjectForm, status: int) -> Response:
    form.fields_known.choices = _fields()
    if not form.is_submitted():
        form.fields_known.data = [int(number) for number in expert.fields]
    page = render_template(
        "expert/profile.html",
        expert=expert,
        form=form,
        ties=ties_of(g.db, expert),
        tie_kinds=TIE_KINDS,
        invitations=invitations_of(g.db, expert),
    )
    return make_response(page, status)


def _add(form: Form, title: Any) -> Response:
    page = render_template("expert/add.html", form=form, title=title)
    return make_response(page, 422 if form.is_submitted() else 200)


def _added(form: Form, title: Any, problems: Problems | None) -> Response:
    if problems is not None:
        form.take(problems)
        return _add(form, title)
    return _saved()


def _saved() -> Response:
    flash(_("已保存。"), "success")
    return see_other("expert.profile")


def _fields() -> list[SelectChoice]:
    return choices((number, say(name)) for number, name in fields_by_catalogue(g.db))
