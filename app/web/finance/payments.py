"""What waits for the office's finance, the list of payments, and one payment."""

from __future__ import annotations

from flask import Response, flash, g, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.access.guard import holding, signed_in
from app.access.load import case_or_404
from app.access.roles import roles_on
from app.models import Fund, Payment
from app.numbers import row_number
from app.queries.books import money as query
from app.queries.books.bank_accounts import unverified_accounts
from app.queries.case_parts import read_parts
from app.queries.letters import letters_about
from app.queries.paging import SIZE
from app.queries.record.trail import trail_of
from app.services.door.offering import offers
from app.services.money import bars
from app.services.money.funds import fund_of
from app.services.moves import take
from app.web.finance.blueprint import READERS, blueprint
from app.web.shared.aside import hidden_from_me
from app.web.shared.attaching import attached
from app.web.shared.filters import say
from app.web.shared.navigation import my_roles
from app.web.shared.redirecting import see_other
from app.web.shared.stretches import place, stretch_of
from workflows.engine.decide import Refusals
from workflows.parts.payment import PAYMENT
from workflows.roles import Role

_SEES_ACCOUNT = frozenset({*READERS, Role.UNIT_FINANCE, Role.UNIT_ADMIN})


@blueprint.get("/finance")
@holding(*READERS)
def index() -> str:
    chosen, hidden = request.args.get("state"), hidden_from_me()
    listed = query.PAYMENTS.narrowed(g.db, query.payments(hidden), request.args)
    return render_template(
        "finance/index.html",
        states=PAYMENT.states,
        counts=query.counts_by_state(g.db, hidden),
        funds=query.funds_by_state(g.db, hidden),
        accounts=unverified_accounts(g.db),
        strange=query.strange_lines(g.db, hidden),
        chosen=chosen,
        by=query.PAYMENTS,
        page=stretch_of(g.db, listed, place()),
        may_batch=_is_finance() and chosen == "approved",
    )


@blueprint.post("/finance/batch")
@holding(Role.FINANCE)
def batch_chosen() -> Response:
    """Each chosen payment goes through the door on its own; those refused stay, and say why."""
    typed = request.form.getlist("payments")
    ids = [number for text in typed if (number := row_number(text)) is not None]
    done = 0
    for payment in query.payments_in(g.db, ids[:SIZE]):
        answer = take(g.db, payment, "batch", current_user.person, now=g.now)
        if isinstance(answer, Refusals):
            reasons = " ".join(say(r.reason) for r in answer.reasons)
            flash(f"{payment.number} {reasons}", "warning")
        else:
            done += 1
    if done:
        flash(ngettext("已编入批次 %(num)s 笔。", "已编入批次 %(num)s 笔。", done), "success")
        return see_other("finance.batches")
    if not ids:
        flash(_("请先勾选拨付单。"), "warning")
    return see_other("finance.index", state="approved")


@blueprint.get("/finance/payments/<int:number>")
@signed_in
def payment(number: int) -> str:
    case = case_or_404("payment", number, parts=read_parts)
    fund = _fund_to_open(case)
    may_file = fund is not None and Role.UNIT_FINANCE in roles_on(
        g.db, current_user.person, fund, g.now
    )
    return render_template(
        "finance/payment.html",
        case=case,
        fund=fund,
        files_matching=may_file and case.state == "awaiting_unit",
        sees_account=bool(g.roles & _SEES_ACCOUNT),
        in_office=bool(g.roles & frozenset(READERS)),
        barred=bars.findings(g.db, case, g.now) if case.state == "barred" else (),
        attached=attached(case),
        instead=query.ordered_instead(g.db, case) if case.state == "cancelled" else None,
        offers=offers(g.db, case, current_user.person, g.now),
        letters=letters_about(g.db, case),
        history=trail_of(g.db, case, current_user.person, g.roles),
    )


def _fund_to_open(payment: Payment) -> Fund | None:
    """Where matching funds and receipts stand, for whoever may read it."""
    fund = fund_of(g.db, payment.project)
    may_read = fund is not None and roles_on(g.db, current_user.person, fund, g.now)
    return fund if may_read else None


def _is_finance() -> bool:
    return Role.FINANCE in (my_roles() or frozenset())
