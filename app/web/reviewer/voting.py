"""The secret vote of a panel: members vote, the chair and the office see how many have."""

from __future__ import annotations

from flask import Response, abort, flash, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from app.access.guard import signed_in
from app.access.load import case_or_404
from app.models import ReviewGroup
from app.queries.review.panels import votes_of
from app.services.door.offering import offers
from app.services.review import voting
from app.services.review.blinding import title_for_experts
from app.web.reviewer.blueprint import blueprint
from app.web.shared.filters import say
from app.web.shared.forms import Form
from app.web.shared.redirecting import see_other
from workflows.roles import Role

_MEMBER = (Role.EXPERT, Role.PANEL_CHAIR)
_MOVES = ("open_vote", "count_vote", "cancel_vote")


@blueprint.get("/groups/<int:number>/votes")
@signed_in
def votes(number: int) -> Response:
    return _page(case_or_404("review_group", number, *voting.WATCHERS), "", 200)


@blueprint.post("/groups/<int:number>/votes/<int:vote>")
@signed_in
def cast(number: int, vote: int) -> Response:
    group: ReviewGroup = case_or_404("review_group", number, *_MEMBER)
    found = next((v for v in votes_of(g.db, group) if v.id == vote), None)
    if found is None:
        abort(404)
    choice = request.form.get("choice", "")
    problems = voting.cast(g.db, group, found, current_user.person, choice)
    if problems is not None:
        ((key, text),) = problems.by_field.items()
        return _page(group, say(text), 422 if key else 409)
    flash(_("已投票。系统只记您已投，不记投给谁。"), "success")
    return see_other("reviewer.votes", number=number)


def _page(group: ReviewGroup, wrong: str, status: int) -> Response:
    found = offers(g.db, group, current_user.person, g.now)
    page = render_template(
        "reviewer/votes.html",
        case=group,
        votes=votes_of(g.db, group),
        own_vote=lambda vote: voting.own_vote(vote, current_user.person),
        is_member=bool(g.roles & frozenset(_MEMBER)),
        abstain=voting.ABSTAIN,
        title_of=title_for_experts,
        offers=[o for o in found if o.transition.name in _MOVES],
        form=Form(),
        wrong=wrong,
    )
    return make_response(page, status)
