"""From the scores of one checkpoint to the proposed outcome of every team (R7-R9, R16)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from workflows.engine.text import Text
from workflows.race.invariants import Violation
from workflows.race.state import RaceState
from workflows.race.words import Outcome


class Ground(StrEnum):
    """The named rule an outcome rests on."""

    PASSED = "passed"
    BETWEEN_LINES = "between_lines"
    HARD_INDICATOR = "hard_indicator"
    ONLY_ROUTE = "only_route"
    INSIDE_NOISE = "inside_noise"
    BELOW_LINE = "below_line"
    BELOW_QUOTA = "below_quota"
    SECOND_HOLD = "second_hold"
    ALL_BELOW = "all_below"
    LAST_RUNNER = "last_runner"


@dataclass(frozen=True, slots=True)
class Proposal:
    """`reason` is the sentence for the team and the decision maker."""

    team: str
    outcome: Outcome
    ground: Ground
    reason: Text


def propose(state: RaceState, sds: Mapping[str, Fraction] | None = None) -> tuple[Proposal, ...]:
    """The outcome of every team at the checkpoint, by the published rules, already corrected so
    that I1, I2, I4 and I5 hold. `sds` are the standard deviations of the scores, in points."""
    raise NotImplementedError


def would_break(state: RaceState, outcomes: Mapping[str, Outcome]) -> tuple[Violation, ...]:
    """What of I1, I2, I4 and I5 the whole outcome set would break, were it effective now."""
    raise NotImplementedError


def protect(state: RaceState, proposals: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """保底: while the set would break I1, I2, I4 or I5, the best-ranked would-be loser whose
    staying mends it is HELD, with the arithmetic as its reason. What this cannot mend stays as it is, and
    `would_break` still says so: then only RESCUE is left."""
    raise NotImplementedError
