"""For the finance of a unit: its funds, its payments, its accounts."""

from __future__ import annotations

from flask import Response, abort, flash, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.access.guard import holding
from app.models import Organisation
from app.queries.books import money as query
from app.queries.books.bank_accounts import accounts_of_units, units_kept_by
from app.queries.books.consortia import shares_of_units
from app.services.money import bank_accounts
from app.services.money.bank_accounts import AccountDraft
from app.services.money.positions import positions
from app.services.money.shares import standings
from app.services.problems import Problems
from app.web.finance.blueprint import blueprint
from app.web.shared.fields import LineField
from app.web.shared.forms import Form, Required
from app.web.shared.redirecting import see_other
from app.web.shared.stretches import place, stretch_of
from workflows.roles import Role


class AccountForm(Form):
    holder = LineField(_l("户名"), [Required()], most=200)
    bank = LineField(_l("开户银行"), [Required()], most=200)
    number = LineField(_l("账号"), [Required()], most=40)


@blueprint.get("/finance/ours")
@holding(Role.UNIT_FINANCE)
def ours() -> str:
    units = [u.id for u in _units()]
    listed = query.OF_UNITS.narrowed(g.db, query.funds_of_units(units), request.args)
    page = stretch_of(g.db, listed, place())
    shares = stretch_of(g.db, shares_of_units(units), place("shares"))
    return render_template(
        "finance/ours.html",
        accounts=accounts_of_units(g.db, units),
        page=page,
        by=query.OF_UNITS,
        stands=positions(g.db, [fund.project for fund in page.rows]),
        shares=shares,
        share_stands=standings(g.db, shares.rows),
    )


@blueprint.route("/finance/ours/accounts/new", methods=["GET", "POST"])
@holding(Role.UNIT_FINANCE)
def new_account() -> Response:
    units = _units()
    if not units:
        abort(404)
    form = AccountForm()
    if not form.is_submitted():
        form.holder.data = next((u for u in units if u.merged_into_id is None), units[0]).name
        return _form(form, 200)
    if not form.validate():
        return _form(form, 422)
    typed = AccountDraft(form.holder.data, form.bank.data, form.number.data)
    unit = next((u for u in units if u.name == typed.holder.strip()), units[0])
    made = bank_accounts.add(g.db, unit, typed, current_user.person, g.now)
    if isinstance(made, Problems):
        form.take(made)
        return _form(form, 422)
    flash(_("账户已登记，待厅财务核验。"), "success")
    return see_other("finance.ours")


@blueprint.post("/finance/ours/accounts/<int:number>/retire")
@holding(Role.UNIT_FINANCE)
def retire_account(number: int) -> Response:
    mine = accounts_of_units(g.db, [u.id for u in _units()])
    account = next((a for a in mine if a.id == number), None)
    if account is None:
        abort(404)
    if bank_accounts.retire(g.db, account, current_user.person, g.now) is None:
        flash(_("账户已停用。"), "success")
    return see_other("finance.ours")


def _units() -> list[Organisation]:
    return list(units_kept_by(g.db, current_user.person, g.now))


def _form(form: AccountForm, status: int) -> Response:
    return make_response(render_template("finance/account.html", form=form), status)
