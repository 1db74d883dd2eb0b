"""One case: what each reader may know of it, the evidence, and whom it is about."""

from __future__ import annotations

from flask import Response, abort, flash, g, make_response, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import EmailField

from app.access.guard import holding, signed_in
from app.access.load import case_or_404
from app.models import IntegrityCase
from app.queries.case_parts import read_parts
from app.queries.letters import letters_about
from app.queries.record.trail import trail_of
from app.services.door.offering import offers
from app.services.editing import edition_of
from app.services.integrity import clues, subjects
from app.web.integrity.blueprint import INSIDE, blueprint
from app.web.shared.downloads import download
from app.web.shared.fields import LineField, UploadField
from app.web.shared.forms import Form, Required
from app.web.shared.redirecting import see_other
from app.web.shared.shared_forms import SharedForm
from workflows.integrity import GRADES
from workflows.roles import Role

_OFFICE = frozenset({*INSIDE, Role.DECISION_MAKER})


class SubjectForm(SharedForm):
    email = EmailField(_l("当事人邮箱（个人）"))
    unit = LineField(_l("当事单位全称（单位）"), most=200)
    project = LineField(_l("涉及的项目编号"), most=40)


class EvidenceForm(Form):
    file = UploadField(_l("证据材料"), [Required()])


@blueprint.get("/<int:number>")
@signed_in
def case(number: int) -> Response:
    found: IntegrityCase = case_or_404("integrity_case", number, parts=read_parts)
    return _page(found, _subject_form(found), EvidenceForm(), 200)


@blueprint.post("/<int:number>/subject")
@holding(Role.SUPERVISOR)
def identify(number: int) -> Response:
    found: IntegrityCase = case_or_404("integrity_case", number, Role.SUPERVISOR, to_write=True)
    form, before = SubjectForm(), _named(found)
    if not form.validate():
        return _page(found, form, EvidenceForm(formdata=None), 422)
    typed = subjects.Subject(form.email.data or "", form.unit.data, form.project.data)
    problems = subjects.identify(g.db, found, typed, current_user.person, g.now)
    if problems is not None:
        form.take(problems)
        return _page(found, form, EvidenceForm(formdata=None), 409)
    if form.refuse_if_newer(before, _named(found)):
        return _page(found, form, EvidenceForm(formdata=None), 409)
    flash(_("已确认当事人。"), "success")
    return see_other("integrity.case", number=number)


@blueprint.post("/<int:number>/evidence")
@holding(Role.SUPERVISOR)
def add_evidence(number: int) -> Response:
    found: IntegrityCase = case_or_404("integrity_case", number, Role.SUPERVISOR)
    form = EvidenceForm()
    named = _subject_form(found)
    if not form.validate():
        return _page(found, named, form, 422)
    upload = clues.Upload(form.file.data.stream, form.file.data.filename or "")
    answer = clues.add_evidence(g.db, found, upload, current_user.person, g.now)
    if answer is not None:
        return _page(found, named, form, form.refuse(answer, file="file"))
    flash(_("已保存。"), "success")
    return see_other("integrity.case", number=number)


@blueprint.get("/<int:number>/evidence/<int:file>")
@holding(*INSIDE)
def evidence(number: int, file: int) -> Response:
    found: IntegrityCase = case_or_404("integrity_case", number, *INSIDE)
    kept = next((e for e in found.evidence if e.id == file), None)
    if kept is None:
        abort(404)
    return download(kept)


def _subject_form(found: IntegrityCase) -> SubjectForm:
    named = _named(found)
    return SubjectForm(formdata=None, data=named | {"edition": edition_of(named)})


def _named(found: IntegrityCase) -> dict[str, str]:
    return {
        "email": found.subject_person.email if found.subject_person else "",
        "unit": found.subject_unit.name if found.subject_unit else "",
        "project": found.project.number if found.project else "",
    }


def _page(found: IntegrityCase, named: SubjectForm, added: EvidenceForm, status: int) -> Response:
    """The respondent reads what was told them, and nothing of how it came to be known."""
    in_office = bool(g.roles & _OFFICE)
    supervises = Role.SUPERVISOR in g.roles
    page = render_template(
        "integrity/case.html",
        case=found,
        in_office=in_office,
        supervises=supervises,
        named=named if supervises and found.state in subjects.OPEN_TO_NAMING else None,
        added=added if supervises and not found.report and not found.outcome else None,
        grades=GRADES,
        offers=offers(g.db, found, current_user.person, g.now),
        history=trail_of(g.db, found, current_user.person, g.roles) if in_office else (),
        letters=letters_about(g.db, found),
    )
    return make_response(page, status)
