"""Rules of bids whose scores were struck after the lock, reviewed again and placed: P12, B10."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import ItemFacts
from workflows.guards.examples import ITEM
from workflows.guards.item import every_bid_scored
from workflows.guards.lists import nothing_in
from workflows.roles import Role

ItemGuard = Guard[ItemFacts]
_OFFICER = frozenset({Role.PROGRAMME_OFFICER})

bid_scores_suffice = nothing_in(
    ITEM,
    "to_review_again",
    "评分因回避作废后有效评分不足、须先复评：{missing}。",
    "Too few valid scores since some were voided for a conflict; to be reviewed again: {missing}.",
    frozenset({Role.SUPERVISOR, Role.DECISION_MAKER}),
    "bid_scores_suffice",
)
every_bid_placed = nothing_in(
    ITEM,
    "unplaced",
    "复评后尚未重定是否入围：{missing}。",
    "Reviewed again and not placed yet: {missing}.",
    _OFFICER,
    "every_bid_placed",
)
some_unplaced = ItemGuard(
    "some_unplaced",
    Text("没有复评后待定的揭榜申请。", "No bid that was reviewed again waits to be placed."),
    _OFFICER,
    lambda f: bool(f.unplaced),
    replace(ITEM, unplaced=("某单位",)),
    ITEM,
    marks_path=True,
)
SETTLED_AGAIN = (every_bid_scored, bid_scores_suffice, every_bid_placed)
"""Nothing that was struck after the lock is still to be settled."""
