"""The shapes of rules, each on both sides of its border."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from workflows.engine.text import Text
from workflows.facts import ItemFacts, ProposalFacts
from workflows.guards.examples import ITEM, NOON, PROPOSAL
from workflows.guards.shapes import (
    Said,
    at_least,
    below,
    equals,
    forbids,
    has_come,
    nothing_in,
    requires,
)
from workflows.hands import OFFICER

SAID: Said = {
    "key": "rule",
    "reason": Text("缺少：{missing}", "It lacks {missing}"),
    "supplied_by": OFFICER,
}
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("field", "nothing", "something"),
    [("group_locked", False, True), ("corrections", 0, 1), ("missing_files", (), ("佐证",))],
)
def test_a_flag_a_count_or_a_list_is_required_or_forbidden(
    field: str, nothing: object, something: object
) -> None:
    for value, is_there in ((nothing, False), (something, True)):
        changed: dict[str, Any] = {field: value}
        facts = replace(PROPOSAL, **changed)
        assert requires(field, of=PROPOSAL, **SAID).holds(facts) is is_there
        assert forbids(field, of=PROPOSAL, **SAID).holds(facts) is not is_there


def test_a_list_that_is_not_empty_is_read_out() -> None:
    guard = nothing_in("missing_files", of=PROPOSAL, **SAID)
    lacking = replace(PROPOSAL, missing_files=("佐证", "照片"))
    assert guard.holds(PROPOSAL)
    assert not guard.holds(lacking)
    assert guard.reason_for(lacking).zh == "缺少：佐证、照片"


def test_a_moment_has_come_from_itself_on_and_never_while_it_is_not_known() -> None:
    guard = has_come("close_at", of=PROPOSAL, **SAID)
    held = [guard.holds(replace(PROPOSAL, close_at=NOON + by)) for by in (-MOMENT, 0 * MOMENT)]
    assert held == [True, True]
    later = replace(PROPOSAL, close_at=NOON + MOMENT)
    assert not guard.holds(later)
    assert guard.reason_for(later).zh == "缺少：2026-03-10"
    assert not guard.holds(PROPOSAL)


def test_a_text_is_this_one_and_no_other() -> None:
    guard = equals("call_state", "formal", of=PROPOSAL, **SAID)
    states = ("formal", "formal_check", "")
    assert [guard.holds(replace(PROPOSAL, call_state=s)) for s in states] == [True, False, False]


@pytest.mark.parametrize(("bids", "is_enough"), [(1, False), (2, True), (3, True)])
def test_a_number_reaches_a_parameter_of_the_call_or_falls_short(
    bids: int, *, is_enough: bool
) -> None:
    facts: ItemFacts = replace(ITEM, bids=bids, parameters={**ITEM.parameters, "min_bids": 2})
    assert at_least("bids", "min_bids", of=ITEM, **SAID).holds(facts) is is_enough
    assert below("bids", "min_bids", of=ITEM, **SAID).holds(facts) is not is_enough


def test_a_fact_that_does_not_exist_is_found_when_the_rule_is_written() -> None:
    known: ProposalFacts = PROPOSAL
    with pytest.raises(AttributeError):
        requires("misspelt", of=known, **SAID)
