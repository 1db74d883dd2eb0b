"""The greatest total score a budget can buy, exact for any costs in 分 and any scores.

Item by item, best score for its money first, it keeps the choices that no other beats in both cost
and score (Nemhauser and Ullmann, "Discrete Dynamic Programming and Capital Allocation", 1969), and
drops those that could not catch up even if the rest of the budget bought parts of proposals.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import lcm
from typing import Protocol


class Priced(Protocol):
    @property
    def score(self) -> Fraction: ...
    @property
    def cost(self) -> int: ...


Choice = tuple[int, int, int]
"""Cost, score, and a number whose bits are the items chosen, the better proposals' bits higher."""


@dataclass(frozen=True, slots=True)
class _Rest:
    """Items by score for their money; sums of the first so many."""

    costs: Sequence[int]
    scores: Sequence[int]
    cost_sums: Sequence[int]
    score_sums: Sequence[int]

    def most(self, start: int, money: int) -> int:
        """No choice among the items from `start` on scores higher with this money."""
        reach = bisect_right(self.cost_sums, self.cost_sums[start] + money) - 1
        found = self.score_sums[reach] - self.score_sums[start]
        if reach < len(self.costs):
            left = money - (self.cost_sums[reach] - self.cost_sums[start])
            found += self.scores[reach] * left // self.costs[reach]
        return found


def best_value(items: Sequence[Priced], budget: int) -> frozenset[int]:
    """Places in `items` (best first). Of equal totals the cheaper, then the better proposals."""
    scale = lcm(1, *(item.score.denominator for item in items))
    bits = {number: 1 << (len(items) - 1 - number) for number in range(len(items))}
    order = sorted(bits, key=lambda n: (_price(items[n]), n))
    costs = [items[n].cost for n in order]
    scores = [int(items[n].score * scale) for n in order]
    rest = _Rest(
        costs, scores, list(accumulate(costs, initial=0)), list(accumulate(scores, initial=0))
    )
    kept: list[Choice] = [(0, 0, 0)]
    floor = 0
    for place, number in enumerate(order):
        cost, score, bit = costs[place], scores[place], bits[number]
        longer = [(c + cost, s + score, m | bit) for c, s, m in kept if c + cost <= budget]
        floor = max(floor, *(_greedy(rest, place + 1, s, budget - c) for c, s, _ in longer[-8:]), 0)
        kept = [
            one
            for one in _unbeaten(kept + longer)
            if one[1] + rest.most(place + 1, budget - one[0]) >= floor
        ]
    chosen = kept[-1][2]
    return frozenset(number for number, bit in bits.items() if chosen & bit)


def _price(item: Priced) -> Fraction:
    """Money for a point; what scores nothing comes last."""
    return Fraction(item.cost) / item.score if item.score else Fraction(10**30 + item.cost)


def _greedy(rest: _Rest, start: int, score: int, money: int) -> int:
    for cost, gain in zip(rest.costs[start:], rest.scores[start:], strict=True):
        if cost <= money:
            money, score = money - cost, score + gain
    return score


def _unbeaten(choices: list[Choice]) -> list[Choice]:
    kept: list[Choice] = []
    for choice in sorted(choices, key=lambda one: (one[0], -one[1], -one[2])):
        if not kept or choice[1] > kept[-1][1]:
            kept.append(choice)
    return kept
