"""The named formulas by which a stage's pool is shared (§3.7): one small table, open to more.

A formula answers in exact parts of the pool: `base`, which a held team gets too, and `merit`, which
only who advances is paid. It knows nothing of money, caps or rounding. What it needs to keep:
nobody's part shrinks when its own score grows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from workflows.engine.text import Text

Scores = Sequence[Fraction]
Parameters = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Part:
    """Of the whole pool; all parts together are at most 1."""

    base: Fraction
    merit: Fraction


@dataclass(frozen=True)
class Formula:
    """`defaults` are its parameters in percent, `least` what they may not fall below. `parts`
    answers in the order of the scores."""

    label: Text
    defaults: Parameters
    parts: Callable[[Scores, Parameters], list[Part]]
    least: Parameters


def _base_merit(scores: Scores, parameters: Parameters) -> list[Part]:
    total = sum(scores)
    return _mixed(parameters, [score / total if total else Fraction(0) for score in scores])


def _equal(scores: Scores, parameters: Parameters) -> list[Part]:
    return [Part(Fraction(1, len(scores)), Fraction(0)) for _ in scores]


def _rank(scores: Scores, parameters: Parameters) -> list[Part]:
    """The last place counts one, each place before it one more."""
    places = len(scores)
    every = Fraction(2, places * (places + 1))
    return _mixed(parameters, _by_place(scores, [every * (places - n) for n in range(places)]))


def _winner_takes_most(scores: Scores, parameters: Parameters) -> list[Part]:
    if len(scores) == 1:
        return _mixed(parameters, [Fraction(1)])
    first = Fraction(parameters["winner_percent"], 100)
    other = (1 - first) / (len(scores) - 1)
    return _mixed(parameters, _by_place(scores, [first, *[other] * (len(scores) - 1)]))


def _mixed(parameters: Parameters, merits: Sequence[Fraction]) -> list[Part]:
    base = Fraction(parameters["base_percent"], 100) / len(merits)
    weight = Fraction(parameters["merit_percent"], 100)
    return [Part(base, weight * merit) for merit in merits]


def _by_place(scores: Scores, weights: Sequence[Fraction]) -> list[Fraction]:
    """The weight of each one's place; equal scores share what their places hold together."""
    found = []
    for score in scores:
        before = sum(other > score for other in scores)
        equal = scores.count(score)
        found.append(sum(weights[before : before + equal], Fraction(0)) / equal)
    return found


PARAMETER_LABELS: Mapping[str, Text] = {
    "base_percent": Text("基本", "base"),
    "merit_percent": Text("绩效", "merit"),
    "winner_percent": Text("绩效中归第一名", "of the merit share to first place"),
}

_SPLIT = {"base_percent": 40, "merit_percent": 60}
_NOT_NEGATIVE = dict.fromkeys(_SPLIT, 0)

FORMULAS: Mapping[str, Formula] = {
    "base_merit": Formula(
        Text("基本均分、绩效按得分", "Equal base, merit by score"),
        _SPLIT,
        _base_merit,
        _NOT_NEGATIVE,
    ),
    "equal": Formula(Text("均分", "Equal shares"), {}, _equal, {}),
    "rank": Formula(
        Text("基本均分、绩效按名次", "Equal base, merit by rank"),
        _SPLIT,
        _rank,
        _NOT_NEGATIVE,
    ),
    "winner_takes_most": Formula(
        Text("基本均分、绩效大半归第一名", "Equal base, most of the merit to first place"),
        {**_SPLIT, "winner_percent": 70},
        _winner_takes_most,
        {**_NOT_NEGATIVE, "winner_percent": 50},
    ),
}
