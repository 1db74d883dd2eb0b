"""The books: what the accounts hold, and every transaction with the move that caused it."""

from __future__ import annotations

from flask import g, render_template, request

from app.access.guard import holding
from app.names import clean_line
from app.queries.books import ledger as query
from app.queries.record.trail import label_of
from app.queries.sight.account_names import owners_of
from app.web.finance.blueprint import READERS, blueprint
from app.web.shared.aside import hidden_from_me
from app.web.shared.stretches import place, stretch_of
from workflows.money.books import ACCOUNT_LABELS, PURPOSE_LABELS, AccountKind


@blueprint.get("/finance/books")
@holding(*READERS)
def books() -> str:
    totals = {t.kind: t for t in query.totals(g.db)}
    search = clean_line(request.args.get("q", ""))[:80]
    page = stretch_of(g.db, query.transactions(hidden_from_me(), search), place())
    return render_template(
        "finance/books.html",
        totals=[(ACCOUNT_LABELS[kind], totals[kind]) for kind in AccountKind if kind in totals],
        balance=sum(t.balance for t in totals.values()),
        page=page,
        search=search,
        owners=owners_of(g.db, [e.account for t in page.rows for e in t.entries]),
        purposes=PURPOSE_LABELS,
        accounts=ACCOUNT_LABELS,
        label_of=label_of,
    )
