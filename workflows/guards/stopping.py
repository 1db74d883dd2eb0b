"""Rules of a list that stands still, and of an item taken off it: C13."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import ItemFacts
from workflows.guards.examples import ITEM
from workflows.roles import Role

ItemGuard = Guard[ItemFacts]

list_is_running = ItemGuard(
    "list_is_running",
    Text("榜单已暂停，恢复后再办。", "The list is paused; wait until it runs again."),
    frozenset({Role.DECISION_MAKER}),
    lambda f: f.list_state != "paused",
    ITEM,
    replace(ITEM, list_state="paused"),
)
no_panel_at_work = ItemGuard(
    "no_panel_at_work",
    Text(
        "评榜专家组正在评审，待其锁定后再撤榜：{missing}。",
        "A panel is at work; delist when it has finished: {missing}.",
    ),
    frozenset({Role.PANEL_CHAIR}),
    lambda f: not f.in_review,
    ITEM,
    replace(ITEM, in_review=("某揭榜申请",)),
    lambda f: f.in_review,
)
