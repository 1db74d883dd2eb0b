"""The blueprint of the pages of acceptance and its entry in the menu."""

from __future__ import annotations

from flask import Blueprint

from app.web.shared.navigation import Entry
from workflows.engine.text import Text
from workflows.roles import Role

blueprint = Blueprint("acceptance", __name__)

OFFICE = (
    Role.PROGRAMME_OFFICER,
    Role.PLANNING_OFFICER,
    Role.DECISION_MAKER,
    Role.SUPERVISOR,
    Role.DISCIPLINE,
    Role.FINANCE,
)

NAVIGATION = (
    Entry(
        Text("项目验收", "Acceptance"),
        "acceptance.index",
        frozenset(OFFICE),
        Text("验收申请、评审、公示与证书", "Applications, reviews, notices and certificates"),
    ),
)
