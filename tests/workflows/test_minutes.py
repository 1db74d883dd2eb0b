"""The executive meeting is many: what it decides stands in its minutes (§1)."""

from __future__ import annotations

from workflows.hands import DECIDES
from workflows.parts.asks import MINUTES
from workflows.registry import WORKFLOWS

UNDECIDED = {
    ("call", "return_to_draft"),
    ("race_call", "return_to_draft"),
    ("posting_list", "return_to_draft"),
    ("annual_pool", "confirm"),
    ("annual_pool", "withdraw"),
    *((call, "pause_at_once") for call in ("call", "race_call", "posting_list")),
    ("race", "halt_at_once"),
    ("suspension", "order_at_once"),
}
"""A draft goes back for more work, by the office too; a pool of a year names its own document; what
is paused at once the meeting ratifies."""


def test_whatever_the_office_meeting_decides_names_its_minutes() -> None:
    without = {
        (workflow.key, move.name)
        for workflow in WORKFLOWS
        for move in workflow.transitions
        if DECIDES & (move.roles | set(move.approvals)) and not set(MINUTES) <= set(move.asks)
    }
    assert without == UNDECIDED


def test_what_supervision_finds_alone_asks_for_no_minutes() -> None:
    """Whoever needs none makes the move under another name, so that nobody is asked for theirs."""
    shared = {
        (workflow.key, move.name)
        for workflow in WORKFLOWS
        for move in workflow.transitions
        if move.roles > DECIDES and set(MINUTES) & set(move.asks)
    }
    assert shared == set()
