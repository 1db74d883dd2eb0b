"""The scores as they were given: read, checked, and put into an order that input cannot change."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeGuard

import numpy as np
from numpy.typing import NDArray

from app.ranking.fault import BadCase
from workflows.engine.text import Text

Id = str | int


@dataclass(frozen=True, slots=True)
class Table:
    """N scores of P proposals by R reviewers, sorted by proposal, then reviewer.

    `row` and `column` (N) point into `proposals` and `reviewers`; `score` (N) is in points of the
    scale from `low` to `high`. `sign` is -1 where lower is better. `unscored` were named, but every
    score of theirs is missing. `missing` counts the missing scores.
    """

    proposals: tuple[Id, ...]
    reviewers: tuple[Id, ...]
    row: NDArray[np.intp]
    column: NDArray[np.intp]
    score: NDArray[np.float64]
    low: float
    high: float
    sign: int
    places: int | None
    unscored: tuple[Id, ...]
    missing: int

    @property
    def is_complete(self) -> bool:
        """Every reviewer scored every proposal."""
        return len(self.score) == len(self.proposals) * len(self.reviewers)


def read_case(given: object) -> Table:
    """From `{"scores", "scale", "places"?}`. Raises BadCase."""
    if not isinstance(given, Mapping):
        raise BadCase(Text("应为一个 JSON 对象", "a JSON object is expected"))
    low, high, sign = _scale(given.get("scale"))
    scores = given.get("scores")
    if not isinstance(scores, Sequence) or isinstance(scores, str):
        raise BadCase(Text("缺少评分列表 scores", "the list of scores is missing"))
    found: dict[tuple[Id, Id], float] = {}
    named: dict[str, Id] = {}
    missing = 0
    for number, line in enumerate(scores, start=1):
        proposal, reviewer, score = _score(number, line, low, high)
        _same_spelling(named, number, "p", proposal)
        _same_spelling(named, number, "r", reviewer)
        if score is None:
            missing += 1
        elif (proposal, reviewer) in found:
            raise _at(number, Text("同一评审人对同一项目评分两次", "this pair is scored twice"))
        else:
            found[proposal, reviewer] = score
    return _table(found, named, low, high, sign, _places(given.get("places")), missing)


def _table(
    found: Mapping[tuple[Id, Id], float],
    named: Mapping[str, Id],
    low: float,
    high: float,
    sign: int,
    places: int | None,
    missing: int,
) -> Table:
    pairs = sorted(found, key=lambda pair: (str(pair[0]), str(pair[1])))
    proposals = tuple(sorted({p for p, _ in pairs}, key=str))
    reviewers = tuple(sorted({r for _, r in pairs}, key=str))
    place = {p: i for i, p in enumerate(proposals)}
    seat = {r: i for i, r in enumerate(reviewers)}
    everyone = {id for key, id in named.items() if key.startswith("p")}
    return Table(
        proposals,
        reviewers,
        np.array([place[p] for p, _ in pairs], dtype=np.intp),
        np.array([seat[r] for _, r in pairs], dtype=np.intp),
        np.array([found[pair] for pair in pairs], dtype=np.float64),
        low,
        high,
        sign,
        places,
        tuple(sorted(everyone - set(proposals), key=str)),
        missing,
    )


def _scale(given: object) -> tuple[float, float, int]:
    if not isinstance(given, Mapping):
        raise BadCase(Text("缺少评分尺度 scale", "the scale is missing"))
    low, high, better = given.get("min"), given.get("max"), given.get("better", "higher")
    if not _is_number(low) or not _is_number(high) or low >= high:
        raise BadCase(
            Text("尺度的 min 应小于 max，且均为数", "the scale needs numbers, min below max")
        )
    if better not in ("higher", "lower"):
        raise BadCase(Text("better 应为 higher 或 lower", "better is either higher or lower"))
    return float(low), float(high), 1 if better == "higher" else -1


def _score(number: int, line: object, low: float, high: float) -> tuple[Id, Id, float | None]:
    if not isinstance(line, Sequence) or isinstance(line, str) or len(line) != 3:
        raise _at(number, Text("应为 [项目, 评审人, 分数]", "expected [proposal, reviewer, score]"))
    proposal, reviewer, score = line
    for id in (proposal, reviewer):
        if not isinstance(id, str | int) or isinstance(id, bool) or id == "":
            raise _at(
                number, Text("编号应为文字或整数", "an id is text or a whole number, not empty")
            )
    if score is None:
        return proposal, reviewer, None
    if not _is_number(score):
        raise _at(number, Text("分数应为数，缺失请写 null", "a score is a number; null if missing"))
    if not low <= score <= high:
        raise _at(number, Text("分数超出尺度", "the score lies outside the scale"))
    return proposal, reviewer, float(score)


def _places(given: object) -> int | None:
    if given is None or (isinstance(given, int) and not isinstance(given, bool) and given >= 0):
        return given
    raise BadCase(Text("places 应为非负整数", "places is a whole number, not negative"))


def _is_number(value: object) -> TypeGuard[int | float]:
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and abs(value) <= 1e15  # also false for NaN; no whole number too long for a float
        and math.isfinite(value)
    )


def _same_spelling(named: dict[str, Id], number: int, kind: str, id: Id) -> None:
    """1 and "1" would be two proposals that print alike."""
    first: Hashable = named.setdefault(f"{kind}{id}", id)
    if type(first) is not type(id):
        raise _at(
            number,
            Text("同一编号时而为数时而为文字", "one id stands both as a number and as text"),
        )


def _at(number: int, reason: Text) -> BadCase:
    return BadCase(
        Text("第 {number} 条评分：{reason}", "score {number}: {reason}").format(
            number=number, reason=reason
        )
    )
