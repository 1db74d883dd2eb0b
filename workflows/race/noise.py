"""A difference smaller than the noise of the scores stops nobody by itself (§3.7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workflows.engine.text import Text
from workflows.race.allocation import Contender, Id


@dataclass(frozen=True, slots=True)
class Close:
    """`stopped` would be stopped although `kept` is less than one pooled standard deviation
    ahead."""

    stopped: Id
    kept: Id
    reason: Text


def inside_noise(contenders: Sequence[Contender]) -> tuple[Close, ...]:
    """The proposed eliminations the scores alone do not bear: they need a named rule, or a
    decision made by people with its reason."""
    raise NotImplementedError
