"""What people should look at: unusual scores, groups apart, moves, and what cannot be said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from app.ranking.calibrate.case import Id, Table
from app.ranking.calibrate.model import Design, Fit, Floats, covariance_of_pairs
from workflows.engine.text import Text

UNUSUAL = 3.0
"""Standard deviations by which a score differs from what all the other scores lead to expect."""
FEWEST = 3
"""With fewer scores nobody can say which of them is the unusual one."""


@dataclass(frozen=True, slots=True)
class Flag:
    """`kind` is favour or torpedo; `residual` in points: the score less what the others foretell.
    Only for people to look at: the score stays."""

    kind: str
    proposal: Id
    reviewer: Id
    residual: float


@dataclass(frozen=True, slots=True)
class Move:
    """From a place by the plain mean to one by the calibrated rank, and why."""

    proposal: Id
    raw: int
    calibrated: int
    reason: Text


def flags(table: Table, design: Design, one: Fit) -> tuple[Flag, ...]:
    """The largest residual first. Each score is held to the fit without it."""
    noise = one.spreads.noise
    expected = one.effects[table.row] + one.offsets[:-1][table.column] + one.offsets[-1]
    left = 1 - covariance_of_pairs(one, table) / noise**2
    left = np.maximum(left, 1e-6)
    residual = (design.y - expected) / left
    unusual = np.abs(residual) * np.sqrt(left) / noise
    found = [
        Flag(
            "favour" if residual[i] * table.sign > 0 else "torpedo",
            table.proposals[table.row[i]],
            table.reviewers[table.column[i]],
            float(residual[i]),
        )
        for i in np.flatnonzero((unusual > UNUSUAL) & (design.n[table.row] >= FEWEST))
    ]
    return tuple(sorted(found, key=lambda f: (-abs(f.residual), str(f.proposal), str(f.reviewer))))


def components(table: Table) -> tuple[tuple[Id, ...], ...]:
    """Proposals linked by common reviewers; between two of these groups nothing compares."""
    count, total = len(table.proposals), len(table.proposals) + len(table.reviewers)
    links = sparse.csr_array(
        (np.ones(len(table.row)), (table.row, count + table.column)), shape=(total, total)
    )
    number, label = connected_components(links, directed=False)
    groups: list[list[Id]] = [[] for _ in range(number)]
    for proposal, group in zip(table.proposals, label, strict=False):
        groups[group].append(proposal)
    return tuple(tuple(group) for group in groups)


def places(figures: Floats) -> NDArray[np.intp]:
    """From 1, the lowest figure first; equal ones share a place and the next is skipped."""
    rounded = np.round(figures, 9)
    ordered = np.sort(rounded)
    return np.searchsorted(ordered, rounded) + 1


def moves(table: Table, design: Design, offsets: Floats, expected: Floats) -> tuple[Move, ...]:
    """One sentence for every proposal whose place changes, best calibrated first."""
    means = design.by_proposal / design.n
    raw, calibrated = places(-means * table.sign), places(expected)
    lenience = np.bincount(table.row, weights=offsets[table.column]) / design.n * table.sign
    found = []
    for i in np.lexsort((np.arange(len(raw)), calibrated)):
        if raw[i] != calibrated[i]:
            reason = _reason(int(calibrated[i] - raw[i]), float(lenience[i]), int(design.n[i]))
            sentence = _MOVE.format(
                id=table.proposals[i], raw=raw[i], calibrated=calibrated[i], reason=reason
            )
            found.append(Move(table.proposals[i], int(raw[i]), int(calibrated[i]), sentence))
    return tuple(found)


def warnings(table: Table, groups: Sequence[Sequence[Id]]) -> tuple[Text, ...]:
    """What the figures cannot bear, or what was missing from them."""
    found: list[Text] = []
    if table.missing:
        found.append(_MISSING.format(n=table.missing))
    found += [_UNSCORED.format(id=id) for id in table.unscored]
    if not len(table.score):
        return (*found, _EMPTY)
    if len(table.proposals) == 1:
        found.append(_ONE)
    elif np.bincount(table.column).max() == 1:
        found.append(_NO_OVERLAP)
    if len(groups) > 1:
        found.append(_APART.format(n=len(groups)))
    if np.ptp(table.score) == 0:
        found.append(_ALL_EQUAL)
    singles = int((np.bincount(table.row) == 1).sum())
    if singles:
        found.append(_SINGLE.format(n=singles))
    for seat, reviewer in enumerate(table.reviewers):
        own = table.score[table.column == seat]
        if len(own) > 1 and np.ptp(own) == 0:
            found.append(_CONSTANT.format(id=reviewer, n=len(own)))
    return tuple(found)


def _reason(down: int, lenience: float, n: int) -> Text:
    slots = {"points": f"{abs(lenience):.2f}", "n": n}
    if lenience * down > 0 and abs(lenience) >= 0.005:
        return (_LENIENT if lenience > 0 else _STRICT).format(**slots)
    return _OTHERS.format(**slots)


_NO_OVERLAP = Text(
    "没有评审人评过两个以上项目，宽严无从比较：校准不改正任何评分，评分份数相同的项目名次与平均分一致",
    "no reviewer scored two or more proposals, so leniency cannot be compared: "
    "calibration corrects nothing, and proposals with the same number of scores rank "
    "as they do by the mean",
)
_MOVE = Text(
    "{id}：按平均分第 {raw} 名，校准后第 {calibrated} 名，{reason}。",
    "{id}: rank {raw} by the mean, {calibrated} after calibration, {reason}.",
)
_LENIENT = Text(
    "因为其评审人（{n} 位）打分平均偏宽 {points} 分",
    "because its reviewers ({n}) score {points} points more leniently on average",
)
_STRICT = Text(
    "因为其评审人（{n} 位）打分平均偏严 {points} 分",
    "because its reviewers ({n}) score {points} points more strictly on average",
)
_OTHERS = Text(
    "因为别的项目的评审宽严经校准后与其换位，或其评分仅 {n} 份、把握较小",
    "because calibrating other proposals' reviews moved them past it, or its {n} "
    "scores are less certain",
)
_EMPTY = Text("没有评分，无法排序", "there are no scores, so proposals cannot be ranked")
_MISSING = Text(
    "{n} 份评分缺失：按缺失处理，不作零分",
    "{n} scores are missing: treated as missing, not as zero",
)
_UNSCORED = Text("{id} 没有任何评分，不参加排序", "{id} has no score and is not ranked")
_ONE = Text(
    "只有一个项目，没有可比的对象", "there is only one project, so there is nothing to compare"
)
_APART = Text(
    "项目分为互无共同评审人的 {n} 组，组与组之间的名次不能比较",
    "the proposals fall into {n} groups with no reviewer in common; ranks cannot be "
    "compared between groups",
)
_ALL_EQUAL = Text(
    "所有评分相同，分不出名次", "all scores are the same, so proposals cannot be ranked"
)
_SINGLE = Text(
    "{n} 个项目只有一份评分，名次很不确定",
    "{n} proposals have only one score; their rank is very uncertain",
)
_CONSTANT = Text(
    "评审人 {id} 的 {n} 份评分全部相同，区分不了项目",
    "all {n} scores by reviewer {id} are the same and do not distinguish proposals",
)
