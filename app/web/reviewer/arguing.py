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
from app.queries.items import argument_of
from app.services.open_call import arguing
from app.web.reviewer.blueprint import blueprint
from app.web.shared.filters import heading
from app.web.shared.forms import Form, ParagraphField, Required, choices
from app.web.shared.proving import form_to_sign, prove_identity
from app.web.shared.redirecting import see_other
from workflows.roles import Role

_YES_OR_NO = choices([("yes", _l("是")), ("no", _l("否"))])
_FIELDS: dict[str, Any] = {
    key: RadioField(LazyString(heading, words), [Required()], choices=_YES_OR_NO)
    for key, words in arguing.TESTS.items()
} | {"comment": ParagraphField(_l("论证意见"), [Required()], most=2000)}
ArgumentForm: type[Form] = type("ArgumentForm", (Form,), _FIELDS)
"""One choice for each test, and then the opinion."""


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


def _kept(opinion: ArgumentOpinion) -> dict[str, Any]:
    words = {True: "yes", False: "no", None: ""}
    return {key: words[getattr(opinion, key)] for key in arguing.TESTS} | {
        "comment": opinion.comment
    }


def _page(item: Item, opinion: ArgumentOpinion, form: Form, status: int) -> Response:
    page = render_template("reviewer/argument.html", item=item, opinion=opinion, form=form)
    return make_response(page, status)
