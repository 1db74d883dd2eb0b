"""What makes it fast must not make it wrong: samples, prices, relaxation and search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.experts.assignment import flow
from app.experts.assignment.case import Bools, Case, CaseFault, Ints, Rules
from app.experts.assignment.flow import solve_flow
from app.experts.assignment.prices import prove
from app.experts.assignment.problem import Problem, barred_pairs, whole_problem
from app.experts.assignment.reading import case_from_json
from app.experts.assignment.side import solve_side
from app.experts.assignment.side_rules import Family, broken, families_of
from app.experts.assignment.solve import assign
from tests.experts.assignment.cases import documents, ruled_documents

KINDS = ("uniform", "nothing", "quality", "alike", "grouped")


def affinities(kind: str, rng: np.random.Generator, shape: tuple[int, int]) -> Ints:
    proposals, reviewers = shape
    ease, quality = rng.integers(0, 1000, proposals), rng.integers(0, 1000, reviewers)
    found: Ints = {
        "uniform": rng.integers(0, 1001, shape),
        "nothing": np.zeros(shape, dtype=np.int64),
        "quality": np.broadcast_to(quality, shape).astype(np.int64),
        "alike": ease[:, None] * quality // 1000,
        "grouped": 500 * (ease[:, None] % 7 == quality % 7) + rng.integers(0, 50, shape),
    }[kind]
    return found


def made_up(kind: str, proposals: int, reviewers: int, **more: Any) -> Case:
    rng = np.random.default_rng(proposals)
    load = -(-proposals * 3 * 11 // 10 // reviewers)
    parts: dict[str, Any] = {
        "proposals": range(proposals),
        "reviewers": range(reviewers),
        "need": np.full(proposals, 3),
        "least": np.full(reviewers, 1),
        "most": np.full(reviewers, load),
        "affinity": affinities(kind, rng, (proposals, reviewers)),
        "coi": rng.random((proposals, reviewers)) < 0.03,
        "proposal_unit": rng.integers(0, reviewers // 4, proposals),
        "reviewer_unit": rng.integers(0, reviewers // 4, reviewers),
        "senior": rng.random(reviewers) < 0.45,
    }
    return Case(**(parts | more))


def everything_at_once(problem: Problem) -> int:
    """The largest total by a flow over all pairs."""
    from ortools.graph.python import min_cost_flow

    proposals, reviewers = problem.shape
    proposal, reviewer = np.nonzero(problem.open)
    sink = proposals + reviewers
    solver: Any = min_cost_flow.SimpleMinCostFlow()
    gain = problem.gain[proposal, reviewer]
    solver.add_arcs_with_capacity_and_unit_cost(
        proposal, proposals + reviewer, np.ones_like(proposal), -gain
    )
    ends = np.arange(proposals, sink)
    solver.add_arcs_with_capacity_and_unit_cost(
        ends, np.full(reviewers, sink), problem.most - problem.least, np.zeros(reviewers, int)
    )
    supply = np.concatenate(
        (problem.need, -problem.least, [problem.least.sum() - problem.need.sum()])
    )
    solver.set_nodes_supplies(np.arange(sink + 1), supply)
    assert solver.solve() == solver.OPTIMAL
    return -int(solver.optimal_cost())


@pytest.mark.parametrize("kind", KINDS)
def test_few_pairs_lead_to_the_optimum_over_all(kind: str) -> None:
    case = made_up(kind, 300, 170)
    problem = whole_problem(case, barred_pairs(case))
    assert problem.open.size > flow._SMALL
    found = solve_flow(problem)
    proof = prove(problem, found.prices, found.amount)
    assert found.known.sum() < problem.open.sum()
    assert (problem.gain * found.amount).sum() == proof.bound == everything_at_once(problem)
    assert proof.largest_violation == 0


@settings(max_examples=50)
@given(st.one_of(documents(), ruled_documents()))
def test_a_wrong_first_guess_costs_nothing_but_time(document: dict[str, Any]) -> None:
    case = case_from_json(document)
    at_once = assign(case)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flow, "_SMALL", 4)
        guessed = assign(case)
    assert (guessed.objective, guessed.reason) == (at_once.objective, at_once.reason) or (
        guessed.reason is not None
        and at_once.reason is not None
        and guessed.reason.of is at_once.reason.of
    )


def test_an_assignment_worse_than_the_best_fails_the_proof() -> None:
    case = made_up("uniform", 20, 12)
    problem = whole_problem(case, barred_pairs(case))
    found = solve_flow(problem)
    closed = replace(problem, open=problem.open & (problem.gain < 990))
    worse = solve_flow(closed).amount
    proof = prove(problem, found.prices, worse)
    assert proof.largest_violation > 0
    assert proof.bound > (problem.gain * worse).sum()


def searched(problem: Problem, families: Sequence[Family]) -> int | None:
    """The largest total by one search over all pairs, written down plainly."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    proposals, reviewers = problem.shape
    x = {(int(p), int(r)): model.new_bool_var("") for p, r in np.argwhere(problem.open)}
    for p in range(proposals):
        model.add(sum(v for (q, _), v in x.items() if q == p) == int(problem.need[p]))
    for r in range(reviewers):
        load = sum(v for (_, s), v in x.items() if s == r)
        model.add(load >= int(problem.least[r]))
        model.add(load <= int(problem.most[r]))
    pairs = list(x)
    for family in families:
        entries = family.entries(*np.array(pairs).T)
        for row in np.unique(entries.row):
            inside = entries.row == row
            terms = zip(entries.pair[inside], entries.weight[inside], strict=True)
            most = int(family.most(np.array([row]))[0])
            model.add(sum(x[pairs[i]] * int(w) for i, w in terms) <= most)
    model.maximize(sum(int(problem.gain[pair]) * v for pair, v in x.items()))
    solver = cp_model.CpSolver()
    status = solver.solve(model)
    return round(solver.objective_value) if status == cp_model.OPTIMAL else None


