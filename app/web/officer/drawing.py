"""The record of a draw, and waivers of conflicts before it."""

from __future__ import annotations

from collections import Counter

from flask import Response, abort, flash, g, make_response, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField

from app.access.guard import holding
from app.access.load import case_or_404
from app.access.roles import OFFICE, knows_members
from app.experts.pool import EXPERT_TYPES
from app.models import ReviewGroup
from app.queries.paging import page_of
from app.queries.record.trail import trail_of
from app.queries.review.experts import conflicts_recorded, exclusions_of, names_of
from app.queries.review.panels import read_parts
from app.queries.review.replaced import replaced_in
from app.services.experts.pool import EXCLUSION_LABELS
from app.services.review.panels import fixed_pool, snapshot_digest
from app.services.review.replaying import replayed
from app.services.review.waiving import WaivableTie, waivable, waive_tie
from app.web.officer.blueprint import blueprint
from app.web.shared.fields import ParagraphField
from app.web.shared.filters import say
from app.web.shared.forms import Form, Required, choices
from app.web.shared.paging import page_number
from app.web.shared.redirecting import see_other
from workflows.engine.text import Text
from workflows.registry import workflow_for
from workflows.roles import Role

STANDINGS: dict[str, Text] = {
    "declared": Text("本人声明", "Declared by the expert"),
    "detected": Text("系统查出", "Found by the system"),
    "waived": Text("已豁免", "Waived"),
}

_Excluded = tuple[int, list[Text]]


class WaiverForm(Form):
    tie = RadioField(_l("回避情形"), [Required()])
    reason = ParagraphField(_l("豁免理由"), [Required()], most=500)


@blueprint.get("/groups/<int:number>/draw")
@holding(*OFFICE)
def draw_record(number: int) -> str:
    """What anybody who may know the members needs to repeat the draw; it prints as one record."""
    group: ReviewGroup = case_or_404("review_group", number, *OFFICE, parts=read_parts)
    if "snapshot" not in group.draw or not knows_members(g.roles, group):
        abort(404)
    excluded = exclusions_of(group, EXCLUSION_LABELS)
    page = page_of(excluded, page_number())
    again = replayed(g.db, group)
    known, none_declared, not_asked = conflicts_recorded(g.db, group)
    drawn = [seat.expert_id for seat in group.seats]
    return render_template(
        "officer/draw.html",
        case=group,
        pool=fixed_pool(group),
        types=EXPERT_TYPES,
        digest=snapshot_digest(group),
        reasons=Counter(say(reason) for _, reasons in excluded for reason in reasons),
        excluded=page.rows,
        page=page,
        again=again,
        conflicts=known,
        none_declared=none_declared,
        not_asked=not_asked,
        standings=STANDINGS,
        rules=EXCLUSION_LABELS,
        replaced=replaced_in(g.db, group),
        state_of=workflow_for("review").state,
        names=names_of(g.db, [*drawn, *(number for number, _ in page.rows)]),
        history=trail_of(g.db, group, current_user.person, g.roles),
    )


@blueprint.route("/groups/<int:number>/waivers", methods=["GET", "POST"])
@holding(Role.SUPERVISOR)
def waivers(number: int) -> Response:
    """Ties of the past that keep somebody away; supervision may waive them, with reasons."""
    group: ReviewGroup = case_or_404("review_group", number, Role.SUPERVISOR)
    ties = waivable(g.db, group, g.now)
    form = WaiverForm()
    form.tie.choices = choices((tie.key, _words(tie)) for tie in ties)
    if not form.is_submitted():
        return _waivers(group, form, ties, 200)
    if not form.validate():
        return _waivers(group, form, ties, 422)
    chosen = next(tie for tie in ties if tie.key == form.tie.data)
    problems = waive_tie(g.db, chosen, form.reason.data, current_user.person, g.now)
    if problems is not None:
        form.take(problems)
        return _waivers(group, form, ties, 422)
    flash(_("已豁免。候选名单须重新固定。"), "success")
    return see_other("officer.group", number=number)


def _words(tie: WaivableTie) -> str:
    return f"{tie.expert.person.name} · 《{tie.proposal.title}》 · {say(tie.finding.evidence)}"


def _waivers(
    group: ReviewGroup, form: WaiverForm, ties: list[WaivableTie], status: int
) -> Response:
    page = render_template("officer/waivers.html", case=group, form=form, ties=ties)
    return make_response(page, status)
