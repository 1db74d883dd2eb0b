"""An expert's own fees, and the account they are paid to."""

from __future__ import annotations

from flask import Response, abort, flash, g, make_response, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.access.guard import signed_in
from app.models import Expert
from app.queries.books import fees as query
from app.services.experts.expert_profile import expert_of
from app.services.fees import accounts
from app.services.fees.accounts import Account
from app.services.fees.wording import purpose_of, standing_of
from app.web.fees.blueprint import blueprint
from app.web.shared.fields import LineField
from app.web.shared.forms import Form, Required
from app.web.shared.redirecting import see_other
from app.web.shared.stretches import place, stretch_of


class AccountForm(Form):
    bank = LineField(_l("开户银行"), [Required()], most=100)
    branch = LineField(_l("开户网点"), [Required()], most=100)
    number = LineField(
        _l("账号"), [Required()], most=40, description=_l("须为您本人名下的账户；不付现金。")
    )


@blueprint.get("/fees/own")
@signed_in
def own() -> Response:
    return _page(_mine(), AccountForm(formdata=None), 200)


@blueprint.post("/fees/own")
@signed_in
def name_account() -> Response:
    expert, form = _mine(), AccountForm()
    if not form.validate_on_submit():
        return _page(expert, form, 422)
    typed = Account(form.bank.data or "", form.branch.data or "", form.number.data or "")
    problems = accounts.name_account(g.db, expert, typed, current_user.person, g.now)
    if problems is not None:
        form.take(problems)
        return _page(expert, form, 422)
    flash(_("收款账户已登记。"), "success")
    return see_other("fees.own")


def _mine() -> Expert:
    found = expert_of(g.db, current_user.person)
    if found is None:
        abort(404)
    return found


def _page(expert: Expert, form: AccountForm, status: int) -> Response:
    page = render_template(
        "fees/own.html",
        form=form,
        own_account=accounts.own_account(g.db, expert),
        page=stretch_of(g.db, query.own_lines(current_user.person), place()),
        years=query.own_years(g.db, current_user.person),
        purpose_of=purpose_of,
        standing_of=standing_of,
    )
    return make_response(page, status)
