"""What an assessor sees: the milestones to be judged, and one's own opinion of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    g,
    make_response,
    render_template,
    request,
)
from flask_babel import gettext as _
from flask_login import current_user

from app.access.guard import signed_in
from app.access.load import case_or_404
from app.models import Opinion
from app.queries.attention.tasks import tasks_of
from app.queries.case_parts import read_parts
from app.queries.project.milestones import chaired_by, opinions_of_expert
from app.queries.record.trail import trail_of
from app.services.assessing import opinions
from app.services.assessing.opinions import VERDICTS, Written, proposals_for
from app.services.assessing.questions import questions_of
from app.services.cases import load_case
from app.services.door.offering import offers
from app.web.shared.filters import said_by_field
from app.web.shared.navigation import Entry
from app.web.shared.redirecting import see_other
from app.web.shared.shared_forms import SharedForm
from app.web.shared.stretches import place, stretch_of
from app.web.shared.typed import text_typed
from workflows.engine.text import Text
from workflows.hands import HOUSE
from workflows.roles import Role

_REPLACES = frozenset({Role.EXPERT_MANAGER, Role.DISCIPLINE})
"""Who replaces an assessor that does not come; they read nothing that is not signed."""

blueprint = Blueprint("assessor", __name__)

NAVIGATION = (
    Entry(
        Text("考核任务", "Assessments"),
        "assessor.index",
        frozenset({Role.EXPERT}),
        Text("节点考核：逐项评判并签名", "Milestone assessment: judge each metric and sign"),
    ),
)


@blueprint.get("/opinions")
@signed_in
def index() -> str:
    person = current_user.person
    page = stretch_of(g.db, opinions_of_expert(person.id), place())
    return render_template(
        "assessor/index.html",
        page=page,
        tasks=tasks_of(g.db, page.rows, person, g.now),
        chaired=chaired_by(g.db, person.id),
    )


@blueprint.get("/opinions/<int:number>")
@signed_in
def opinion(number: int) -> Response:
    case: Opinion = case_or_404("opinion", number, parts=read_parts)
    return _page(case, _kept(case), {}, 200)


@blueprint.post("/opinions/<int:number>")
@signed_in
def save(number: int) -> Response:
    case: Opinion = case_or_404("opinion", number, Role.NODE_EXPERT, to_write=True)
    keys = [question.key for question in questions_of(g.db, case)]
    written = Written(
        verdicts={key: request.form.get(f"verdict-{key}", "") for key in keys},
        notes={key: text_typed(f"note-{key}") for key in keys},
        overall=text_typed("overall"),
        proposes=request.form.get("proposes", ""),
    )
    form, before = SharedForm(), asdict(_kept(case))
    problems = opinions.save(case, written, keys)
    if problems is not None:
        wrong = said_by_field(problems)
        return _page(case, written, wrong, 409 if "" in wrong else 422, form)
    if form.refuse_if_newer(before, asdict(_kept(case)), current_user.person.id):
        return _page(case, written, {}, 409, form)
    flash(_("已保存，尚未签名。"), "success")
    return see_other("assessor.opinion", number=number)


def _kept(case: Opinion) -> Written:
    return Written(
        verdicts={key: kept["verdict"] for key, kept in case.verdicts.items()},
        notes={key: kept["note"] for key, kept in case.verdicts.items()},
        overall=case.overall,
        proposes=case.proposes,
    )


def _page(
    case: Opinion,
    written: Written,
    wrong: Mapping[str, str],
    status: int,
    form: SharedForm | None = None,
) -> Response:
    own = case.expert.person_id == current_user.person.id
    reads = own or case.state != "writing"
    if not (reads or g.roles & _REPLACES):
        # Nobody but its author reads an opinion before it is signed.
        abort(404)
    me = current_user.person.id
    if not (own or g.roles & HOUSE or opinions.has_signed(g.db, case.assessment, case.round, me)):
        # The chair reads the others' opinions after giving the own one. Those who are judged, and
        # who stand by them, read the panel's conclusion, never a single member's opinion or name.
        abort(404)
    about = load_case(g.db, case.assessment.about_kind, case.assessment.about_id)
    page = render_template(
        "assessor/opinion.html",
        case=case,
        about=about,
        own=own,
        reads=reads,
        open=own and case.state == "writing",
        written=written,
        wrong=wrong,
        form=form or SharedForm.opened(asdict(_kept(case))),
        questions=questions_of(g.db, case),
        verdicts=VERDICTS,
        conclusions=proposals_for(case),
        offers=offers(g.db, case, current_user.person, g.now),
        history=trail_of(g.db, case, current_user.person, g.roles),
    )
    return make_response(page, status)
