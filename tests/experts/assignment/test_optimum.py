"""The assignment is the best there is: held against all assignments of small cases."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.experts.assignment.answer import Answer
from app.experts.assignment.reading import case_from_json
from app.experts.assignment.solve import assign
from tests.experts.assignment.brute import (
    Assignment,
    Document,
    assignments,
    floor,
    kept,
    positions,
    total,
)
from tests.experts.assignment.cases import documents, pairs_of, ruled_documents


def solved(document: Document) -> Answer:
    return assign(case_from_json(document))


def check(document: Document, answer: Answer, best: tuple[int, ...] | None, key: Any) -> None:
    """The answer is allowed, as good as `best`, and says so; or there is none and it says why."""
    if best is None:
        assert answer.reason is not None
        assert answer.reason.needed > answer.reason.available
        assert answer.pairs == ()
        return
    found: Assignment = frozenset(answer.pairs)
    assert len(found) == len(answer.pairs)
    assert found in set(assignments(document))
    assert key(document, found) == best
    assert answer.objective == total(document, found)
    assert answer.certificate["bound"] == answer.objective
    assert answer.certificate["gap"] == 0


def by_total(case: Document, pairs: Assignment) -> tuple[int, ...]:
    return (total(case, pairs),)


def by_kept(case: Document, pairs: Assignment) -> tuple[int, ...]:
    return (kept(case, pairs), total(case, pairs))


def by_floor(case: Document, pairs: Assignment) -> tuple[int, ...]:
    needs = any(proposal["need"] for proposal in case["proposals"])
    return (kept(case, pairs), floor(case, pairs) if needs else 0, total(case, pairs))


def best_of(document: Document, key: Any) -> tuple[int, ...] | None:
    return max((key(document, pairs) for pairs in assignments(document)), default=None)


@settings(max_examples=60)
@given(documents())
def test_no_assignment_has_a_larger_total(document: Document) -> None:
    check(document, solved(document), best_of(document, by_total), by_total)


@settings(max_examples=60)
@given(ruled_documents())
def test_no_assignment_that_keeps_the_rules_has_a_larger_total(document: Document) -> None:
    check(document, solved(document), best_of(document, by_total), by_total)


@settings(max_examples=50)
@given(ruled_documents(), st.data())
def test_locked_pairs_stand_whatever_they_cost(document: Document, data: st.DataObject) -> None:
    document["locked"] = data.draw(pairs_of(document))
    answer = solved(document)
    check(document, answer, best_of(document, by_total), by_total)
    if answer.is_feasible:
        assert positions(document, document["locked"]) <= set(answer.pairs)


@settings(max_examples=50)
@given(st.one_of(documents(), ruled_documents()), st.data())
def test_previous_pairs_come_before_affinity(document: Document, data: st.DataObject) -> None:
    document["previous"] = data.draw(pairs_of(document))
    check(document, solved(document), best_of(document, by_kept), by_kept)


@settings(max_examples=50)
@given(st.one_of(documents(objective="fair"), ruled_documents(objective="fair")), st.data())
def test_a_fair_assignment_lifts_the_poorest_proposal_first(
    document: Document, data: st.DataObject
) -> None:
    if data.draw(st.booleans()):
        document["previous"] = data.draw(pairs_of(document))
        document["locked"] = data.draw(pairs_of(document))[:1]
    check(document, solved(document), best_of(document, by_floor), by_floor)
