"""A randomised assignment: no pair is likelier than the cap, every draw is whole and allowed."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.experts.assignment.case import CaseFault
from app.experts.assignment.flow import solve_flow
from app.experts.assignment.lottery import drawn, parts_of, shared
from app.experts.assignment.naming import Class
from app.experts.assignment.problem import barred_pairs, whole_problem
from app.experts.assignment.reading import case_from_json
from app.experts.assignment.solve import assign
from tests.experts.assignment.brute import Document, assignments
from tests.experts.assignment.cases import documents, pairs_of


def square(size: int, **more: Any) -> Document:
    return {
        "proposals": [{"id": f"p{n}", "need": 1} for n in range(size)],
        "reviewers": [{"id": f"r{n}", "max": 1} for n in range(size)],
        "affinity": [[9 if p == r else p + r for r in range(size)] for p in range(size)],
    } | more


@settings(max_examples=60)
@given(documents(), st.sampled_from((0.3, 0.5, 0.75, 1)), st.data())
def test_every_draw_keeps_needs_loads_conflicts_and_locked_pairs(
    document: Document, cap: float, data: st.DataObject
) -> None:
    document["pair_cap"] = cap
    if data.draw(st.booleans()):
        document["locked"] = data.draw(pairs_of(document))
    answer = assign(case_from_json(document))
    if answer.reason is not None:
        assert answer.reason.needed > answer.reason.available
        return
    assert frozenset(answer.pairs) in set(assignments(document))
    assert answer.certificate["highest_probability"] <= cap
    assert answer.certificate["bound"] == answer.certificate["expected_objective"]
    assert answer.certificate["largest_violation"] == 0


def test_pairs_are_drawn_as_often_as_their_probability_says() -> None:
    case = case_from_json(square(6))
    problem = shared(whole_problem(case, barred_pairs(case)), *parts_of(Fraction("0.4")))
    amount = solve_flow(problem).amount
    whole = parts_of(Fraction("0.4"))[1]
    draws = 4000
    often = sum(drawn(amount, whole, seed).astype(int) for seed in range(draws))
    assert np.abs(often / draws - amount / whole).max() < 0.04


def test_without_a_binding_cap_nothing_is_left_to_chance() -> None:
    certain = {assign(case_from_json(square(4, pair_cap=1, seed=seed))).pairs for seed in range(9)}
    assert len(certain) == 1
    drawn_pairs = Counter(
        assign(case_from_json(square(4, pair_cap=0.5, seed=seed))).pairs for seed in range(30)
    )
    assert len(drawn_pairs) > 1


def test_the_same_seed_draws_the_same() -> None:
    document = square(6, pair_cap=0.4, seed=7)
    assert assign(case_from_json(document)) == assign(case_from_json(document))


def test_a_draw_is_the_same_on_every_machine_and_version() -> None:
    amount = np.full((4, 4), 1)
    assert drawn(amount, 4, seed=1).argmax(axis=1).tolist() == [1, 3, 2, 0]


def test_a_cap_too_low_to_fill_the_places_is_the_rule_in_the_way() -> None:
    reason = assign(case_from_json(square(3, pair_cap=0.25))).reason
    assert reason is not None
    assert (reason.of, reason.rules) == (Class.RULES, ("pair_cap",))
    assert (reason.needed, reason.available) == (3, 2)


def test_locked_pairs_that_leave_no_room_under_the_cap_are_named_with_it() -> None:
    document = square(2, pair_cap=0.5, locked=[["p0", "r0"]])
    reason = assign(case_from_json(document)).reason
    assert reason is not None
    assert reason.rules == ("pair_cap", "locked")
    assert reason.set == ("p1",)


@pytest.mark.parametrize(
    "more",
    [
        {"rules": {"min_senior_per_proposal": 1}},
        {"rules": {"no_reciprocal": True}},
        {"previous": [["p0", "r0"]]},
        {"objective": "fair"},
    ],
)
def test_a_cap_beside_other_rules_is_refused(more: dict[str, Any]) -> None:
    with pytest.raises(CaseFault, match="pair_cap"):
        case_from_json(square(3, pair_cap=0.5) | more)
