"""A change: drafted by the leader, read by everybody it goes through."""

from __future__ import annotations

from flask import Response, flash, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from app.access.guard import holding, signed_in
from app.access.load import case_or_404
from app.models import ChangeRequest, Organisation, Person, Project
from app.queries.books.consortia import division_of, merged_by
from app.queries.case_parts import read_parts
from app.queries.letters import letters_about
from app.queries.project.accepting import CHANGES, all_changes
from app.queries.record.trail import trail_of
from app.queries.review.panels import assessment_of
from app.services.assessing.opinions import ON_LOWERING
from app.services.cases import workflow_of
from app.services.changes.checking import lowered_by
from app.services.changes.drafting import draft_change, kinds_of, save_change, stored
from app.services.contracts.drafting import in_force
from app.services.door.offering import offers
from app.services.problems import Problems
from app.web.changes.blueprint import READERS, blueprint
from app.web.changes.forms import (
    ChangeForm,
    blank,
    filled,
    joining_of,
    members_named,
    named,
    targets_of,
    units_named,
    user_named,
)
from app.web.shared.aside import hidden_from_me
from app.web.shared.attaching import attached
from app.web.shared.redirecting import see_other
from app.web.shared.stretches import place, stretch_of
from workflows.changes import CHANGE_KINDS, steps_of
from workflows.hands import HOUSE, PARTNER
from workflows.roles import Role


@blueprint.get("/office/changes")
@holding(*READERS)
def index() -> str:
    listed = CHANGES.narrowed(g.db, all_changes(hidden_from_me()), request.args)
    page = stretch_of(g.db, listed, place())
    return render_template("changes/index.html", page=page, by=CHANGES, kinds=CHANGE_KINDS)


@blueprint.route("/projects/<int:number>/changes/new", methods=["GET", "POST"])
@signed_in
def new(number: int) -> Response:
    project: Project = case_or_404("project", number, Role.APPLICANT, to_write=True)
    form = blank(project)
    if not form.is_submitted():
        return _form(project, form, {}, 200)
    if not form.validate():
        return _form(project, form, dict(request.form), 422)
    answer = draft_change(g.db, project, form.wanted(form.kind.data), current_user.person, g.now)
    if isinstance(answer, Problems):
        form.take(answer)
        return _form(project, form, dict(request.form), 422)
    flash(_("变更申请已起草，请核对后提交。"), "success")
    return see_other("changes.change", number=answer.id)


@blueprint.route("/changes/<int:number>/edit", methods=["GET", "POST"])
@signed_in
def edit(number: int) -> Response:
    case: ChangeRequest = case_or_404("change", number, Role.APPLICANT, to_write=True)
    if request.method == "GET":
        if case.state != "drafted":
            return see_other("changes.change", number=number)
        return _form(case.project, filled(case), targets_of(case), 200)
    form, before = blank(case.project), stored(case)
    form.kind.data = case.change_kind
    if not form.validate():
        return _form(case.project, form, dict(request.form), 422)
    problems = save_change(g.db, case, form.wanted(case.change_kind))
    if problems is not None:
        form.take(problems)
        return _form(case.project, form, dict(request.form), 422)
    if form.refuse_if_newer(before, stored(case), current_user.person.id):
        return _form(case.project, form, dict(request.form), 409, case)
    flash(_("已保存。"), "success")
    return see_other("changes.change", number=number)


def _form(
    project: Project,
    form: ChangeForm,
    typed: dict[str, str],
    status: int,
    case: ChangeRequest | None = None,
) -> Response:
    """`case` is the one that was overtaken."""
    contract = in_force(g.db, project)
    page = render_template(
        "changes/edit.html",
        project=project,
        case=case,
        form=form,
        typed=typed,
        kinds=kinds_of(project),
        metrics=contract.terms["metrics"] if contract else (),
        rules=project.proposal.call.parameters,
    )
    return make_response(page, status)


@blueprint.get("/changes/<int:number>")
@signed_in
def change(number: int) -> str:
    case: ChangeRequest = case_or_404("change", number, parts=read_parts)
    contract, kind = in_force(g.db, case.project), CHANGE_KINDS[case.change_kind]
    return render_template(
        "changes/change.html",
        case=case,
        roles=g.roles,
        kind=kind,
        steps=[
            workflow_of(case).state(key)
            for key in steps_of(kind.chain, joins=case.joining_unit_id is not None)
        ],
        new_leader=named(case, Person, "new_pi"),
        new_unit=named(case, Organisation, "new_unit"),
        new_user=user_named(case),
        merged=merged_by(g.db, case),
        joining=joining_of(case),
        reads_project=bool(g.roles - PARTNER),
        units=units_named(case),
        members=members_named(case),
        metrics=contract.terms["metrics"] if contract else (),
        division=division_of(g.db, case),
        attached=attached(case),
        lowers=lowered_by(g.db, case) if not case.contract_version else (),
        panel=assessment_of(g.db, case) if g.roles & HOUSE else None,
        proposals=ON_LOWERING,
        offers=offers(g.db, case, current_user.person, g.now),
        letters=letters_about(g.db, case),
        history=trail_of(g.db, case, current_user.person, g.roles),
    )
