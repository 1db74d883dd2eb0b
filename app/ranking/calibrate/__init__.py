"""Scores calibrated for how strict each reviewer is: effects, expected ranks, a funding line.

`calibrate` says what the scores can bear and no more; it deletes nothing, and the same scores give
the same answer in whatever order they come.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from app.ranking.calibrate.case import Id, Table
from app.ranking.calibrate.model import design_of
from app.ranking.calibrate.ranks import Ranks, ranks
from app.ranking.calibrate.remarks import Flag, Move, components, flags, moves, warnings
from app.ranking.calibrate.spreads import weighted_fits
from workflows.engine.text import Text


@dataclass(frozen=True, slots=True)
class Proposal:
    """`mean` is the plain mean; `effect` and `sd` in points of the scale, above (+) or below (-)
    the middle; `rank_interval` holds 90 % and `inner_interval` 50 % of the rank."""

    id: Id
    n: int
    mean: float
    effect: float
    sd: float
    expected_rank: float
    rank_interval: tuple[int, int]
    inner_interval: tuple[int, int]
    p_funded: float | None


@dataclass(frozen=True, slots=True)
class Reviewer:
    """`offset` in points: how much higher (+) or lower (-) than others this reviewer scores."""

    id: Id
    n: int
    offset: float
    sd: float


@dataclass(frozen=True, slots=True)
class FundingLine:
    """`lottery`: those the scores cannot place on either side of the line."""

    funded: tuple[Id, ...]
    lottery: tuple[Id, ...]
    not_funded: tuple[Id, ...]


@dataclass(frozen=True, slots=True)
class Calibrated:
    """`proposals` from the best expected rank down; `line` is None without places."""

    proposals: tuple[Proposal, ...]
    reviewers: tuple[Reviewer, ...]
    components: tuple[tuple[Id, ...], ...]
    flags: tuple[Flag, ...]
    moves: tuple[Move, ...]
    line: FundingLine | None
    warnings: tuple[Text, ...]


def calibrate(table: Table) -> Calibrated:
    """Empty tables give empty lists and a warning."""
    # The matrices are small and many: a second thread costs ten times what it saves.
    with threadpool_limits(limits=1, user_api="blas"):
        return _calibrated(table)


def _calibrated(table: Table) -> Calibrated:
    groups = components(table)
    remarks = warnings(table, groups)
    if not len(table.score):
        line = None if table.places is None else FundingLine((), (), ())
        return Calibrated((), (), (), (), (), line, remarks)
    design = design_of(table)
    fits = weighted_fits(table, design)
    ranked = ranks(design, fits, table.sign, table.places)
    offsets = np.sum([weight * one.offsets[:-1] for weight, one in fits], axis=0)
    best = max(fits, key=lambda pair: pair[0])[1]
    spread = np.sqrt(best.inverse.diagonal()[:-1])
    scored = np.bincount(table.column)
    proposals = _proposals(table, ranked)
    return Calibrated(
        proposals,
        tuple(
            Reviewer(id, int(scored[j]), _plain(offsets[j]), _plain(spread[j]))
            for j, id in enumerate(table.reviewers)
        ),
        groups,
        flags(table, design, best),
        moves(table, design, offsets, ranked.expected),
        None if table.places is None else funding_line(proposals, table.places),
        remarks,
    )


def funding_line(proposals: tuple[Proposal, ...], places: int) -> FundingLine:
    """The provisional line runs at the expected rank of the last that there is a place for; those
    whose 50 % interval holds it, or who stand on it, draw lots (Heyard et al. 2022). `proposals`
    from the best expected rank down."""
    everyone = tuple(p.id for p in proposals)
    if places == 0 or places >= len(proposals):
        return FundingLine(everyone if places else (), (), () if places else everyone)
    line = proposals[places - 1].expected_rank
    above = [p.id for p in proposals if p.expected_rank < line and p.inner_interval[1] < line]
    below = [p.id for p in proposals if p.expected_rank > line and p.inner_interval[0] > line]
    lottery = [id for id in everyone if id not in above and id not in below]
    if len(above) + len(lottery) <= places:
        above, lottery = above + lottery, []
    return FundingLine(tuple(above), tuple(lottery), tuple(below))


def _proposals(table: Table, ranked: Ranks) -> tuple[Proposal, ...]:
    count = np.bincount(table.row)
    mean = np.bincount(table.row, weights=table.score) / count
    found = [
        Proposal(
            id,
            int(count[i]),
            _plain(mean[i]),
            _plain(ranked.effect[i]),
            _plain(ranked.sd[i]),
            _plain(ranked.expected[i]),
            (int(ranked.wide[i, 0]), int(ranked.wide[i, 1])),
            (int(ranked.inner[i, 0]), int(ranked.inner[i, 1])),
            None if ranked.funded is None else _plain(ranked.funded[i]),
        )
        for i, id in enumerate(table.proposals)
    ]
    return tuple(sorted(found, key=lambda p: (p.expected_rank, str(p.id))))


def _plain(figure: float) -> float:
    """Six decimals: beyond is the order in which a machine adds."""
    return round(float(figure), 6) + 0.0
