"""The blueprint of the pages of changes and its entry in the menu."""

from __future__ import annotations

from flask import Blueprint

from app.web.shared.navigation import Entry
from workflows.engine.text import Text
from workflows.roles import Role

blueprint = Blueprint("changes", __name__)

READERS = (
    Role.PROGRAMME_OFFICER,
    Role.PLANNING_OFFICER,
    Role.DECISION_MAKER,
    Role.SUPERVISOR,
    Role.DISCIPLINE,
)
"""Who finds these pages in the menu."""

NAVIGATION = (
    Entry(
        Text("项目变更", "Project changes"),
        "changes.index",
        frozenset(READERS),
        Text("变更申请的审核与批复", "Review and decide change requests"),
    ),
)
