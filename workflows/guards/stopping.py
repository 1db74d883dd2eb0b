"""Rules of a list that stands still, and of an item taken off it: C13."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.text import Text
from workflows.guards.examples import ITEM
from workflows.guards.item import ItemGuard
from workflows.guards.shapes import nothing_in
from workflows.hands import CHAIR, DECIDES

list_is_running = ItemGuard(
    key="list_is_running",
    reason=Text("榜单已暂停，恢复后再办理。", "The list is paused. Wait until it resumes."),
    supplied_by=DECIDES,
    holds=lambda f: f.list_state != "paused",
    passing=ITEM,
    failing=replace(ITEM, list_state="paused"),
)
no_panel_at_work = nothing_in(
    "in_review",
    of=ITEM,
    key="no_panel_at_work",
    reason=Text(
        "评榜专家组正在评审，待其锁定后再撤榜：{missing}。",
        "An evaluation panel is at work. Delist once it has locked its scores: {missing}.",
    ),
    supplied_by=CHAIR,
)
