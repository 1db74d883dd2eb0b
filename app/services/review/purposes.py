"""What a panel of each purpose is: how many sit on it, and how many scores it needs (domain §3.1,
P10, P12)."""

from __future__ import annotations

from collections.abc import Mapping

from app.models import Call, GroupProposal, ReviewGroup
from workflows.engine.text import Text
from workflows.parameters.defending import WITH_DEFENCE

PURPOSE_LABELS: dict[str, Text] = {
    "selection": Text("网络评审", "Online review"),
    "item": Text("榜题评审", "Evaluation of an item"),
    "defence": Text("会议答辩", "Defence"),
    "re_review": Text("复评", "Re-review"),
    "second": Text("非共识复议", "Second panel, non-consensus"),
    "checkpoint": Text("赛马节点考核", "Checkpoint of a race"),
}
FIRST = ("selection", "item")
NEW_EYES = ("re_review", "second")
"""Panels on which nobody sits who has judged one of their proposals before."""
NOT_RANKED = ("second", "checkpoint")
"""Panels whose scores stand beside the ranking of the call."""
RANKS = (
    GroupProposal.voided_at.is_(None),
    ReviewGroup.purpose.not_in(NOT_RANKED),
    ReviewGroup.state != "dissolved",
)
"""On the tables of panels and of what is before them: the panel ranks it, and its scores stand. Of
several the newest is the one whose turn it is."""


def has_defence(call: Call) -> bool:
    """What the call set, where its mechanism has a defence: open calls were once published with a
    number that means nothing there."""
    return call.mechanism_key in WITH_DEFENCE and call.parameters["defence_round"] == 1


def judges_bids(group: ReviewGroup) -> bool:
    """Whether users sit on it, under a third (B10): the first panel of an item, or a later one."""
    return group.purpose == "item" or group.call.mechanism_key == "open_call"


def seats_needed(group: ReviewGroup, rules: Mapping[str, int]) -> int:
    if group.seats_wanted is not None:
        return group.seats_wanted
    match group.purpose:
        case "defence":
            return rules["defence_panel_size"]
        case "second":
            return rules["second_panel_size"]
        case "checkpoint":
            return rules["race_panel_size"]
    return rules["panel_size"]


def valid_needed(group: ReviewGroup, rules: Mapping[str, int]) -> int:
    """How many valid scores a proposal needs before this panel can lock."""
    match group.purpose:
        case "defence":
            return rules["meeting_members_least"]
        case "second":
            return rules["second_panel_size"]
    return rules["min_valid_reviews"]
