"""`assign`: the best assignment of a case with its proof, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from app.experts.assignment.answer import Answer, Reason
from app.experts.assignment.candidates import near
from app.experts.assignment.case import Bools, Case, Pair
from app.experts.assignment.fair import solve_fair
from app.experts.assignment.flow import Flow, solve_flow
from app.experts.assignment.infeasible import bare_reason, cap_reason, locked_reason, rules_reason
from app.experts.assignment.lottery import drawn, parts_of, shared
from app.experts.assignment.prices import prove
from app.experts.assignment.problem import (
    Problem,
    barred_pairs,
    pairs_matrix,
    preferring,
    remaining_problem,
    whole_problem,
)
from app.experts.assignment.side import Found, solve_side
from app.experts.assignment.side_rules import Family, Keep, broken, families_of


def assign(case: Case) -> Answer:
    """Raises CaseFault: the numbers are too large; ArithmeticError: nothing could be proved,
    such as side.NotProved when the search was given up."""
    barred = barred_pairs(case)
    locked = pairs_matrix(case.locked, case.affinity.shape)
    rest = remaining_problem(whole_problem(case, barred), locked)
    if rest is None:
        return Answer(reason=_reason(case, barred))
    task = _Task(case, rest, locked)
    found = task.randomised() if case.pair_cap is not None else task.solved()
    return found or Answer(reason=_reason(case, barred))


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    """What remains to be decided of the case when the locked pairs stand."""

    case: Case
    rest: Problem
    locked: Bools

    def solved(self) -> Answer | None:
        previous = pairs_matrix(self.case.previous, self.locked.shape) & ~self.locked
        weighted, weight = preferring(self.rest, previous)
        flow = solve_flow(weighted)
        if not flow.is_feasible:
            return None
        families, chosen = families_of(self.case), flow.amount > 0
        fair = self.case.objective == "fair" and bool((self.case.need > 0).any())
        if fair or broken(families, chosen | self.locked):
            known = near(weighted, flow.prices) | chosen
            return self._under_rules(families, previous, known, fair)
        proof = prove(weighted, flow.prices, flow.amount)
        kept = int((chosen & previous).sum())
        return self._answer(
            chosen,
            proof.bound - weight * kept,
            {
                "method": "flow",
                "largest_violation": proof.largest_violation,
                "duals": _duals(flow),
            }
            | ({"previous_weight": weight} if weight else {}),
        )

    def _under_rules(
        self, families: tuple[Family, ...], previous: Bools, known: Bools, fair: bool
    ) -> Answer | None:
        if (previous & self.rest.open).any():
            keeping = replace(self.rest, gain=previous.astype(np.int64))
            most = solve_side(keeping, families, self.locked, known, self.case.seed)
            if most is None:
                return None
            families, known = (*families, Keep(previous, most.value)), known | most.chosen
        found = solve_side(self.rest, families, self.locked, known, self.case.seed)
        if found is None:
            return None
        if not fair:
            return self._proved(found, {})
        fairest, floor = solve_fair(
            self.rest, families, self.locked, self.case.need, found, self.case.seed
        )
        return self._proved(fairest, {"floor": floor})

    def randomised(self) -> Answer | None:
        if self.case.pair_cap is None:
            raise ValueError("the case has no cap")
        cap, whole = parts_of(self.case.pair_cap)
        parted = shared(self.rest, cap, whole)
        flow = solve_flow(parted)
        if not flow.is_feasible:
            return None
        proof = prove(parted, flow.prices, flow.amount)
        held = int(self.case.affinity[self.locked].sum())
        expected = int((flow.amount * self.rest.gain).sum())
        chosen = drawn(flow.amount, whole, self.case.seed)
        return replace(
            self._answer(chosen, 0, {}),
            certificate={
                "method": "flow",
                "expected_objective": held + expected / whole,
                "bound": held + proof.bound / whole,
                "gap": (proof.bound - expected) / whole,
                "largest_violation": proof.largest_violation,
                "parts": whole,
                "highest_probability": int(flow.amount.max(initial=0)) / whole,
                "duals": _duals(flow),
            },
        )

    def _proved(self, found: Found, more: dict[str, Any]) -> Answer:
        held = int(self.case.affinity[self.locked].sum())
        return self._answer(
            found.chosen,
            found.bound,
            {"method": found.method, "best_bound": found.bound + held} | more,
        )

    def _answer(self, chosen: Bools, bound: int, more: dict[str, Any]) -> Answer:
        """`bound` is that of the pairs not locked."""
        whole = chosen | self.locked
        objective = int(self.case.affinity[whole].sum())
        held = int(self.case.affinity[self.locked].sum())
        certificate = {"bound": bound + held, "gap": bound + held - objective} | more
        if self.case.previous:
            kept = sum(bool(whole[pair]) for pair in self.case.previous)
            certificate["previous_kept"] = kept
        return Answer(_pairs(whole), objective, certificate)


def _pairs(chosen: Bools) -> tuple[Pair, ...]:
    return tuple((int(p), int(r)) for p, r in np.argwhere(chosen))


def _duals(flow: Flow) -> dict[str, list[int]]:
    return {
        "proposals": flow.prices.proposal.tolist(),
        "reviewers": flow.prices.reviewer.tolist(),
    }


def _reason(case: Case, barred: Bools) -> Reason:
    """The first class that applies; locked pairs only where all is well without them."""
    if found := bare_reason(case, barred):
        return found
    whole = whole_problem(case, barred)
    if found := cap_reason(case, whole, ("pair_cap",)):
        return found
    if found := rules_reason(case, barred, families_of(case)):
        return found
    rest = remaining_problem(whole, pairs_matrix(case.locked, barred.shape))
    if rest is not None and (found := cap_reason(case, rest, ("pair_cap", "locked"))):
        return found
    return locked_reason(case, _pairs_of)


def _pairs_of(case: Case) -> Sequence[Pair]:
    return assign(case).pairs
