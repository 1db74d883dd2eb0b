"""The funding line: which proposals the budget reaches, by three named rules.

Costs and budget are whole 分; scores are exact fractions of what was written, so sums are never
rounded. Proposals of equal score stand together: where the budget reaches only some of them, the
line does not choose, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import groupby

from app.ranking.fault import BadCase
from app.ranking.knapsack import best_value
from workflows.engine.text import Text

Id = str | int


class LineRule(StrEnum):
    """`stop`: at the first that does not fit; `skip`: pass it over and continue; `maximise`: the
    greatest total score the budget can buy."""

    STOP = "stop"
    SKIP = "skip"
    MAXIMISE = "maximise"


@dataclass(frozen=True, slots=True)
class Item:
    """`cost` in 分."""

    id: Id
    score: Fraction
    cost: int


@dataclass(frozen=True, slots=True)
class Line:
    """`funded` from the best score down, `cost` in 分, `total` of scores. `tied` are proposals of
    equal score of which only some would fit: none of them is funded by the first two rules. For
    `maximise`, those of equal score and cost that another best choice would take instead."""

    funded: tuple[Id, ...]
    cost: int
    total: Fraction
    tied: tuple[Id, ...]


def draw_line(items: Sequence[Item], budget: int, rule: LineRule) -> Line:
    """Raises BadCase: an id twice, a negative cost, score or budget."""
    if len({item.id for item in items}) < len(items):
        raise BadCase(Text("同一项目出现两次", "a proposal stands twice"))
    if budget < 0 or any(item.cost < 0 or item.score < 0 for item in items):
        raise BadCase(Text("经费、总额和分数不能为负", "budget, costs and scores are not negative"))
    ordered = sorted(items, key=lambda item: (-item.score, item.cost, str(item.id)))
    funded, tied = _RULES[rule](ordered, budget)
    return Line(
        tuple(item.id for item in funded),
        sum(item.cost for item in funded),
        sum((item.score for item in funded), Fraction(0)),
        tuple(item.id for item in tied),
    )


def _stop(ordered: Sequence[Item], budget: int) -> tuple[list[Item], list[Item]]:
    return _down_the_list(ordered, budget, goes_on=False)


def _skip(ordered: Sequence[Item], budget: int) -> tuple[list[Item], list[Item]]:
    return _down_the_list(ordered, budget, goes_on=True)


def _down_the_list(
    ordered: Sequence[Item], budget: int, *, goes_on: bool
) -> tuple[list[Item], list[Item]]:
    funded: list[Item] = []
    tied: list[Item] = []
    for _, same in groupby(ordered, key=lambda item: item.score):
        group = list(same)
        if sum(item.cost for item in group) <= budget:
            funded += group
            budget -= sum(item.cost for item in group)
            continue
        if len(group) > 1:
            tied += [item for item in group if item.cost <= budget]
        if tied or not goes_on:
            break
    return funded, tied


def _maximise(ordered: Sequence[Item], budget: int) -> tuple[list[Item], list[Item]]:
    best = best_value(ordered, budget)
    funded = [item for number, item in enumerate(ordered) if number in best]
    left = [item for number, item in enumerate(ordered) if number not in best]
    kinds = {(item.score, item.cost) for item in funded} & {(i.score, i.cost) for i in left}
    return funded, [item for item in ordered if (item.score, item.cost) in kinds]


_RULES: Mapping[LineRule, Callable[[Sequence[Item], int], tuple[list[Item], list[Item]]]] = {
    LineRule.STOP: _stop,
    LineRule.SKIP: _skip,
    LineRule.MAXIMISE: _maximise,
}
