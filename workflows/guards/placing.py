"""Rules of bids whose scores were struck after the lock, reviewed again and placed: P12, B10."""

from __future__ import annotations

from workflows.engine.text import Text
from workflows.guards.examples import ITEM
from workflows.guards.item import every_bid_has_panel, every_bid_scored
from workflows.guards.shapes import nothing_in, requires
from workflows.hands import OFFICER
from workflows.roles import Role

bid_scores_suffice = nothing_in(
    "to_review_again",
    of=ITEM,
    key="bid_scores_suffice",
    reason=Text(
        "评分因回避作废后有效评分不足、须先复评：{missing}。",
        "Scores voided for conflicts of interest have left too few valid ones. These bids must be "
        "re-reviewed first: {missing}.",
    ),
    supplied_by=frozenset({Role.SUPERVISOR, Role.DECISION_MAKER}),
)
every_bid_placed = nothing_in(
    "unplaced",
    of=ITEM,
    key="every_bid_placed",
    reason=Text(
        "复评后尚未重定是否入围：{missing}。",
        "These bids were re-reviewed, and whether they are shortlisted has not been "
        "decided: {missing}.",
    ),
    supplied_by=OFFICER,
)
some_unplaced = requires(
    "unplaced",
    of=ITEM,
    key="some_unplaced",
    reason=Text("没有复评后待定的揭榜申请。", "No re-reviewed bid is waiting for a decision."),
    supplied_by=OFFICER,
    marks_path=True,
)
EVERY_BID_JUDGED = (every_bid_has_panel, every_bid_scored, bid_scores_suffice)
SETTLED_AGAIN = (*EVERY_BID_JUDGED, every_bid_placed)
"""Nothing that was struck after the lock is still to be settled."""
