"""The blueprint of the pages of acceptance and its entry in the menu."""

from __future__ import annotations

from flask import Blueprint

from app.web.shared.navigation import Entry
from workflows.engine.text import Text
from workflows.roles import Role

blueprint = Blueprint("acceptance", __name__)

READERS = (
    Role.PROGRAMME_OFFICER,
    Role.PLANNING_OFFICER,
    Role.DECISION_MAKER,
    Role.SUPERVISOR,
    Role.DISCIPLINE,
    Role.FINANCE,
)
"""Who finds these pages in the menu."""

NAVIGATION = (
    Entry(
        Text("项目验收", "Project acceptance"),
        "acceptance.index",
        frozenset(READERS),
        Text("验收申请、评审、公示与证书", "Applications, reviews, notices and certificates"),
    ),
)
