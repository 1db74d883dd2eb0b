"""A change: drafted by the leader, read by everybody it goes through."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, abort, flash, g, make_response, redirect, render_template, request
from flask import url_for as url
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import BooleanField, EmailField, SelectField
from wtforms.validators import Optional

from app.access.guard import holding, signed_in
from app.access.load import case_or_404
from app.access.roles import OFFICE as OFFICE_READS
from app.models import ChangeRequest, Organisation, Person, Project
from app.queries.accepting import all_changes
from app.queries.letters import letters_about
from app.queries.panels import assessment_of
from app.queries.trail import trail_of
from app.services.assessing.opinions import ON_LOWERING
from app.services.changes.checking import lowered_by
from app.services.changes.drafting import Wanted, draft_change, save_change
from app.services.contracts.drafting import in_force
from app.services.contracts.limits import SIGNS
from app.services.moves import offers
from app.services.problems import Problems
from app.web.changes.blueprint import OFFICE, blueprint
from app.web.shared.filters import say
from app.web.shared.forms import DayField, Form, LineField, ParagraphField, Required, choices
from app.web.shared.paging import page_number, page_of
from workflows.changes import CHANGE_KINDS
from workflows.roles import Role

_TARGET = "target-"


class ChangeForm(Form):
    """Which of the last fields counts depends on the kind; targets are read beside the form."""

    kind = SelectField(_l("变更事项"))
    content = ParagraphField(_l("变更内容"), [Required()], most=2000)
    reason = ParagraphField(_l("变更理由"), [Required()], most=2000)
    force_majeure = BooleanField(_l("因不可抗力（理由中写明并附证明）"))
    new_end = DayField(_l("延期至（仅执行期变更填写）"), [Optional()])
    new_pi = EmailField(_l("接任负责人邮箱（仅负责人变更填写）"))
    new_unit = LineField(_l("新牵头单位全称或信用代码（仅牵头单位变更填写）"), most=200)
    new_user = EmailField(_l("新最终用户联系人邮箱（仅最终用户变更填写）"))

    def ready(self) -> ChangeForm:
        self.kind.choices = choices((key, say(k.label)) for key, k in CHANGE_KINDS.items())
        return self

    def wanted(self, kind: str) -> Wanted:
        typed = request.form
        keys = [name for name in typed if name.startswith(_TARGET)]
        return Wanted(
            kind=kind,
            content=self.content.data,
            reason=self.reason.data,
            force_majeure=self.force_majeure.data,
            new_end=self.new_end.data,
            new_pi=self.new_pi.data or "",
            new_unit=self.new_unit.data or "",
            new_user=self.new_user.data or "",
            targets={name.removeprefix(_TARGET): typed[name] for name in keys},
        )


@blueprint.get("/office/changes")
@holding(*OFFICE)
def index() -> str:
    page = page_of(g.db, all_changes(), page_number())
    return render_template("changes/index.html", page=page, kinds=CHANGE_KINDS)


@blueprint.route("/projects/<int:number>/changes/new", methods=["GET", "POST"])
@signed_in
def new(number: int) -> Response:
    project: Project = case_or_404("project", number, Role.APPLICANT)
    form = ChangeForm().ready()
    if not form.is_submitted():
        return _form(project, form, {}, 200)
    if not form.validate():
        return _form(project, form, dict(request.form), 422)
    answer = draft_change(g.db, project, form.wanted(form.kind.data), current_user.person, g.now)
    if isinstance(answer, Problems):
        form.take(answer)
        return _form(project, form, dict(request.form), 422)
    flash(_("变更申请已起草，请核对后提交。"), "success")
    return make_response(redirect(url("changes.change", number=answer.id), 303))


@blueprint.route("/changes/<int:number>/edit", methods=["GET", "POST"])
@signed_in
def edit(number: int) -> Response:
    case: ChangeRequest = case_or_404("change", number, Role.APPLICANT)
    if case.state != "drafted":
        abort(409)
    if request.method == "GET":
        form = ChangeForm(formdata=None, data=_kept(case)).ready()
        targets = case.proposed.get("targets", {})
        return _form(case.project, form, {f"{_TARGET}{k}": v for k, v in targets.items()}, 200)
    form = ChangeForm().ready()
    form.kind.data = case.change_kind
    if not form.validate():
        return _form(case.project, form, dict(request.form), 422)
    problems = save_change(g.db, case, form.wanted(case.change_kind))
    if problems is not None:
        form.take(problems)
        return _form(case.project, form, dict(request.form), 422)
    return make_response(redirect(url("changes.change", number=number), 303))


def _kept(case: ChangeRequest) -> dict[str, Any]:
    end, unit = case.proposed.get("new_end"), _named(case, Organisation, "new_unit")
    return {
        "kind": case.change_kind,
        "content": case.content,
        "reason": case.reason,
        "force_majeure": case.force_majeure,
        "new_end": date.fromisoformat(end) if end else None,
        "new_pi": _mail_of(case, "new_pi"),
        "new_unit": unit.name if unit else "",
        "new_user": _mail_of(case, "new_user"),
    }


def _mail_of(case: ChangeRequest, key: str) -> str:
    person = _named(case, Person, key)
    return person.email if person else ""


def _named(case: ChangeRequest, model: Any, key: str) -> Any | None:
    """Who is to follow, by the id that the change proposes."""
    number = case.proposed.get(key)
    return g.db.get(model, number) if number else None


def _form(project: Project, form: ChangeForm, typed: dict[str, str], status: int) -> Response:
    contract = in_force(g.db, project)
    page = render_template(
        "changes/edit.html",
        project=project,
        form=form,
        typed=typed,
        metrics=contract.terms["metrics"] if contract else (),
        signs=SIGNS,
    )
    return make_response(page, status)


@blueprint.get("/changes/<int:number>")
@signed_in
def change(number: int) -> str:
    case: ChangeRequest = case_or_404("change", number)
    if case.state == "drafted" and Role.APPLICANT not in g.roles:
        abort(404)
    contract = in_force(g.db, case.project)
    return render_template(
        "changes/change.html",
        case=case,
        roles=g.roles,
        kind=CHANGE_KINDS[case.change_kind],
        new_leader=_named(case, Person, "new_pi"),
        new_unit=_named(case, Organisation, "new_unit"),
        new_user=_named(case, Person, "new_user"),
        metrics=contract.terms["metrics"] if contract else (),
        signs=SIGNS,
        lowers=lowered_by(g.db, case) if not case.contract_version else (),
        panel=assessment_of(g.db, case) if g.roles & OFFICE_READS else None,
        proposals=ON_LOWERING,
        offers=offers(g.db, case, current_user.person, g.now),
        letters=letters_about(g.db, case),
        history=trail_of(g.db, case, current_user.person, g.roles),
    )
