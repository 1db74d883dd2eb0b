"""The contract of a project: read by everybody on the case, edited by the leader before signing."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, abort, flash, g, make_response, render_template
from flask_babel import gettext as _
from flask_login import current_user

from app.access.guard import signed_in
from app.access.load import case_or_404
from app.files.kinds import Rejected
from app.models import ContractVersion, Project
from app.queries.project.contracts import own_file_of
from app.services.contracts import drafting
from app.services.contracts.comparing import CHANGES_MADE, differences
from app.services.contracts.lowering import lowered
from app.services.contracts.renewing import SIGNING, SIGNS_AS, waiting
from app.services.contracts.terms import promised
from app.services.door.offering import offers
from app.services.door.signatures import signatories
from app.services.editing import Overtaken
from app.services.files import evidence
from app.services.open_call.thresholds import posted_for
from app.services.problems import Problems
from app.web.contracts.forms import ContractForm, ProofForm, edited_by, is_of, values_of
from app.web.shared.downloads import download
from app.web.shared.filters import say
from app.web.shared.redirecting import see_other
from workflows.roles import Role

blueprint = Blueprint("contracts", __name__, url_prefix="/projects/<int:number>")


@blueprint.get("/contract")
@signed_in
def contract(number: int) -> Response:
    case: Project = case_or_404("project", number)
    versions = drafting.versions_of(g.db, case)
    if not versions:
        abort(404)
    return _page(case, versions, versions[-1], ProofForm(formdata=None), 200)


@blueprint.get("/contract/versions/<int:version>")
@signed_in
def version(number: int, version: int) -> Response:
    case: Project = case_or_404("project", number)
    versions = drafting.versions_of(g.db, case)
    shown = next((v for v in versions if v.version == version), None)
    if shown is None:
        abort(404)
    return _page(case, versions, shown, None, 200)


@blueprint.route("/contract/edit", methods=["GET", "POST"])
@signed_in
def edit(number: int) -> Response:
    case: Project = case_or_404("project", number, Role.APPLICANT)
    last = drafting.newest(g.db, case)
    if last is None:
        abort(404)
    form = ContractForm(data=values_of(last.terms, last.version))
    if not is_of(form, last.terms):
        abort(400)
    if not form.is_submitted():
        return _edit_page(case, last, form, 200)
    edited = edited_by(form, last.terms) if form.validate() else None
    if edited is None:
        return _edit_page(case, last, form, 422)
    seen = form.seen_edition
    saved = drafting.save(g.db, case, seen, edited, current_user.person, g.now)
    match saved:
        case Problems():
            form.take(saved)
            return _edit_page(case, last, form, 409 if "" in saved.by_field else 422)
        case Overtaken():
            form.give_way(saved)
            return _edit_page(case, last, form, 409)
    flash(_("已存为第 %(n)s 版。", n=saved.version), "success")
    return see_other("contracts.contract", number=number)


@blueprint.post("/contract/matching")
@signed_in
def prove_matching(number: int) -> Response:
    case: Project = case_or_404("project", number, Role.APPLICANT, Role.UNIT_ADMIN)
    form = ProofForm()
    problem: str | None = None
    if case.state != "contracting":
        problem = _("任务书已签订，不能再补充配套资金证明。")
    elif form.validate_on_submit():
        file = form.file.data
        stored = evidence.add(
            g.db,
            case,
            "matching",
            file.stream,
            file.filename or "",
            by=current_user.person,
            now=g.now,
        )
        problem = say(stored.reason) if isinstance(stored, Rejected) else None
    else:
        problem = (form.file.process_errors or [_("请选择文件。")])[0]
    if problem is not None:
        form.file.errors = [problem]
        versions = drafting.versions_of(g.db, case)
        return _page(case, versions, versions[-1], form, 422)
    flash(_("配套资金证明已收下。"), "success")
    return see_other("contracts.contract", number=number)


@blueprint.get("/files/<int:file>")
@signed_in
def file(number: int, file: int) -> Response:
    case: Project = case_or_404("project", number)
    found = own_file_of(g.db, case, file)
    if found is None:
        abort(404)
    return download(found)


def _page(
    case: Project,
    versions: Sequence[ContractVersion],
    shown: ContractVersion,
    form: ProofForm | None,
    status: int,
) -> Response:
    before = next((v for v in versions if v.version == shown.version - 1), None)
    awaited = waiting(g.db, case)
    renews = awaited is not None and awaited.id == shown.id
    mine = bool(g.roles & {Role.APPLICANT, Role.UNIT_ADMIN})
    page = render_template(
        "contracts/contract.html",
        case=case,
        versions=versions,
        shown=shown,
        terms=shown.terms,
        promised={row["metric_id"]: row for row in promised(case.proposal)},
        posted=posted_for(case.proposal),
        lowered=lowered(promised(case.proposal), shown.terms),
        differences=differences(before.terms, shown.terms) if before else (),
        changes_made=CHANGES_MADE,
        proofs=evidence.of_project(g.db, case, "matching"),
        signatures=signatories(g.db, case, SIGNING if renews else "sign_contract"),
        signs_as=SIGNS_AS,
        may_edit=Role.APPLICANT in g.roles and case.state == "contracting",
        form=form if mine and case.state == "contracting" else None,
        offers=offers(g.db, case, current_user.person, g.now) if form or renews else (),
    )
    return make_response(page, status)


def _edit_page(case: Project, last: ContractVersion, form: ContractForm, status: int) -> Response:
    page = render_template(
        "contracts/edit.html",
        case=case,
        last=last,
        metrics={str(m["metric_id"]): m for m in last.terms["metrics"]},
        promised={str(row["metric_id"]): row for row in promised(case.proposal)},
        posted={str(number): m for number, m in posted_for(case.proposal).items()},
        form=form,
    )
    return make_response(page, status)
