"""Where there is no assignment: the class, those concerned, and how many places are short."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.experts.assignment.answer import Reason
from app.experts.assignment.naming import Class
from app.experts.assignment.reading import case_from_json
from app.experts.assignment.solve import assign
from tests.experts.assignment.brute import Document, assignments
from tests.experts.assignment.cases import documents, pairs_of, ruled_documents


def people(*loads: int, **each: Any) -> list[Document]:
    return [{"id": f"r{n}", "max": load, **each} for n, load in enumerate(loads)]


def case(needs: list[int], reviewers: list[Document], **more: Any) -> Document:
    return {
        "proposals": [{"id": f"p{n}", "need": need} for n, need in enumerate(needs)],
        "reviewers": reviewers,
        "affinity": [[5] * len(reviewers) for _ in needs],
    } | more


def reason(document: Document) -> Reason:
    answer = assign(case_from_json(document))
    assert answer.pairs == ()
    assert answer.objective is None
    assert answer.reason is not None
    return answer.reason


def test_too_few_places_are_a_lack_of_capacity() -> None:
    assert reason(case([2, 2, 2], people(2, 3))) == Reason(
        Class.CAPACITY, ("p0", "p1", "p2"), needed=6, available=5
    )


def test_a_reviewer_counts_once_on_a_proposal_however_much_time_is_left() -> None:
    assert reason(case([3], people(9, 9))) == Reason(Class.CAPACITY, ("p0",), 3, 2)


def test_conflicts_name_the_proposals_whose_free_reviewers_are_too_few() -> None:
    conflicts = [[0, 1], [0, 2], [1, 1], [1, 2]]
    found = reason(case([1, 1, 1], people(1, 1, 1), coi=conflicts))
    assert found == Reason(Class.CONFLICTS, ("p0", "p1"), needed=2, available=1)


def test_minima_name_the_reviewers_who_cannot_get_enough() -> None:
    reviewers = people(3, 3)
    reviewers[1]["min"] = 3
    found = reason(case([1, 1, 1], reviewers, coi=[[0, 1]]))
    assert found == Reason(Class.MIN_LOAD, ("r1",), needed=3, available=2)


def test_rules_that_cannot_hold_together_are_named_and_no_others() -> None:
    reviewers = people(1, 1, 1, unit="福州大学")
    reviewers[2]["unit"] = "厦门大学"
    reviewers[2]["senior"] = True
    rules = {
        "max_per_unit_per_proposal": 1,
        "min_senior_per_proposal": 1,
        "never_together": [["r0", "r2"], ["r1", "r2"]],
    }
    assert reason(case([2], reviewers, rules=rules)) == Reason(
        Class.RULES, ("p0",), 2, 1, ("min_senior_per_proposal", "never_together")
    )


def test_more_seniors_than_places_is_a_rule_nobody_can_keep() -> None:
    reviewers = people(1, 1, senior=True)
    found = reason(case([1, 0], reviewers, rules={"min_senior_per_proposal": 2}))
    assert found == Reason(Class.RULES, ("p0",), 1, 0, ("min_senior_per_proposal",))


def test_rules_that_only_stand_in_the_way_of_minima_name_the_reviewers() -> None:
    reviewers = people(1, 2, min=1)
    reviewers[1]["min"] = 2
    rules = {"never_together": [["r0", "r1"]]}
    found = reason(case([1, 2], [*reviewers, {"id": "r2", "max": 1}], rules=rules))
    assert found.set in (("r0",), ("r1",))
    assert found == Reason(Class.RULES, found.set, 3, 2, ("never_together",))


def test_locked_pairs_that_cannot_stand_are_the_fewest_to_unlock() -> None:
    locked = [["p0", "r0"], ["p1", "r0"], ["p2", "r1"]]
    found = reason(case([1, 1, 1], people(1, 2), locked=locked))
    assert found.of is Class.LOCKED
    assert (found.needed, found.available) == (3, 2)
    assert found.set in ((("p0", "r0"),), (("p1", "r0"),))


def test_a_locked_pair_in_conflict_is_never_assigned() -> None:
    found = reason(case([1], people(1, 1), coi=[[0, 0]], locked=[["p0", "r0"]]))
    assert found == Reason(Class.LOCKED, (("p0", "r0"),), needed=1, available=0)


def test_nobody_at_all_is_a_lack_of_capacity() -> None:
    assert reason(case([1], [])) == Reason(Class.CAPACITY, ("p0",), 1, 0)


def shortage(needs: dict[int, int], most: list[int], closed: set[tuple[int, int]]) -> int:
    """The places of these proposals beyond what the loads allow, were there no others."""
    offered = sum(
        min(load, sum((p, r) not in closed for p in needs)) for r, load in enumerate(most)
    )
    return sum(needs.values()) - offered


@settings(max_examples=150)
@given(documents())
def test_the_set_violates_what_its_class_says(document: Document) -> None:
    answer = assign(case_from_json(document))
    if answer.reason is None:
        return
    found = answer.reason
    needs = [proposal["need"] for proposal in document["proposals"]]
    most = [reviewer["max"] for reviewer in document["reviewers"]]
    least = [reviewer["min"] for reviewer in document["reviewers"]]
    closed = {(p, r) for p, r in document["coi"]}
    if found.of is Class.MIN_LOAD:
        needs, most, closed = least, needs, {(r, p) for p, r in closed}
    if found.of is Class.CAPACITY:
        closed = set()
    members = {int(str(id)[1:]): needs[int(str(id)[1:])] for id in found.set}
    assert found.needed == sum(members.values())
    assert shortage(members, most, closed) == found.needed - found.available > 0


@settings(max_examples=100)
@given(ruled_documents())
def test_without_any_one_of_the_named_rules_the_others_can_be_kept(document: Document) -> None:
    answer = assign(case_from_json(document))
    if answer.reason is None or answer.reason.of is not Class.RULES:
        return
    named = set(answer.reason.rules)
    always = {"same_unit_is_coi", "leads"}
    kept = {key: rule for key, rule in document["rules"].items() if key in named | always}
    kept |= {"no_reciprocal": document["rules"].get("no_reciprocal", False)}
    assert next(assignments(document | {"rules": kept}), None) is None
    for name in named - {"no_reciprocal"}:
        fewer = {key: rule for key, rule in kept.items() if key != name}
        assert next(assignments(document | {"rules": fewer}), None) is not None


@settings(max_examples=100)
@given(ruled_documents(), st.data())
def test_unlocking_the_named_pairs_is_enough_and_fewer_are_not(
    document: Document, data: st.DataObject
) -> None:
    document["locked"] = data.draw(pairs_of(document))
    answer = assign(case_from_json(document))
    if answer.reason is None or answer.reason.of is not Class.LOCKED:
        return
    given_up = [list(pair) for pair in answer.reason.set if isinstance(pair, tuple)]
    stay = [pair for pair in document["locked"] if pair not in given_up]
    assert next(assignments(document | {"locked": stay}), None) is not None
    most_kept = max(
        sum((int(p[1:]), int(r[1:])) in pairs for p, r in document["locked"])
        for pairs in assignments(document | {"locked": []})
    )
    assert answer.reason.available == most_kept == len(stay)
