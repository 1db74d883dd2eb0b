"""The panel at its table: what the others signed, remarks, namings, the chair's opinion."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, g, make_response, render_template
from flask import url_for as url
from flask_babel import gettext as _
from flask_login import current_user

from app.access.guard import signed_in
from app.access.load import case_or_404
from app.models import GroupProposal, Review, ReviewGroup
from app.queries.review.panels import items_of
from app.services.awarding import ranking
from app.services.problems import Problems
from app.services.review import discussing, nonconsensus, versions
from app.services.review.blinding import title_for_experts
from app.services.review.vetoes import VETO_LABELS
from app.web.reviewer.blueprint import blueprint
from app.web.shared.filters import said_by_field
from app.web.shared.redirecting import to_path
from app.web.shared.shared_forms import SharedForm
from app.web.shared.typed import text_typed
from workflows.roles import Role

_MEMBER = (Role.EXPERT, Role.PANEL_CHAIR)


@blueprint.get("/groups/<int:number>/discussion")
@signed_in
def discussion(number: int) -> str:
    """Every proposal of the panel; the chair sees after the lock who changed what."""
    group: ReviewGroup = case_or_404("review_group", number, *_MEMBER)
    me = current_user.person.id
    return render_template(
        "reviewer/discussion.html",
        case=group,
        items=items_of(g.db, group),
        mine=discussing.open_to(g.db, group, me),
        writers=discussing.seats_that_write(g.db, group),
        own_seat=next((s.seat for s in group.seats if s.expert.person_id == me), None),
        title_of=title_for_experts,
        changes=versions.changes_in(g.db, group) if _sees_changes(group) else {},
        chairs=Role.PANEL_CHAIR in g.roles,
    )


@blueprint.get("/groups/<int:number>/items/<int:proposal>")
@signed_in
def item(number: int, proposal: int) -> Response:
    group, found, own = _at_the_table(number, proposal)
    return _page(group, found, own, {}, {}, 200)


@blueprint.post("/groups/<int:number>/items/<int:proposal>/remarks")
@signed_in
def remark(number: int, proposal: int) -> Response:
    group, found, own = _at_the_table(number, proposal)
    text = text_typed("remark")
    problems = discussing.remark(g.db, own, text, g.now)
    return _answer(group, found, own, problems, {"remark": text})


@blueprint.post("/groups/<int:number>/items/<int:proposal>/naming")
@signed_in
def name(number: int, proposal: int) -> Response:
    """For the non-consensus channel."""
    group, found, own = _at_the_table(number, proposal)
    text = text_typed("reason")
    peers = discussing.reviews_of(g.db, group, proposal)
    problems = nonconsensus.name(g.db, own, peers, text, g.now)
    return _answer(group, found, own, problems, {"reason": text})


@blueprint.post("/groups/<int:number>/items/<int:proposal>/opinion")
@signed_in
def opinion(number: int, proposal: int) -> Response:
    group, found, own = _at_the_table(number, proposal)
    peers = discussing.reviews_of(g.db, group, proposal)
    if own.expert_id != discussing.writer_of(group, peers):
        abort(404)
    form, before, typed = SharedForm(), found.opinion, {"opinion": text_typed("opinion")}
    problems = discussing.save_opinion(found, group, typed["opinion"])
    if not problems and form.refuse_if_newer(before, found.opinion, current_user.person.id):
        return _page(group, found, own, typed, {}, 409, form)
    return _answer(group, found, own, problems, typed, form)


def _at_the_table(number: int, proposal: int) -> tuple[ReviewGroup, GroupProposal, Review]:
    """Members who have signed for this proposal; whoever stood aside leaves the item."""
    group: ReviewGroup = case_or_404("review_group", number, *_MEMBER, to_write=True)
    found = next((i for i in group.items if i.proposal_id == proposal), None)
    own = discussing.own_review(g.db, group, proposal, current_user.person.id)
    if found is None or own is None or not discussing.is_open(g.db, group, proposal):
        abort(404)
    return group, found, own


def _sees_changes(group: ReviewGroup) -> bool:
    return group.state == "locked" and Role.PANEL_CHAIR in g.roles


def _answer(
    group: ReviewGroup,
    found: GroupProposal,
    own: Review,
    problems: Problems | None,
    typed: dict[str, str],
    form: SharedForm | None = None,
) -> Response:
    if problems is None:
        flash(_("已保存。"), "success")
        back = url("reviewer.item", number=group.id, proposal=found.proposal_id)
        return to_path(back)
    wrong = said_by_field(problems)
    return _page(group, found, own, typed, wrong, 409 if "" in wrong else 422, form)


def _page(
    group: ReviewGroup,
    found: GroupProposal,
    own: Review,
    typed: dict[str, str],
    wrong: dict[str, Any],
    status: int,
    form: SharedForm | None = None,
) -> Response:
    """`form` is that of the panel's opinion where this was sent."""
    peers = discussing.reviews_of(g.db, group, found.proposal_id)
    seats = {seat.expert_id: seat.seat for seat in group.seats}
    page = render_template(
        "reviewer/item.html",
        case=group,
        item=found,
        own=own,
        title=title_for_experts(found.proposal),
        peers=peers,
        seats=seats,
        summary=ranking.summary_of(group.call, peers),
        criteria=group.criteria,
        veto_labels=VETO_LABELS,
        remarks=discussing.remarks_on(g.db, group, found.proposal_id),
        may_name=nonconsensus.may_name(own, peers),
        naming=nonconsensus.naming_of(g.db, own),
        writes=own.expert_id == discussing.writer_of(group, peers),
        drafted=discussing.draft_opinion(peers, group.criteria),
        form=form or SharedForm.opened(found.opinion),
        typed=typed,
        wrong=wrong,
    )
    return make_response(page, status)
