"""The blueprint of the integrity pages and its entries in the menu."""

from __future__ import annotations

from flask import Blueprint

from app.web.shared.navigation import Entry
from workflows.engine.text import Text
from workflows.roles import Role

blueprint = Blueprint("integrity", __name__, url_prefix="/integrity")

INSIDE = (Role.DISCIPLINE, Role.SUPERVISOR)

NAVIGATION = (
    Entry(
        Text("科研诚信", "Research integrity"),
        "integrity.index",
        frozenset(INSIDE),
        Text("线索、案件与惩戒记录", "Tips, cases and sanctions record"),
    ),
)
