"""Why each pair: how well it fits, and who would have been next, and why not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.experts.assignment.case import Bools, Case, Pair
from app.experts.assignment.naming import Obstacle
from app.experts.assignment.problem import barred_pairs, pairs_matrix
from app.experts.assignment.side_rules import Family, broken, families_of


@dataclass(frozen=True, slots=True)
class NextBest:
    """The best fitting reviewer the proposal did not get; `rules` names those in the way."""

    reviewer: int
    affinity: int
    obstacle: Obstacle
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PairReason:
    """`rank` among the `eligible` reviewers of the proposal, 1 the best; equals share a rank."""

    proposal: int
    reviewer: int
    affinity: int
    rank: int
    eligible: int
    is_locked: bool
    next_best: NextBest | None

    def as_json(self, case: Case) -> dict[str, Any]:
        following = self.next_best
        return {
            "proposal": case.proposals[self.proposal],
            "reviewer": case.reviewers[self.reviewer],
            "affinity": self.affinity,
            "rank": self.rank,
            "of": self.eligible,
            "locked": self.is_locked,
            "next_best": following
            and {
                "reviewer": case.reviewers[following.reviewer],
                "affinity": following.affinity,
                "why_not": following.obstacle.value,
                "rules": list(following.rules),
            },
        }


def reasons(case: Case, pairs: Sequence[Pair]) -> Iterator[PairReason]:
    """One for each pair of the assignment, in its order."""
    barred, chosen = barred_pairs(case), pairs_matrix(tuple(pairs), case.affinity.shape)
    load, families, locked = chosen.sum(axis=0), families_of(case), set(case.locked)
    for proposal, reviewer in pairs:
        worth = case.affinity[proposal]
        eligible = ~barred[proposal]
        others = np.flatnonzero(~chosen[proposal])
        following = None
        if others.size:
            best = int(others[np.argmax(worth[others])])
            is_full = bool(load[best] >= case.most[best])
            following = _next_best(
                case, families, chosen, (proposal, reviewer), best, barred, is_full
            )
        yield PairReason(
            proposal,
            reviewer,
            int(worth[reviewer]),
            1 + int((worth[eligible] > worth[reviewer]).sum()),
            int(eligible.sum()),
            (proposal, reviewer) in locked,
            following,
        )


def _next_best(
    case: Case,
    families: Sequence[Family],
    chosen: Bools,
    pair: Pair,
    best: int,
    barred: Bools,
    is_full: bool,
) -> NextBest:
    proposal, reviewer = pair
    affinity = int(case.affinity[proposal, best])
    if barred[proposal, best]:
        return NextBest(best, affinity, Obstacle.CONFLICT)
    if is_full:
        return NextBest(best, affinity, Obstacle.LOAD_FULL)
    names: tuple[str, ...] = ()
    if families:
        exchanged = chosen.copy()
        exchanged[proposal, [reviewer, best]] = False, True
        names = broken(families, exchanged)
    return NextBest(best, affinity, Obstacle.RULE if names else Obstacle.NOT_BETTER, names)
