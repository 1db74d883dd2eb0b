"""A difference smaller than the noise of the scores stops nobody by itself (§3.7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from workflows.engine.scores import points
from workflows.engine.text import Text
from workflows.race.allocation import SURVIVES, Contender, Id, Standing


@dataclass(frozen=True, slots=True)
class Close:
    """`stopped` would be stopped although `kept` is less than one pooled standard deviation
    ahead."""

    stopped: Id
    kept: Id
    reason: Text


def inside_noise(contenders: Sequence[Contender]) -> tuple[Close, ...]:
    """The proposed eliminations the scores alone do not bear: they need a named rule, or a
    decision made by people with its reason. Each is compared with the last of the survivors;
    where a spread is not known, nothing can be said."""
    found = []
    survivors = [c for c in contenders if c.standing in SURVIVES]
    for stopped in sorted(contenders, key=lambda c: str(c.id)):
        if stopped.standing is not Standing.ELIMINATED or not survivors:
            continue
        kept = min(survivors, key=lambda c: (c.score, str(c.id)))
        if is_inside(stopped, kept):
            found.append(Close(stopped.id, kept.id, _reason(stopped, kept)))
    return tuple(found)


def is_inside(stopped: Contender, kept: Contender) -> bool:
    """Less than √((sd² + sd²) / 2) apart, exactly."""
    if stopped.sd is None or kept.sd is None:
        return False
    ahead = kept.score - stopped.score
    return ahead <= 0 or 2 * ahead**2 < stopped.sd**2 + kept.sd**2


def _reason(stopped: Contender, kept: Contender) -> Text:
    assert stopped.sd is not None
    assert kept.sd is not None
    square = (stopped.sd**2 + kept.sd**2) / 2
    pooled = Fraction(isqrt(int(square * 10**8)), 10**4)
    return _CLOSE.format(
        stopped=stopped.id,
        kept=kept.id,
        low=points(stopped.score),
        high=points(kept.score),
        ahead=points(kept.score - stopped.score),
        pooled=points(pooled),
    )


_CLOSE = Text(
    "{stopped} {low} 分与 {kept} {high} 分仅差 {ahead} 分，小于合并标准差 {pooled} 分："
    "单凭分数不足以淘汰，须有明示规则或集体决定并说明理由",
    "{stopped} ({low}) and {kept} ({high}) are only {ahead} points apart, less than the pooled "
    "standard deviation of {pooled}: scores alone are not enough to eliminate; an explicit rule "
    "or a reasoned collective decision is needed",
)