def ruled(seed: int, kind: str) -> Case:
    rng = np.random.default_rng(seed)
    couples = tuple((int(r), int(r) + 1) for r in rng.integers(0, 13, 4))
    leads = tuple((int(r), int(p)) for p, r in enumerate(rng.permutation(14)[:10]))
    rules = Rules(True, 1, 1, couples, True, leads)
    return made_up(kind, 24, 14, rules=rules, seed=seed)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", [1, 2])
def test_rules_are_kept_at_the_least_cost(seed: int, kind: str) -> None:
    case = ruled(seed, kind)
    problem, families = whole_problem(case, barred_pairs(case)), families_of(case)
    nothing: Bools = np.zeros_like(problem.open)
    best = searched(problem, families)
    found = solve_side(problem, families, nothing, nothing, seed)
    assert (found and found.value) == best
    if found is not None:
        assert found.bound == best
        assert not broken(families, found.chosen)


def test_where_the_relaxation_is_split_the_search_proves_the_optimum() -> None:
    triangle = {
        "proposals": [{"id": "p", "need": 1}, {"id": "q", "need": 2}],
        "reviewers": [{"id": f"r{n}", "max": 2} for n in range(4)],
        "affinity": [[0, 0, 0, 0], [9, 9, 9, 1]],
        "rules": {"never_together": [["r0", "r1"], ["r1", "r2"], ["r0", "r2"]]},
    }
    answer = assign(case_from_json(triangle))
    assert answer.objective == answer.certificate["best_bound"] == 10
    assert answer.certificate["method"] == "cp-sat"


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_case_and_seed_give_the_same_pairs(kind: str) -> None:
    for case in (
        made_up(kind, 260, 160),
        ruled(3, kind),
        replace(ruled(3, kind), objective="fair"),
    ):
        assert assign(case) == assign(case)


def test_nobody_reviews_one_proposal_twice() -> None:
    case = {
        "proposals": [{"id": "p", "need": 2}, {"id": "q", "need": 2}],
        "reviewers": [{"id": "expert", "max": 4}, {"id": "a", "max": 1}, {"id": "b", "max": 1}],
        "affinity": [[1000, 1, 1], [1000, 1, 1]],
    }
    answer = assign(case_from_json(case))
    assert len(set(answer.pairs)) == len(answer.pairs) == 4
    assert answer.objective == 2002


def test_a_case_without_proposals_is_solved_by_nobody() -> None:
    answer = assign(
        case_from_json({"proposals": [], "reviewers": [{"id": "r", "max": 1}], "affinity": []})
    )
    assert (answer.pairs, answer.objective, answer.reason) == ((), 0, None)


def test_numbers_beyond_exact_comparison_are_refused() -> None:
    case = made_up("uniform", 30, 20, need=np.full(30, 1_000_000), previous=((0, 0), (1, 1)))
    far = replace(case, affinity=case.affinity * 900)
    with pytest.raises(CaseFault, match="too large"):
        assign(far)
