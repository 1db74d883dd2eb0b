"""The blueprint of the office's pages and its entries in the menu."""

from __future__ import annotations

from flask import Blueprint

from app.access.roles import OFFICE
from app.web.shared.navigation import Entry
from workflows.engine.text import Text
from workflows.roles import Role

blueprint = Blueprint("officer", __name__, url_prefix="/office")

NAVIGATION = (
    Entry(
        Text("指南管理", "Manage calls"),
        "officer.calls",
        OFFICE,
        Text("指南、申报、评审与立项的进展", "Progress of calls, proposals, review and awards"),
    ),
    Entry(
        Text("申报书总览", "All proposals"),
        "officer.proposals",
        OFFICE,
        Text("按指南、状态、关键词查找申报书", "Find proposals by call, state or keyword"),
    ),
    Entry(
        Text("专家库", "Expert pool"),
        "officer.experts",
        frozenset({Role.EXPERT_MANAGER, Role.SUPERVISOR}),
        Text("评审专家及其单位、类型、地区", "Reviewers and their units, types and regions"),
    ),
)
