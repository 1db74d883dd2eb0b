"""The blueprint of the expert's own pages and its entry in the menu."""

from __future__ import annotations

from flask import Blueprint

from app.web.shared.navigation import Entry
from workflows.engine.text import Text
from workflows.roles import Role

blueprint = Blueprint("expert", __name__, url_prefix="/expert")

NAVIGATION = (
    Entry(
        Text("专家资料", "My expert profile"),
        "expert.profile",
        frozenset({Role.EXPERT}),
        Text("领域、单位、不在期间、利益关系", "Fields, units, dates unavailable and interests"),
    ),
)
