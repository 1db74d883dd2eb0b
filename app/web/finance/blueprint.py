"""The blueprint of the money pages and its entries in the menu."""

from __future__ import annotations

from flask import Blueprint

from app.web.shared.navigation import Entry
from workflows.engine.text import Text
from workflows.roles import Role

blueprint = Blueprint("finance", __name__)

READERS = (
    Role.FINANCE,
    Role.SUPERVISOR,
    Role.DISCIPLINE,
    Role.PLANNING_OFFICER,
    Role.DECISION_MAKER,
)
"""Who reads every payment and the books; only finance moves them."""

PLANNERS = (*READERS, Role.PROGRAMME_OFFICER)
"""Who reads what public money brings along."""

SEES_EVIDENCE = (Role.UNIT_FINANCE, Role.UNIT_ADMIN, Role.APPLICANT, Role.DEMANDER, *READERS)
"""Of matching money."""

NAVIGATION = (
    Entry(
        Text("经费拨付", "Payments"),
        "finance.index",
        frozenset(READERS),
        Text("拨付单、批次、追缴和台账", "Payment orders, batches, recovery and ledger"),
    ),
    Entry(
        Text("本单位经费", "Our unit's funds"),
        "finance.ours",
        frozenset({Role.UNIT_FINANCE}),
        Text(
            "确认到账、配套凭证、列支和收款账户",
            "Receipts, matching funds, spending and receiving accounts",
        ),
    ),
    Entry(
        Text("经费撬动", "Leverage"),
        "finance.leverage",
        frozenset(PLANNERS),
        Text("财政资金与单位投入，按专项", "Public funds and units' own funds, by programme"),
    ),
)
