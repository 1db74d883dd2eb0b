"""The case to be solved: proposals, reviewers, affinities, conflicts and rules, checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from workflows.engine.text import Text

Id = str | int
Pair = tuple[int, int]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

NO_UNIT = -1
MOST_AFFINITY = 1_000_000
MOST_LOAD = 1_000_000


class CaseFault(ValueError):
    """The case cannot be read; `where` names the place, such as `proposals[3].need`."""

    def __init__(self, where: str, what: Text) -> None:
        super().__init__(f"{where}: {what.en}")
        self.where, self.what = where, what


@dataclass(frozen=True, slots=True)
class Rules:
    """What is asked of a panel beyond needs, loads and conflicts; positions, not ids.

    `max_per_unit`: most reviewers of one unit on a proposal; `min_senior`: least senior ones on
    every proposal that needs anybody; `leads`: (reviewer, proposal), used by `no_reciprocal`
    alone: nobody reviews what they lead, and no two leads review each other.
    """

    same_unit_is_coi: bool = False
    max_per_unit: int | None = None
    min_senior: int = 0
    never_together: tuple[Pair, ...] = ()
    no_reciprocal: bool = False
    leads: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """Everything the assignment may look at.

    `affinity` and `coi` are proposals × reviewers; units are codes, NO_UNIT where unknown; `locked`
    pairs are forced, `previous` ones kept where possible, both (proposal, reviewer) positions.
    `pair_cap` is the highest probability of any pair. Raises CaseFault: the parts do not fit.
    """

    proposals: Sequence[Id]
    reviewers: Sequence[Id]
    need: Ints
    least: Ints
    most: Ints
    affinity: Ints
    coi: Bools
    proposal_unit: Ints
    reviewer_unit: Ints
    senior: Bools
    rules: Rules = field(default_factory=Rules)
    locked: tuple[Pair, ...] = ()
    previous: tuple[Pair, ...] = ()
    objective: Literal["total", "fair"] = "total"
    pair_cap: Fraction | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        check_ids(self.proposals, "proposals")
        check_ids(self.reviewers, "reviewers")
        _check_shapes(self)
        _check_numbers(self)
        if self.pair_cap is not None:
            _check_pair_cap(self)


def check_ids(ids: Sequence[Id], where: str) -> None:
    """Raises CaseFault: an id stands twice."""
    first: dict[Id, int] = {}
    for place, id in enumerate(ids):
        if first.setdefault(id, place) != place:
            raise CaseFault(
                f"{where}[{place}].id",
                Text("与{where}[{first}]重复：{id}", "the same as {where}[{first}]: {id}").format(
                    where=where, first=first[id], id=id
                ),
            )


def _check_shapes(case: Case) -> None:
    proposals, reviewers = len(case.proposals), len(case.reviewers)
    shapes = {
        "affinity": (case.affinity, (proposals, reviewers)),
        "coi": (case.coi, (proposals, reviewers)),
        "need": (case.need, (proposals,)),
        "min": (case.least, (reviewers,)),
        "max": (case.most, (reviewers,)),
        "proposal_unit": (case.proposal_unit, (proposals,)),
        "reviewer_unit": (case.reviewer_unit, (reviewers,)),
        "senior": (case.senior, (reviewers,)),
    }
    for where, (array, shape) in shapes.items():
        if array.shape != shape:
            what = Text("应为 {shape}，实为 {found}", "should be {shape}, is {found}")
            raise CaseFault(where, what.format(shape=_by(shape), found=_by(array.shape)))


def _check_numbers(case: Case) -> None:
    _check_range(case.need, "proposals[{0}].need", 0, MOST_LOAD)
    _check_range(case.least, "reviewers[{0}].min", 0, MOST_LOAD)
    _check_range(case.most, "reviewers[{0}].max", 0, MOST_LOAD)
    _check_range(case.affinity, "affinity[{0}][{1}]", -MOST_AFFINITY, MOST_AFFINITY)
    over = np.flatnonzero(case.least > case.most)
    if over.size:
        place = int(over[0])
        raise CaseFault(
            f"reviewers[{place}].min",
            Text(
                "下限 {least} 大于上限 {most}", "the minimum {least} is above the maximum {most}"
            ).format(least=int(case.least[place]), most=int(case.most[place])),
        )


def _check_range(numbers: Ints, where: str, lowest: int, highest: int) -> None:
    if numbers.size == 0 or (numbers.min() >= lowest and numbers.max() <= highest):
        return
    place = np.argwhere((numbers < lowest) | (numbers > highest))[0]
    raise CaseFault(
        where.format(*place),
        Text(
            "{number} 不在 {lowest} 至 {highest} 之间",
            "{number} is not within {lowest} to {highest}",
        ).format(number=int(numbers[tuple(place)]), lowest=lowest, highest=highest),
    )


def _check_pair_cap(case: Case) -> None:
    if case.pair_cap is None or not 0 <= case.pair_cap <= 1:
        raise CaseFault("pair_cap", Text("应在 0 与 1 之间", "must lie between 0 and 1"))
    rules = case.rules
    side = rules.max_per_unit is not None or rules.min_senior or rules.never_together
    if side or rules.no_reciprocal or case.previous or case.objective == "fair":
        raise CaseFault(
            "pair_cap",
            Text(
                "随机化指派只与需求、工作量、回避和锁定同用，不与其他规则、previous 或 fair 同用",
                "a randomised assignment goes with needs, loads, conflicts and locked pairs only, "
                "not with further rules, previous, or fair",
            ),
        )


def _by(shape: Sequence[int]) -> str:
    return " × ".join(str(length) for length in shape) or "1"
