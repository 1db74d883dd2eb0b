"""The applicant's list, starting a proposal, and its form part by part."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

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
from app.models import Call, Proposal
from app.queries.calls.proposals import (
    OWN,
    memberships_to_answer,
    open_calls,
    projects_of,
    proposals_of_person,
)
from app.services.editing import Overtaken
from app.services.open_call.bidding import lacking_of
from app.services.problems import Problems
from app.services.proposals import drafting
from app.services.proposals.drafting import PARTS, may_edit
from app.services.proposals.secrecy import suspected
from app.services.races.entering import entry_gaps
from app.web.applicant.forms import FORMS
from app.web.applicant.parts import form_of, says_the_same, values_of
from app.web.shared.filters import all_said, sentence
from app.web.shared.navigation import Entry
from app.web.shared.redirecting import see_other
from app.web.shared.shared_forms import words_of
from app.web.shared.stretches import place, stretch_of
from workflows.engine.text import Text
from workflows.roles import Role

blueprint = Blueprint("applicant", __name__)

NAVIGATION = (
    Entry(
        Text("我的申报", "My proposals"),
        "applicant.index",
        frozenset(),
        Text("新建、填写和查看申报书", "Start, fill in and view proposals"),
        own="has_proposals",
    ),
)


@blueprint.context_processor
def parts_of_the_form() -> dict[str, Any]:
    """What the tabs above every part need. A page that says the database is away has none."""
    return {
        "parts": PARTS,
        "lacking": lambda proposal: lacking_of(g.db, proposal),
        "entry_gaps": lambda proposal: entry_gaps(g.db, proposal),
        "suspected": lambda proposal: suspected(g.db, proposal),
    }


@blueprint.get("/my/proposals")
@signed_in
def index() -> str:
    person = current_user.person
    listed = OWN.narrowed(g.db, proposals_of_person(person), request.args)
    page = stretch_of(g.db, listed, place())
    return render_template(
        "applicant/index.html",
        page=page,
        by=OWN,
        projects=projects_of(g.db, page.rows),
        calls=stretch_of(g.db, open_calls(), place("calls")),
        memberships=g.db.execute(memberships_to_answer(person)).all(),
    )


@blueprint.post("/calls/<int:number>/proposals")
@signed_in
def start(number: int) -> Response:
    call = g.db.get(Call, number)
    if call is None:
        abort(404)
    proposal = drafting.start(g.db, call, current_user.person, g.now)
    if isinstance(proposal, Problems):
        page = render_template(
            "applicant/refused.html",
            reasons=all_said(proposal),
            draft=drafting.draft_of(g.db, call, current_user.person),
        )
        return make_response(page, 409)
    return see_other("applicant.edit", number=proposal.id, part="basics")


def editable(number: int, part: str) -> Proposal:
    """The proposal when this person leads it; 404 for everybody else and for unknown parts."""
    proposal: Proposal = case_or_404("proposal", number, Role.APPLICANT, to_write=True)
    if part not in PARTS:
        abort(404)
    return proposal


@blueprint.get("/proposals/<int:number>/edit/<part>")
@signed_in
def edit(number: int, part: str) -> Response:
    proposal = editable(number, part)
    if part == "metrics" and proposal.item_id is not None:
        return see_other("applicant.answers", number=number)
    if part not in FORMS:
        return see_other(f"applicant.{part}", number=number)
    return _page(proposal, part, form_of(part, proposal), 200)


@blueprint.post("/proposals/<int:number>/edit/<part>")
@signed_in
def save(number: int, part: str) -> Response:
    proposal = editable(number, part)
    if part not in FORMS:
        abort(405)
    form = form_of(part, proposal)
    if not form.validate_on_submit():
        return _page(proposal, part, form, 422)
    match _write(proposal, part, form):
        case Problems() as problems:
            form.take(problems)
            return _page(proposal, part, form, 422)
        case Overtaken() as overtaken:
            form.give_way(overtaken)
            return _page(proposal, part, form, 409)
    flash(_("已保存。"), "success")
    onward = next_part(part) if "onward" in request.form else part
    return see_other("applicant.edit", number=number, part=onward)


def next_part(part: str) -> str:
    """The part after this one; after the last, the last."""
    return dict(pairwise(PARTS)).get(part, part)


@blueprint.post("/proposals/<int:number>/autosave/<part>")
@signed_in
def autosave(number: int, part: str) -> Response:
    """JSON: {saved_at, edition}; or {conflict} or {wrong}, words by the id of a field, and nothing
    was written."""
    proposal = editable(number, part)
    if part not in FORMS:
        abort(405)
    form = form_of(part, proposal)
    if not form.validate_on_submit():
        return _wrong(form)
    match _write(proposal, part, form):
        case Problems() as problems:
            form.take(problems)
            return _wrong(form)
        case Overtaken() as overtaken:
            return make_response({"conflict": words_of(overtaken)}, 409)
    return make_response({"saved_at": g.now.isoformat(), "edition": proposal.edition})


def _wrong(form: Any) -> Response:
    whole = {"": " ".join(map(sentence, form.form_errors))} if form.form_errors else {}
    wrong = {id: sentence(words) for id, _, words in form.all_errors}
    return make_response({"wrong": whole | wrong}, 422)


def _write(proposal: Proposal, part: str, form: Any) -> Problems | Overtaken | None:
    return drafting.save(
        g.db,
        proposal,
        part,
        values_of(part, form, g.now),
        edition=proposal.edition if says_the_same(part, form, proposal) else form.seen_edition,
        by=current_user.person,
        now=g.now,
    )


def _page(proposal: Proposal, part: str, form: Any, status: int) -> Response:
    page = render_template(
        "applicant/edit.html",
        case=proposal,
        part=part,
        form=form,
        is_open=may_edit(proposal, part),
    )
    return make_response(page, status)
