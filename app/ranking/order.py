"""From the figures of the rounds to places: what is published, two decimals, is what is ranked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from app.ranking.aggregate import Summary, in_hundredths


class TieBreak(StrEnum):
    """What parted proposals of equal score; `vote`: nothing did, the panel votes in secret."""

    TECHNICAL = "technical"
    MEDIAN = "median"
    VOTE = "vote"


@dataclass(frozen=True, slots=True)
class Standing:
    """A proposal's rounded figures, in hundredths; None together when it has no score."""

    proposal: int
    score: int | None
    technical: int | None
    median: int | None


@dataclass(frozen=True, slots=True)
class Ranked:
    """`place` from 1, shared by those still tied, the next place skipped; None without a score."""

    place: int | None
    standing: Standing
    tie_break: TieBreak | None


def standing(proposal: int, only: Summary) -> Standing:
    """Where one round alone decides."""
    return combined_standing(proposal, only, only, 0)


def combined_standing(
    proposal: int, online: Summary, defence: Summary, defence_percent: int
) -> Standing:
    """Both rounds, the defence weighing `defence_percent`; without a score when either has none."""
    return Standing(
        proposal,
        score=_combined(online.mean, defence.mean, defence_percent),
        technical=_combined(online.technical, defence.technical, defence_percent),
        median=_combined(online.median, defence.median, defence_percent),
    )


def rank(standings: Iterable[Standing]) -> tuple[Ranked, ...]:
    """Higher score first; equal scores: the higher technical part, then the higher median; what is
    still equal shares a place. Those without a score stand last, without a place."""
    everyone = sorted(standings, key=lambda s: (s.score is None, _negated(s), s.proposal))
    scored = [s for s in everyone if s.score is not None]
    return tuple(
        Ranked(None, s, None)
        if s.score is None
        else Ranked(1 + sum(_negated(o) < _negated(s) for o in scored), s, _tie_break(s, scored))
        for s in everyone
    )


def rank_by_expectation(
    standings: Iterable[Standing], expected: Mapping[int, float]
) -> tuple[Ranked, ...]:
    """The lowest expected rank of the calibrated ranking first; equal ones share a place. Who has
    none stands last, without a place."""
    everyone = sorted(standings, key=lambda s: (expected.get(s.proposal, float("inf")), s.proposal))
    placed = [expected[s.proposal] for s in everyone if s.proposal in expected]
    return tuple(
        Ranked(None, s, None)
        if s.proposal not in expected
        else Ranked(
            1 + sum(other < expected[s.proposal] for other in placed),
            s,
            TieBreak.VOTE if placed.count(expected[s.proposal]) > 1 else None,
        )
        for s in everyone
    )


def _combined(online: Fraction | None, defence: Fraction | None, percent: int) -> int | None:
    if online is None or defence is None:
        return None
    return in_hundredths((online * (100 - percent) + defence * percent) / 100)


def _negated(one: Standing) -> tuple[int, int, int]:
    return -(one.score or 0), -(one.technical or 0), -(one.median or 0)


def _tie_break(one: Standing, scored: Iterable[Standing]) -> TieBreak | None:
    rivals = [o for o in scored if o is not one and o.score == one.score]
    close = [o for o in rivals if o.technical == one.technical]
    if any(o.median == one.median for o in close):
        return TieBreak.VOTE
    if close:
        return TieBreak.MEDIAN
    return TieBreak.TECHNICAL if rivals else None
