"""The blueprint of races and its entries in the menu."""

from __future__ import annotations

from flask import Blueprint

from app.web.shared.navigation import Entry
from workflows.engine.text import Text

blueprint = Blueprint("race", __name__, url_prefix="/races")

NAVIGATION = (
    Entry(
        Text("赛马", "Races"),
        "race.index",
        note=Text("赛题、赛道、节点结论与公文", "Races, lanes, stage outcomes and letters"),
    ),
)
