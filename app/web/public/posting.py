"""The list of posted items, one item with its versions and answers, and asking a question."""

from __future__ import annotations

from flask import Response, abort, flash, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.access.guard import open_to_all, signed_in
from app.models import Item
from app.names import clean_line
from app.numbers import row_number
from app.queries.calls.items import (
    Wanted,
    fields_posted,
    programmes_posted,
    public_item,
    public_items,
    public_letters,
    questions_of,
    stopped_project,
    winner_of,
)
from app.queries.calls.results import results_of
from app.queries.record.trail import reason_of
from app.services.open_call import bidding, questions
from app.services.open_call.content import place_of
from app.services.open_call.converting import way_of
from app.services.problems import Problems
from app.web.public.views import blueprint
from app.web.shared.fields import ParagraphField
from app.web.shared.forms import Form, Required
from app.web.shared.redirecting import see_other
from app.web.shared.stretches import place, stretch_of


class QuestionForm(Form):
    text = ParagraphField(_l("您的问题"), [Required()], most=500)


@blueprint.get("/items")
@open_to_all
def items() -> str:
    asked = request.args
    wanted = Wanted(
        standing=asked.get("standing", ""),
        words=clean_line(asked.get("words", "")),
        field=row_number(asked.get("field", "")),
        programme=row_number(asked.get("programme", "")),
        list_=row_number(asked.get("list", "")),
    )
    return render_template(
        "public/items.html",
        page=stretch_of(g.db, public_items(wanted), place()),
        wanted=wanted,
        fields=fields_posted(g.db),
        programmes=programmes_posted(g.db),
    )


@blueprint.get("/items/<int:number>")
@open_to_all
def item(number: int) -> str:
    return _page(_posted(number), QuestionForm(formdata=None))


@blueprint.post("/items/<int:number>/questions")
@signed_in
def ask(number: int) -> Response:
    found, form = _posted(number), QuestionForm()
    if not form.validate_on_submit():
        return make_response(_page(found, form), 422)
    asked = questions.ask(g.db, found, form.text.data or "", current_user.person, g.now)
    if isinstance(asked, Problems):
        form.take(asked)
        return make_response(_page(found, form), 409)
    flash(_("已提交，答复后向所有人公开，不显示提问人。"), "success")
    return see_other("public.item", number=number)


def _posted(number: int) -> Item:
    found = public_item(g.db, number)
    if found is None:
        abort(404)
    return found


def _page(found: Item, form: QuestionForm) -> str:
    winner = winner_of(g.db, found)
    stopped = stopped_project(g.db, winner)
    is_open = found.state == "posted" and found.close_at and g.now < found.close_at
    reader = current_user.person if is_open and current_user.is_authenticated else None
    return render_template(
        "public/item.html",
        item=found,
        form=form,
        place_of=place_of,
        questions=questions_of(g.db, found, answered=True),
        letters=public_letters(g.db, found),
        stopped_for=reason_of(g.db, found, "stand_still", "delist", "convert"),
        turned_into=way_of(found),
        winner=winner,
        results=results_of(g.db, [winner]) if winner else {},
        attack_stopped_for=reason_of(g.db, stopped, "stop_at_once") if stopped else "",
        is_open=is_open,
        my_bid=bidding.bid_of(g.db, found, reader) if reader else None,
        beside=bidding.beside(g.db, found, reader) if reader else None,
        why_not=bidding.why_not(g.db, found, reader, g.now) if reader else None,
    )
