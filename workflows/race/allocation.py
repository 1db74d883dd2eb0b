"""Re-allocation of a stage's pool (R14, §3.7): whole 分, conserved, without a sunk-cost term."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from workflows.engine.text import Text

Id = str | int


class Standing(StrEnum):
    """How a team stands when the pool is shared. PENDING counts as advanced, and its share is
    ring-fenced instead of ordered (I7)."""

    ADVANCED = "advanced"
    HELD = "held"
    PENDING = "pending"
    ELIMINATED = "eliminated"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Contender:
    """`cap`: what its approved cost and matching bear; `floor`: the least its stage can be run
    with; both 分. `sd` is that of its score. `spent` is known, and changes nothing."""

    id: Id
    score: Fraction
    standing: Standing = Standing.ADVANCED
    sd: Fraction | None = None
    cap: int | None = None
    floor: int = 0
    spent: int = 0


@dataclass(frozen=True)
class Rule:
    """A named formula of FORMULAS with its parameters; what is missing is the formula's default."""

    name: str = "base_merit"
    parameters: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Allocation:
    """`amounts` of every contender (0 for those who left) and `reserve`, which stays uncommitted,
    make up the budget exactly. `lines` say how each came about."""

    amounts: Mapping[Id, int]
    reserve: int
    lines: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class PrizeShares:
    """`unused` stays uncommitted: the runner-up's part when there is none."""

    winner: int
    runner_up: int
    unused: int


class AllocationFault(ValueError):
    """The pool cannot be shared like this; `reason` says why, with the arithmetic."""

    def __init__(self, reason: Text) -> None:
        super().__init__(f"{reason.zh} / {reason.en}")
        self.reason = reason


def allocate(budget: int, contenders: Sequence[Contender], rule: Rule) -> Allocation:
    """Raises AllocationFault."""
    raise NotImplementedError


def prize_shares(prize: int, winner_percent: int, *, has_runner_up: bool) -> PrizeShares:
    """The winner's part rounded to the 分, the rest to the runner-up."""
    raise NotImplementedError
