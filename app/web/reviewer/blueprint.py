"""The blueprint of the pages for experts."""

from __future__ import annotations

from flask import Blueprint

from app.web.shared.navigation import Entry
from workflows.engine.text import Text
from workflows.roles import Role

blueprint = Blueprint("reviewer", __name__)

NAVIGATION = (
    Entry(
        Text("我的评审", "My reviews"),
        "reviewer.index",
        frozenset({Role.EXPERT}),
        Text("声明回避、评分和签名", "Declare conflicts of interest, score and sign"),
    ),
)
