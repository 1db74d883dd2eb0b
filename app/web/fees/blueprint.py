"""The blueprint of experts' fees and its entries in the menu."""

from __future__ import annotations

from flask import Blueprint

from app.access.roles import FEE_KEEPERS
from app.web.shared.navigation import Entry
from workflows.engine.text import Text
from workflows.roles import Role

blueprint = Blueprint("fees", __name__)

KEEPERS = tuple(sorted(FEE_KEEPERS))
"""Who reads what each expert is paid."""

DRAWERS = (Role.EXPERT_MANAGER, Role.PROGRAMME_OFFICER)
"""Who draws a list up."""

SUMMING = (*KEEPERS, Role.DISCIPLINE, Role.PLANNING_OFFICER, Role.DECISION_MAKER)
"""Who reads what the experts of each call cost."""

NAVIGATION = (
    Entry(
        Text("专家费", "Expert fees"),
        "fees.index",
        FEE_KEEPERS,
        Text(
            "各专家组的发放单，从拟制到发放", "Fee lists for each panel, from drawing up to payment"
        ),
    ),
    Entry(
        Text("我的专家费", "My expert fees"),
        "fees.own",
        frozenset({Role.EXPERT}),
        Text(
            "专家费、代扣个税和本人收款账户", "Expert fees, tax withheld and your receiving account"
        ),
    ),
)
