"""What an expert sees: only assigned proposals, and nobody else's scores."""

from __future__ import annotations

from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    send_file,
)
from flask import url_for as url
from flask_babel import gettext as _
from flask_login import current_user

from app.access.guard import signed_in
from app.access.load import case_or_404
from app.files.store import MissingFile
from app.models import Review
from app.queries.items import arguments_of
from app.queries.office import groups_chaired, reviews_of_expert
from app.services import reviewing
from app.services.moves import offers
from app.services.open_call import bidding
from app.services.proposals.attachments import store_for
from app.services.proposals.completeness import SECTION_LABELS
from app.services.reviewing import Opinion
from app.services.sweeping import look_before_opening
from app.web.shared.filters import say
from app.web.shared.forms import Form
from app.web.shared.navigation import Entry
from app.web.shared.paging import page_number, page_of
from workflows.engine.text import Text
from workflows.roles import Role

blueprint = Blueprint("reviewer", __name__)

NAVIGATION = (
    Entry(
        Text("我的评审", "My reviews"),
        "reviewer.index",
        frozenset({Role.EXPERT}),
        Text("声明回避、评分和签名", "Declare conflicts, score and sign"),
    ),
)

_VOTES = {"yes": True, "no": False}
_READABLE = ("reading", "signed", "closed")


@blueprint.get("/reviews")
@signed_in
def index() -> str:
    person = current_user.person
    return render_template(
        "reviewer/index.html",
        page=page_of(g.db, reviews_of_expert(person.id), page_number()),
        groups=groups_chaired(g.db, person.id),
        arguments=arguments_of(g.db, person),
    )


@blueprint.get("/reviews/<int:number>")
@signed_in
def review(number: int) -> Response:
    case: Review = case_or_404("review", number)
    look_before_opening(g.db, case, g.now)
    return _page(case, _kept(case), {}, 200)


@blueprint.post("/reviews/<int:number>")
@signed_in
def save(number: int) -> Response:
    case: Review = case_or_404("review", number, Role.EXPERT)
    opinion = _typed(case)
    problems = reviewing.save(case, opinion)
    if problems is not None:
        wrong = {key: say(text) for key, text in problems.by_field.items()}
        return _page(case, opinion, wrong, 409 if "" in wrong else 422)
    flash(_("已保存，尚未签名。"), "success")
    return make_response(redirect(url("reviewer.review", number=number), 303))


@blueprint.post("/reviews/<int:number>/autosave")
@signed_in
def autosave(number: int) -> Response:
    case: Review = case_or_404("review", number, Role.EXPERT)
    problems = reviewing.save(case, _typed(case))
    if problems is not None:
        return make_response({"wrong": [say(t) for t in problems.by_field.values()]}, 422)
    return make_response({"saved_at": g.now.isoformat()})


@blueprint.get("/reviews/<int:number>/files/<int:attachment>")
@signed_in
def file(number: int, attachment: int) -> Response:
    """A file of an assigned proposal, once the expert has declared no conflict."""
    case: Review = case_or_404("review", number, Role.EXPERT)
    look_before_opening(g.db, case, g.now)
    found = next((a for a in case.proposal.attachments if a.id == attachment), None)
    if found is None or case.state not in _READABLE:
        abort(404)
    try:
        stream = store_for(current_app.config["SETTINGS"], case.proposal).open(found.sha256)
    except MissingFile:
        abort(404)
    return send_file(
        stream, mimetype=found.media_type, as_attachment=True, download_name=found.name
    )


def _typed(case: Review) -> Opinion:
    keys = [c["key"] for c in case.group.criteria]
    return Opinion(
        scores={key: request.form.get(f"score-{key}", "") for key in keys},
        comments={key: request.form.get(f"comment-{key}", "") for key in keys},
        overall=request.form.get("overall", ""),
        recommends=_VOTES.get(request.form.get("recommends", "")),
    )


def _kept(case: Review) -> Opinion:
    return Opinion(
        scores={key: f"{points / 100:g}" for key, points in case.scores.items()},
        comments=case.comments,
        overall=case.overall,
        recommends=case.recommends,
    )


def _page(case: Review, opinion: Opinion, wrong: dict[str, Any], status: int) -> Response:
    own = case.expert.person_id == current_user.person.id
    if not own and case.state != "closed":
        # Before the panel locks nobody but its author reads an opinion.
        abort(404)
    page = render_template(
        "reviewer/review.html",
        case=case,
        own=own,
        opinion=opinion,
        wrong=wrong,
        form=Form(),
        criteria=case.group.criteria,
        readable=case.state in _READABLE,
        open=reviewing.is_open(case) and own,
        offers=offers(g.db, case, current_user.person, g.now),
        missing=reviewing.missing(case) if reviewing.is_open(case) else (),
        section_labels=SECTION_LABELS,
        answers_by_metric=list(bidding.answers_of(g.db, case.proposal).values())
        if case.proposal.item_id
        else (),
    )
    return make_response(page, status)
