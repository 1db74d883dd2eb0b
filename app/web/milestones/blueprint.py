"""The blueprint of the milestone pages and its entries in the menu."""

from __future__ import annotations

from flask import Blueprint

from app.web.shared.navigation import Entry
from workflows.engine.text import Text
from workflows.hands import HOUSE

blueprint = Blueprint("milestones", __name__)

NAVIGATION = (
    Entry(
        Text("节点考核", "Milestone assessment"),
        "milestones.index",
        HOUSE,
        Text(
            "各项目节点的日程、专家组与结论",
            "Schedule, panels and conclusions for each project's milestones",
        ),
    ),
)
