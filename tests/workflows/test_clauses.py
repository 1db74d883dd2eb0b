"""What the page of a move says of the rule it carries out."""

from __future__ import annotations

import re

from workflows.registry import WORKFLOWS

_NUMBER = re.compile(r"(?<![A-Za-z])[BCIJPRS]\d|§|domain")


def test_people_read_the_rule_of_a_move_without_its_number_in_the_specification() -> None:
    moves = [move for workflow in WORKFLOWS for move in workflow.transitions]
    rules = {words for move in moves for words in (move.rule.zh, move.rule.en)}
    assert [words for words in rules if _NUMBER.search(words) or not words] == []
    assert any(_NUMBER.match(move.clause.zh) for move in moves)
