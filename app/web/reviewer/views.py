"""What an expert sees: only assigned proposals, and nobody else's scores."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, abort, flash, g, make_response, render_template, request
from flask import url_for as url
from flask_babel import gettext as _
from flask_login import current_user

from app.access.guard import signed_in
from app.access.load import case_or_404
from app.models import Review
from app.queries.attention.tasks import tasks_of
from app.queries.calls.items import arguments_of
from app.queries.calls.office import REVIEW_WHOLE, REVIEWS, groups_chaired, reviews_of_expert
from app.queries.review.panels import own_scores, panels_of_expert, progress_of_expert
from app.queries.review.reviews import read_parts
from app.queries.sight.names import read_names
from app.services.cases import state_of
from app.services.door.offering import offers
from app.services.editing import Overtaken
from app.services.open_call import bidding
from app.services.problems import Problems
from app.services.proposals.completeness import SECTION_LABELS
from app.services.races import evidence
from app.services.races.indicators import in_words
from app.services.review import reading_time, reviewing, versions
from app.services.review.blinding import (
    answers_for_experts,
    files_for_experts,
    for_experts,
    stage_report,
    title_for_experts,
    veil_of,
)
from app.services.review.guidance import GUIDANCE, SCORE_BANDS
from app.services.review.reviewing import Opinion
from app.services.review.sweeping import is_barred, take_back, why_struck
from app.services.review.vetoes import veto_items
from app.web.reviewer.blueprint import blueprint
from app.web.reviewer.files import READABLE, stage_files_of
from app.web.shared.filters import say, sentence
from app.web.shared.redirecting import see_other, to_path
from app.web.shared.shared_forms import SharedForm, words_of
from app.web.shared.stretches import place, stretch_of
from app.web.shared.typed import text_typed
from workflows.engine.text import Text
from workflows.pledges import in_force
from workflows.roles import Role

_OFFICE = frozenset(
    {
        Role.PROGRAMME_OFFICER,
        Role.PLANNING_OFFICER,
        Role.SUPERVISOR,
        Role.DISCIPLINE,
        Role.DECISION_MAKER,
    }
)
"""Who reads the opinion of another, once its panel has locked; applicants never do."""
_VOTES = {"yes": True, "no": False}


@blueprint.get("/reviews")
@signed_in
def index() -> str:
    person = current_user.person
    listed = REVIEWS.narrowed(g.db, reviews_of_expert(person.id), request.args)
    page = stretch_of(g.db, listed, place())
    read_names(g.db, (review.proposal for review in page.rows))
    mine = [review for review in page.rows if _is_awaited(review)]
    return render_template(
        "reviewer/index.html",
        page=page,
        by=REVIEWS,
        tasks=tasks_of(g.db, mine, person, g.now),
        groups=groups_chaired(g.db, person.id),
        arguments=arguments_of(g.db, person),
        progress=progress_of_expert(g.db, person.id),
        panels=panels_of_expert(g.db, person.id),
        title_of=title_for_experts,
    )


def _is_awaited(review: Review) -> bool:
    return review.owes_reason or Role.EXPERT in state_of(review).waits_on


@blueprint.get("/reviews/<int:number>")
@signed_in
def review(number: int) -> Response:
    case: Review = case_or_404("review", number, whole=REVIEW_WHOLE, parts=read_parts)
    return _page(case, _kept(case), {}, 200)


@blueprint.post("/reviews/<int:number>")
@signed_in
def save(number: int) -> Response:
    case: Review = case_or_404("review", number, Role.EXPERT, to_write=True)
    if take_back(g.db, case, g.now):
        return see_other("reviewer.review", number=number)
    form, opinion = SharedForm(), _typed(case)
    if reviewing.is_overtaken(case, form.seen_edition, opinion):
        form.give_way(_newer(case))
        return _page(case, opinion, {}, 409, form)
    problems = reviewing.save(case, opinion)
    if problems is not None:
        wrong = _in_words(case, problems)
        if case.state not in READABLE:  # the page has no sheet any more to say it on
            flash(wrong[""], "warning")
        return _page(case, opinion, wrong, 409 if "" in wrong else 422, form)
    reading_time.seen(case, g.now)
    if "onward" in request.form:
        signing = "submit_revision" if case.state == "revising" else "submit_scores"
        return to_path(url("moves.move", kind="review", number=number, transition=signing))
    flash(_("已保存，尚未签名。"), "success")
    return see_other("reviewer.review", number=number)


@blueprint.post("/reviews/<int:number>/autosave")
@signed_in
def autosave(number: int) -> Response:
    """JSON: {saved_at, edition}; or {conflict} or {wrong}, words by the id of a field, and nothing
    was written."""
    case: Review = case_or_404("review", number, Role.EXPERT, to_write=True)
    opinion = _typed(case)
    if reviewing.is_overtaken(case, SharedForm().seen_edition, opinion):
        return make_response({"conflict": words_of(_newer(case))}, 409)
    problems = reviewing.save(case, opinion)
    if problems is not None:
        return make_response({"wrong": _in_words(case, problems)}, 422)
    reading_time.seen(case, g.now)
    return make_response({"saved_at": g.now.isoformat(), "edition": case.edition})


def _in_words(case: Review, problems: Problems) -> dict[str, str]:
    """By the id of the field."""
    found = problems.by_field.items()
    return {key: sentence(_named(case, key) + say(text)) for key, text in found}


def _named(case: Review, field: str) -> str:
    """Which criterion a message speaks of, where it stands among others above the form."""
    found = next((c for c in case.group.criteria if field.endswith(f"-{c['key']}")), None)
    return f"{say(Text(found['zh'], found['en']))}{_('：')}" if found else ""


@blueprint.post("/reviews/<int:number>/presence")
@signed_in
def presence(number: int) -> Response:
    """The page is open and visible; it says so every minute, and a conflict that has come up takes
    the file back."""
    case: Review = case_or_404("review", number, Role.EXPERT)
    if reviewing.is_open(case) and not take_back(g.db, case, g.now):
        reading_time.seen(case, g.now)
    return make_response("", 204)


def _newer(case: Review) -> Overtaken:
    """Nobody writes it but its author."""
    return Overtaken(current_user.person, None, case.edition)


def _typed(case: Review) -> Opinion:
    keys = [c["key"] for c in case.group.criteria]
    return Opinion(
        scores={key: text_typed(f"score-{key}") for key in keys},
        comments={key: text_typed(f"comment-{key}") for key in keys},
        overall=text_typed("overall"),
        recommends=_VOTES.get(request.form.get("recommends", "")),
        vetoes={
            key: text_typed(f"veto-reason-{key}")
            for key in veto_items(case.group)
            if request.form.get(f"veto-{key}")
        },
    )


def _kept(case: Review) -> Opinion:
    return Opinion(
        scores={key: f"{points / 100:g}" for key, points in case.scores.items()},
        comments=case.comments,
        overall=case.overall,
        recommends=case.recommends,
        vetoes=case.vetoes,
    )


def _answers(case: Review, own: bool) -> Sequence[tuple[Any, Any]]:
    if not case.proposal.item_id:
        return ()
    answers = list(bidding.answers_of(g.db, case.proposal).values())
    return answers_for_experts(case.proposal, answers) if own else answers


def _page(
    case: Review,
    opinion: Opinion,
    wrong: dict[str, Any],
    status: int,
    form: SharedForm | None = None,
) -> Response:
    if form is None:
        form = SharedForm(formdata=None)
        form.reopen(case.edition)
    own = case.expert.person_id == current_user.person.id
    if not own and (case.state != "closed" or not g.roles & _OFFICE):
        abort(404)
    veil = veil_of(case.group.call)
    barred = own and is_barred(g.db, case, g.now)
    result = evidence.judged_in(g.db, case)
    page = render_template(
        "reviewer/review.html",
        case=case,
        own=own,
        opinion=opinion,
        wrong=wrong,
        form=form,
        criteria=case.group.criteria,
        barred=barred,
        pledge=in_force("review"),
        readable=case.state in READABLE and not barred,
        open=reviewing.is_open(case) and own and not barred,
        offers=offers(g.db, case, current_user.person, g.now),
        shown=for_experts(case.proposal) if own else case.proposal,
        veil=veil if own else None,
        struck_for=None if own and veil.is_drawn else why_struck(case),
        files=files_for_experts(case.proposal) if own else (),
        compared=own_scores(g.db, case) if own else (),
        title_of=title_for_experts,
        versions=versions.versions_of(g.db, case),
        fast=reading_time.is_fast(case),
        veto_labels=veto_items(case.group),
        bands=SCORE_BANDS,
        guidance=GUIDANCE,
        report=stage_report(result, veiled=own) if result else None,
        stage_files=stage_files_of(case, result) if own else (),
        in_words=in_words,
        section_labels=SECTION_LABELS,
        answers_by_metric=_answers(case, own),
    )
    return make_response(page, status)
