"""Re-allocation of a stage's pool (R14, §3.7): whole 分, conserved, without a sunk-cost term.

Survivors share by a named formula; HELD is paid its base part, the rest of its share stays
uncommitted. Floors are served first, what a cap cuts off stays uncommitted. Rounded by largest
remainders; equal remainders go to the higher score, then to the id that sorts first as text, so the
order of the input is never asked. `spent` is read nowhere. `explaining` tells how it came about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from math import floor

from workflows.engine.money import amount_text
from workflows.engine.text import Text
from workflows.race.formulas import FORMULAS, Formula, Part
from workflows.race.sharing import Claim, scale_of, whole_steps

Id = str | int


class Standing(StrEnum):
    """How a team stands when the pool is shared. PENDING counts as advanced, and its share is
    ring-fenced instead of ordered (I7)."""

    ADVANCED = "advanced"
    HELD = "held"
    PENDING = "pending"
    ELIMINATED = "eliminated"
    WITHDRAWN = "withdrawn"


SURVIVES = frozenset({Standing.ADVANCED, Standing.HELD, Standing.PENDING})


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
    """A formula of FORMULAS with its parameters; what is missing is the formula's default.
    `round_to` is the smallest step of a share, in 分."""

    name: str = "base_merit"
    parameters: Mapping[str, int] = field(default_factory=dict)
    round_to: int = 1


@dataclass(frozen=True, slots=True)
class Share:
    """How one survivor's amount came about: its parts of the pool and the scale at which floors
    made everybody stand (1: no floor asked for it). `held` is what it gets if it is held."""

    contender: Contender
    part: Part
    scale: Fraction
    paid: int
    held: int


@dataclass(frozen=True)
class Allocation:
    """`amounts` of every contender (0 for those who left) and `reserve`, which stays uncommitted,
    make up the budget exactly."""

    budget: int
    rule: Rule
    amounts: Mapping[Id, int]
    shares: tuple[Share, ...]

    @property
    def reserve(self) -> int:
        return self.budget - sum(self.amounts.values())

    @property
    def base(self) -> Mapping[Id, int]:
        """What each survivor gets if it is held."""
        return {share.contender.id: share.held for share in self.shares}


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
    formula, parameters = _settled(rule)
    _check(budget, contenders)
    stay = sorted((c for c in contenders if c.standing in SURVIVES), key=lambda c: str(c.id))
    parts = formula.parts([c.score for c in stay], parameters) if stay else []
    step, steps = rule.round_to, budget // rule.round_to
    claims = [_claim(c, part, steps, step) for c, part in zip(stay, parts, strict=True)]
    if (floors := sum(claim.least for claim in claims)) > steps:
        raise AllocationFault(
            _FLOORS.format(floors=amount_text(floors * step), budget=amount_text(budget))
        )
    scale = scale_of(claims, steps)
    held = [
        floor(Claim(steps * part.base, claim.least, claim.most).at(scale)) * step
        for part, claim in zip(parts, claims, strict=True)
    ]
    paid = _rounded(stay, [claim.at(scale) for claim in claims], held, step)
    shares = tuple(
        Share(c, part, scale, paid[c.id], base)
        for c, part, base in zip(stay, parts, held, strict=True)
    )
    return Allocation(budget, rule, {c.id: 0 for c in contenders} | paid, shares)


def prize_shares(prize: int, winner_percent: int, *, has_runner_up: bool) -> PrizeShares:
    """The winner's part rounded half up to the 分, the rest for the runner-up."""
    winner = (prize * winner_percent + 50) // 100
    rest = prize - winner
    return PrizeShares(winner, rest, 0) if has_runner_up else PrizeShares(winner, 0, rest)


def _rounded(
    stay: Sequence[Contender], shares: Sequence[Fraction], held: Sequence[int], step: int
) -> dict[Id, int]:
    """A held team is rounded down, so that no other one's score can move it."""
    paid = {c.id: held[n] for n, c in enumerate(stay) if c.standing is Standing.HELD}
    full = [n for n, c in enumerate(stay) if c.standing is not Standing.HELD]
    order = [(-stay[n].score, str(stay[n].id)) for n in full]
    whole = whole_steps([shares[n] for n in full], order)
    return paid | {stay[n].id: count * step for n, count in zip(full, whole, strict=True)}


def _claim(contender: Contender, part: Part, steps: int, step: int) -> Claim:
    share = part.base if contender.standing is Standing.HELD else part.base + part.merit
    most = None if contender.cap is None else contender.cap // step
    return Claim(steps * share, -(-contender.floor // step), most)


def _settled(rule: Rule) -> tuple[Formula, Mapping[str, int]]:
    formula = FORMULAS.get(rule.name)
    if formula is None:
        raise AllocationFault(_NO_FORMULA.format(name=rule.name, names=", ".join(FORMULAS)))
    parameters = {**formula.defaults, **rule.parameters}
    for key, value in parameters.items():
        if key not in formula.defaults:
            raise AllocationFault(_NO_PARAMETER.format(name=rule.name, key=key))
        if not formula.least[key] <= value <= 100:
            raise AllocationFault(_OUTSIDE.format(key=key, least=formula.least[key], value=value))
    whole = parameters.get("base_percent", 0) + parameters.get("merit_percent", 0)
    if whole > 100:
        raise AllocationFault(_OVER_100.format(whole=whole))
    if rule.round_to < 1:
        raise AllocationFault(_NO_STEP.format(step=rule.round_to))
    return formula, parameters


def _check(budget: int, contenders: Sequence[Contender]) -> None:
    if budget < 0:
        raise AllocationFault(_NEGATIVE.format(what=Text("预算", "the budget")))
    seen: set[str] = set()
    for c in contenders:
        if str(c.id) in seen:
            raise AllocationFault(_TWICE.format(id=c.id))
        seen.add(str(c.id))
        if c.score < 0 or c.floor < 0 or (c.cap is not None and c.cap < 0):
            raise AllocationFault(_NEGATIVE.format(what=c.id))
        if c.cap is not None and c.cap < c.floor:
            raise AllocationFault(
                _CROSSED.format(id=c.id, floor=amount_text(c.floor), cap=amount_text(c.cap))
            )


_FLOORS = Text(
    "各队保底额合计 {floors}，超过本节点经费 {budget}",
    "the guaranteed amounts add up to {floors}, more than the stage money of {budget}",
)
_NO_FORMULA = Text(
    "没有分配规则 {name}，可用：{names}", "there is no allocation rule {name}; available: {names}"
)
_NO_PARAMETER = Text("规则 {name} 没有参数 {key}", "the rule {name} has no parameter {key}")
_OUTSIDE = Text(
    "{key} 应在 {least} 至 100 之间，现为 {value}",
    "{key} must be between {least} and 100; it is {value}",
)
_OVER_100 = Text(
    "基本与绩效合计 {whole}%，超过 100%", "base and merit together are {whole}%, more than 100%"
)
_NO_STEP = Text("取整单位至少 1 分，现为 {step}", "round_to is at least 1 分, is {step}")
_NEGATIVE = Text("{what}：数额和分数不能为负", "{what}: amounts and scores cannot be negative")
_TWICE = Text("编号重复：{id}", "duplicate id: {id}")
_CROSSED = Text(
    "{id}：保底额 {floor} 大于封顶额 {cap}",
    "{id}: the guaranteed amount {floor} is more than the cap {cap}",
)
