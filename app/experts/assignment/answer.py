"""What comes out: the assignment with its proof, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from app.experts.assignment.case import Case, Id, Pair
from app.experts.assignment.naming import Class


@dataclass(frozen=True, slots=True)
class Reason:
    """`set` names those who cannot all be served: proposals (capacity, conflicts, rules), reviewers
    (min_load), or the fewest pairs to unlock (locked). `needed` places are asked of `available`
    ones; `rules` names a smallest combination of rules that cannot hold together."""

    of: Class
    set: tuple[Id | tuple[Id, Id], ...]
    needed: int
    available: int
    rules: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        reason: dict[str, Any] = {
            "class": self.of.value,
            "set": [list(member) if isinstance(member, tuple) else member for member in self.set],
            "needed": self.needed,
            "available": self.available,
            "shortage": self.needed - self.available,
        }
        return reason | ({"rules": list(self.rules)} if self.rules else {})


@dataclass(frozen=True, slots=True)
class Answer:
    """`pairs` are (proposal, reviewer) positions in order, `objective` their total affinity; with
    a `reason` there are none. `certificate` holds `bound`, which no assignment exceeds."""

    pairs: tuple[Pair, ...] = ()
    objective: int | None = None
    certificate: dict[str, Any] = field(default_factory=dict)
    reason: Reason | None = None

    @property
    def is_feasible(self) -> bool:
        return self.reason is None

    def as_json(self, case: Case) -> dict[str, Any]:
        return {
            "status": "optimal" if self.is_feasible else "infeasible",
            "objective": self.objective,
            "assignment": [[case.proposals[p], case.reviewers[r]] for p, r in self.pairs],
            "certificate": self.certificate,
        } | ({"reason": self.reason.as_json()} if self.reason else {})
