"""A bid for a posted item: begun from its public page, answered metric by metric."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import FieldList, FormField, HiddenField
from wtforms import Form as PlainForm

from app.access.guard import signed_in
from app.models import Item, Metric, MetricAnswer, Proposal
from app.services.editing import Overtaken
from app.services.open_call import bidding
from app.services.open_call.bidding import Answer
from app.services.problems import Problems
from app.web.applicant.views import blueprint, editable, next_part
from app.web.shared.fields import LineField, MoneyField, ParagraphField
from app.web.shared.filters import all_said
from app.web.shared.forms import Needed
from app.web.shared.links import url_for_case
from app.web.shared.redirecting import see_other, to_path
from app.web.shared.shared_forms import SharedForm


class AnswerRow(PlainForm):
    metric = HiddenField()
    target = LineField(_l("承诺值"), [Needed()], most=40)
    route = ParagraphField(_l("技术路线"), [Needed()], most=1000)
    evidence = ParagraphField(_l("依据与佐证"), [Needed()], most=500)
    plan = ParagraphField(_l("进度安排"), most=500)
    price = MoneyField(_l("该项报价"))


class AnswersForm(SharedForm):
    rows = FieldList(FormField(AnswerRow), "")


@blueprint.post("/items/<int:number>/bids")
@signed_in
def start_bid(number: int) -> Response:
    item = g.db.get(Item, number)
    if item is None or item.round == 0:
        abort(404)
    made = bidding.start(g.db, item, current_user.person, g.now)
    if isinstance(made, Problems):
        page = render_template(
            "applicant/refused.html",
            title=_("不能揭榜"),
            reasons=all_said(made),
        )
        return make_response(page, 409)
    if made.state != "draft":
        return to_path(url_for_case(made.kind, made.id))
    return see_other("applicant.answers", number=made.id)


@blueprint.route("/proposals/<int:number>/edit/answers", methods=["GET", "POST"])
@signed_in
def answers(number: int) -> Response:
    bid = editable(number, "metrics")
    if bid.item is None:
        abort(404)
    form = _form(bid)
    if not form.is_submitted():
        return _page(bid, form, 200)
    if not form.validate():
        return _page(bid, form, 422)
    typed = _typed(bid, form)
    edition = bid.edition if typed == _typed(bid, _kept(bid)) else form.seen_edition
    match bidding.save_answers(g.db, bid, typed, edition, current_user.person, g.now):
        case Problems() as problems:
            form.take(problems)
            return _page(bid, form, 422)
        case Overtaken() as overtaken:
            form.give_way(overtaken)
            return _page(bid, form, 409)
    flash(_("已保存。"), "success")
    onward = next_part("metrics") if "onward" in request.form else "metrics"
    return see_other("applicant.edit", number=number, part=onward)


def _form(bid: Proposal) -> AnswersForm:
    return AnswersForm(data=_stored(bid))


def _kept(bid: Proposal) -> AnswersForm:
    return AnswersForm(formdata=None, data=_stored(bid))


def _stored(bid: Proposal) -> dict[str, Any]:
    assert bid.item is not None, "bids are for items"
    kept = bidding.answers_of(g.db, bid)
    rows = [_row(posted.id, kept.get(posted.id)) for posted in bid.item.metrics]
    return {"rows": rows, "edition": str(bid.edition)}


def _row(number: int, kept: tuple[Metric, MetricAnswer | None] | None) -> dict[str, Any]:
    row: dict[str, Any] = {"metric": str(number)}
    if kept is not None:
        metric, answer = kept
        row["target"] = metric.target
        if answer is not None:
            row |= {k: getattr(answer, k) or None for k in ("route", "evidence", "plan", "price")}
    return row


def _typed(bid: Proposal, form: AnswersForm) -> dict[int, Answer]:
    """Only metrics of this item are answered, whatever a form may name."""
    assert bid.item is not None, "bids are for items"
    return {
        posted.id: Answer(
            target=(row["target"] or "").strip(),
            route=row["route"] or "",
            evidence=row["evidence"] or "",
            plan=row["plan"] or "",
            price=row["price"] or 0,
        )
        for posted, row in zip(bid.item.metrics, form.rows.data, strict=False)
    }


def _page(bid: Proposal, form: AnswersForm, status: int) -> Response:
    is_open = bid.state == "draft"
    page = render_template(
        "applicant/answers.html",
        case=bid,
        form=form,
        part="metrics",
        is_open=is_open,
        beside=bidding.beside(g.db, bid.item, bid.pi) if bid.item and is_open else None,
    )
    return make_response(page, status)
