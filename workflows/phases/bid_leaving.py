"""A bid withdrawn, disqualified, or ended with its item: P19-P20, C13."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.effects import Apply, Cascade, Notify
from workflows.engine.model import Transition
from workflows.engine.text import Text
from workflows.facts import ProposalFacts
from workflows.hands import CLOCK, TEAM, UNIT

_GO_ON = Cascade("item", "go_on")
_EARLY = ("draft", "unit_review", "sealed")
_LATER = (
    "formal_check",
    "correction",
    "accepted",
    "online_review",
    "scored",
    "re_review",
    "shortlisted",
    "matching",
    "proposed",
    "reserve",
    "notice",
)


ENDING: tuple[Transition[ProposalFacts], ...] = (
    Transition(
        name="end_with_item",
        label=Text("随榜题撤榜终止", "Close with the item"),
        source=(
            *("draft", "unit_review", "formal_check", "correction", "rejected_formal"),
            *("formal_appeal", "accepted", "scored", "shortlisted", "matching", "reserve"),
            "approved",
        ),
        target="ended",
        roles=CLOCK,
        effects=(Notify("bid_ended", TEAM),),
        clause=Text(
            "C13 · 榜题撤榜，已开启的终止办理，不公布评分",
            "C13 · the item is delisted: opened bids are closed and no scores are published",
        ),
    ),
)


def leaving(phase: tuple[Transition[ProposalFacts], ...]) -> tuple[Transition[ProposalFacts], ...]:
    """The moves of leaving from the states of a bid; whoever was in play makes room for the next.

    A bid not opened yet is known to its own side and to nobody else, so leaving it tells nobody.
    """
    early, later, disqualify = phase
    return (
        replace(early, source=_EARLY, effects=(Apply("discard_sealed"), Notify("withdrawn", UNIT))),
        replace(later, source=_LATER, effects=(*later.effects, _GO_ON)),
        replace(
            disqualify,
            source=(*_LATER, "objection", "rejected_formal", "formal_appeal"),
            effects=(*disqualify.effects, _GO_ON),
        ),
    )
