"""Every pair says how well it fits, who would have been next, and what stood in the way."""

from __future__ import annotations

from typing import Any

import pytest

from app.experts.assignment.naming import Obstacle
from app.experts.assignment.reading import case_from_json
from app.experts.assignment.reasons import PairReason, reasons
from app.experts.assignment.solve import assign


def explained(**more: Any) -> dict[str, PairReason]:
    document = {
        "proposals": [{"id": "p", "need": 1}, {"id": "q", "need": 1}],
        "reviewers": [{"id": "a", "max": 1}, {"id": "b", "max": 1}, {"id": "c", "max": 1}],
        "affinity": [[9, 8, 1], [9, 2, 1]],
    } | more
    case = case_from_json(document)
    return {
        str(case.proposals[reason.proposal]): reason for reason in reasons(case, assign(case).pairs)
    }


def test_a_pair_tells_its_rank_among_the_reviewers_without_conflict() -> None:
    free = explained()
    assert (free["p"].reviewer, free["p"].rank, free["p"].eligible) == (1, 2, 3)
    assert (free["q"].reviewer, free["q"].rank, free["q"].affinity) == (0, 1, 9)
    barred = explained(coi=[[0, 0]])
    assert (barred["p"].reviewer, barred["p"].rank, barred["p"].eligible) == (1, 1, 2)


@pytest.mark.parametrize(
    ("more", "best", "obstacle"),
    [
        ({}, 0, Obstacle.LOAD_FULL),
        ({"coi": [[0, 0]]}, 0, Obstacle.CONFLICT),
        ({"locked": [["p", "c"]], "coi": [[0, 0]]}, 0, Obstacle.CONFLICT),
        ({"locked": [["p", "c"], ["q", "a"]]}, 0, Obstacle.LOAD_FULL),
        ({"locked": [["p", "c"], ["q", "b"]]}, 0, Obstacle.NOT_BETTER),
    ],
)
def test_the_next_best_is_named_with_what_stood_in_the_way(
    more: dict[str, Any], best: int, obstacle: Obstacle
) -> None:
    following = explained(**more)["p"].next_best
    assert following is not None
    assert (following.reviewer, following.obstacle) == (best, obstacle)


def test_a_rule_in_the_way_is_named() -> None:
    following = explained(
        proposals=[{"id": "p", "need": 2}, {"id": "q", "need": 0}],
        rules={"never_together": [["a", "b"]]},
    )["p"].next_best
    assert following is not None
    assert (following.obstacle, following.rules) == (Obstacle.RULE, ("never_together",))


def test_where_everybody_reviews_nobody_is_next() -> None:
    everybody = explained(proposals=[{"id": "p", "need": 3}, {"id": "q", "need": 0}])
    assert everybody["p"].next_best is None


def test_a_locked_pair_says_so() -> None:
    locked = explained(locked=[["p", "c"]])
    assert (locked["p"].is_locked, locked["q"].is_locked) == (True, False)
