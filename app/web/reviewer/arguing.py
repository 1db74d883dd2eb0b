"""A drawn expert's opinion of a need: five tests, each answered yes or no (B2)."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, g, make_response, render_template
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField

from app.access.guard import signed_in
from app.access.load import case_or_404
from app.models import ArgumentOpinion, Item
from app.queries.calls.items import argument_of
from app.services.open_call import arguing
from app.services.open_call.content import as_worked_on, content_of, differences, place_of
from app.web.reviewer.blueprint import blueprint
from app.web.shared.fields import ParagraphField
from app.web.shared.filters import heading
from app.web.shared.forms import Form, Required, choices
from app.web.shared.proving import form_to_sign, prove_identity
from app.web.shared.redirecting import see_other
from workflows.engine.calendar import moment_words
from workflows.roles import Role

_YES_OR_NO = choices([("yes", _l("是")), ("no", _l("否"))])
_FIELDS: dict[str, Any] = {
    key: RadioField(LazyString(heading, words), [Required()], choices=_YES_OR_NO)
    for key, words in arguing.TESTS.items()
} | {"comment": ParagraphField(_l("论证意见"), [Required()], most=2000)}
ArgumentForm: type[Form] = type("ArgumentForm", (Form,), _FIELDS)
"""One choice for each test, and then the opinion."""


class DeclineForm(Form):
    reason = ParagraphField(_l("理由"), [Required()], most=300)


@blueprint.route("/items/<int:number>/argument", methods=["GET", "POST"])
@signed_in
def argument(number: int) -> Response:
    item: Item = case_or_404("item", number, Role.EXPERT)
    opinion = argument_of(g.db, item, current_user.person)
    if opinion is None:
        abort(404)
    form = form_to_sign(ArgumentForm, data=_kept(opinion))
    if not form.is_submitted():
        return _page(item, opinion, form, 200)
    if not form.validate():
        return _page(item, opinion, form, 422)
    if opinion.signed_at is not None and _says_the_same(form, opinion):
        signed_at = moment_words(opinion.signed_at)
        flash(_("您已于 %(at)s 签署论证意见。", at=signed_at), "warning")
        return see_other("reviewer.index")
    proven_at = prove_identity(form)
    if form.errors:
        return _page(item, opinion, form, 422)
    answers = {key: {"yes": True, "no": False}.get(form[key].data) for key in arguing.TESTS}
    problems = arguing.sign(
        g.db, opinion, answers, form["comment"].data or "", g.now, authenticated_at=proven_at
    )
    if problems is not None:
        form.take(problems)
        return _page(item, opinion, form, 409)
    flash(_("已签署论证意见。"), "success")
    return see_other("reviewer.index")


@blueprint.post("/items/<int:number>/argument/decline")
@signed_in
def decline_argument(number: int) -> Response:
    item: Item = case_or_404("item", number, Role.EXPERT)
    opinion = argument_of(g.db, item, current_user.person)
    if opinion is None:
        abort(404)
    form = DeclineForm()
    problems = None
    if form.validate_on_submit():
        by, reason = current_user.person, form.reason.data or ""
        problems = arguing.decline(g.db, opinion, reason, by, g.now)
        if problems is None:
            flash(_("已谢绝论证，将另行抽取专家。"), "success")
            return see_other("reviewer.index")
        form.take(problems)
    plain = form_to_sign(ArgumentForm, formdata=None, data=_kept(opinion))
    return _page(item, opinion, plain, 422 if problems is None else 409, declining=form)


def _says_the_same(form: Form, opinion: ArgumentOpinion) -> bool:
    """A button pressed twice sends again what was signed."""
    return all((form[key].data or "").strip() == kept for key, kept in _kept(opinion).items())


def _kept(opinion: ArgumentOpinion) -> dict[str, Any]:
    words = {True: "yes", False: "no", None: ""}
    return {key: words[getattr(opinion, key)] for key in arguing.TESTS} | {
        "comment": opinion.comment
    }


def _page(
    item: Item,
    opinion: ArgumentOpinion,
    form: Form,
    status: int,
    declining: DeclineForm | None = None,
) -> Response:
    page = render_template(
        "reviewer/argument.html",
        item=item,
        text=as_worked_on(item),
        opinion=opinion,
        until=arguing.sign_until(item, opinion),
        closed=arguing.closed_to(item, opinion),
        form=form,
        declining=declining or DeclineForm(formdata=None),
        place_of=place_of,
        differences=differences(content_of(item), item.draft) if item.draft else (),
    )
    return make_response(page, status)
