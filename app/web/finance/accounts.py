"""Accounts of units that the office's finance verifies."""

from __future__ import annotations

from flask import Response, abort, flash, g, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from app.access.guard import holding
from app.queries.books import bank_accounts as query
from app.services.money import bank_accounts
from app.web.finance.blueprint import READERS, blueprint
from app.web.shared.filters import all_said
from app.web.shared.navigation import my_roles
from app.web.shared.redirecting import see_other
from app.web.shared.stretches import place, stretch_of
from workflows.roles import Role


@blueprint.get("/finance/accounts")
@holding(*READERS)
def accounts() -> str:
    listed = query.ACCOUNTS.narrowed(g.db, query.accounts(), request.args)
    return render_template(
        "finance/accounts.html",
        page=stretch_of(g.db, listed, place()),
        by=query.ACCOUNTS,
        may_verify=Role.FINANCE in (my_roles() or frozenset()),
    )


@blueprint.post("/finance/accounts/<int:number>/verify")
@holding(Role.FINANCE)
def verify_account(number: int) -> Response:
    account = query.account_of(g.db, number)
    if account is None:
        abort(404)
    problems = bank_accounts.verify(g.db, account, current_user.person, g.now)
    if problems is None:
        flash(_("账户已核验。"), "success")
    else:
        flash(" ".join(all_said(problems)), "warning")
    return see_other("finance.accounts")
