"""My needs, the form of one, and the questions asked about it."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, g, make_response, render_template
from flask_babel import gettext as _
from flask_login import current_user

from app.access.guard import signed_in
from app.access.load import case_or_404
from app.models import Call, Item, ItemQuestion
from app.queries.calls.items import collecting_lists, needs_of, questions_of
from app.queries.calls.portal import technology_fields
from app.services.editing import Overtaken
from app.services.open_call import needs, questions
from app.services.problems import Problems
from app.web.demander.forms import AnswerForm, NeedForm, StartForm
from app.web.shared.navigation import Entry
from app.web.shared.redirecting import see_other
from app.web.shared.stretches import place, stretch_of
from workflows.engine.text import Text
from workflows.roles import Role

blueprint = Blueprint("demander", __name__)

NAVIGATION = (
    Entry(
        Text("我的需求", "My needs"),
        "demander.index",
        frozenset(),
        Text(
            "提交技术需求，答复揭榜方提问", "Submit technical needs and answer bidders' questions"
        ),
        own="has_needs",
    ),
)


@blueprint.get("/my/needs")
@signed_in
def index() -> str:
    return render_template(
        "demander/index.html",
        page=stretch_of(g.db, needs_of(current_user.person), place()),
        lists=g.db.scalars(collecting_lists(g.now)).all(),
        form=StartForm(formdata=None),
    )


@blueprint.post("/calls/<int:number>/needs")
@signed_in
def start(number: int) -> Response:
    call = g.db.get(Call, number)
    if call is None:
        abort(404)
    form = StartForm()
    if not form.validate_on_submit():
        return _refused(form, 422)
    made = needs.start(g.db, call, current_user.person, form.title.data or "", g.now)
    if isinstance(made, Problems):
        form.take(made)
        return _refused(form, 409)
    return see_other("demander.edit", number=made.id)


def _refused(form: StartForm, status: int) -> Response:
    return make_response(render_template("demander/refused.html", form=form), status)


@blueprint.route("/items/<int:number>/edit", methods=["GET", "POST"])
@signed_in
def edit(number: int) -> Response:
    """The demand side's draft; the office's amendment or revision of what is posted."""
    item: Item = case_or_404("item", number, Role.DEMANDER, Role.PROGRAMME_OFFICER, to_write=True)
    form = NeedForm.of(item, technology_fields(g.db))
    if not form.is_submitted():
        return _page(item, form, 200)
    if not form.validate():
        return _page(item, form, 422)
    answer = needs.save(
        g.db,
        item,
        form.content_typed(),
        {"money": form.promises_money.data, "trial": form.promises_trial.data},
        form.seen_edition,
        by=current_user.person,
        now=g.now,
        is_demander=Role.DEMANDER in g.roles,
        field_id=form.technology_field_id.data,
    )
    match answer:
        case Problems():
            form.take(answer)
            return _page(item, form, 409)
        case Overtaken():
            form.give_way(answer)
            return _page(item, form, 409)
    flash(_("已保存。"), "success")
    return see_other("dossier.item", number=number)


@blueprint.post("/questions/<int:number>/answer")
@signed_in
def answer(number: int) -> Response:
    question = g.db.get(ItemQuestion, number)
    if question is None:
        abort(404)
    item: Item = case_or_404("item", question.item_id, Role.DEMANDER, Role.PROGRAMME_OFFICER)
    form = AnswerForm()
    problems: Problems | None = None
    if form.validate_on_submit():
        problems = questions.answer(question, form.answer.data or "", current_user.person, g.now)
        if problems is None:
            flash(_("已答复并向所有人公开。"), "success")
            return see_other("demander.asked", number=item.id)
        form.take(problems)
    return _asked(item, form, question.id, 422 if problems is None else 409)


@blueprint.get("/items/<int:number>/questions")
@signed_in
def asked(number: int) -> Response:
    item: Item = case_or_404("item", number, Role.DEMANDER, Role.PROGRAMME_OFFICER)
    return _asked(item, AnswerForm(formdata=None), None, 200)


def _asked(item: Item, form: AnswerForm, chosen: int | None, status: int) -> Response:
    page = render_template(
        "demander/questions.html",
        item=item,
        form=form,
        chosen=chosen,
        questions=questions_of(g.db, item, answered=False),
    )
    return make_response(page, status)


def _page(item: Item, form: NeedForm, status: int) -> Response:
    page = render_template(
        "demander/need.html",
        case=item,
        form=form,
        in_draft=item.state in needs.IN_DRAFT,
        promises=Role.DEMANDER in g.roles,
        closed=needs.closed_to(item, is_demander=Role.DEMANDER in g.roles),
        hints=needs.hints(item.call),
    )
    return make_response(page, status)
