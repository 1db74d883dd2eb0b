"""From the figures of the rounds to places: what is published, two decimals, is what is ranked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import groupby
from typing import Any

from app.ranking.aggregate import Summary, in_hundredths


class TieBreak(StrEnum):
    """What parted proposals of equal score; `voted`: the panel's secret vote did; `vote`: nothing
    has, the panel may vote."""

    TECHNICAL = "technical"
    MEDIAN = "median"
    VOTED = "voted"
    VOTE = "vote"


Tally = Mapping[int, int]
"""Votes by proposal, of one secret vote of one panel."""
_Rivals = Counter[tuple[int | None, ...]]
"""How many have this score, and this score with this technical part."""


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


def rank(standings: Iterable[Standing], votes: Sequence[Tally] = ()) -> tuple[Ranked, ...]:
    """Higher score first; equal scores: the higher technical part, then the higher median, then the
    panel's vote between exactly those that are still equal; what nothing parts shares a place.
    Those without a score stand last, without a place. `votes` are in the order of counting."""
    everyone = sorted(standings, key=lambda s: s.proposal)
    scored = sorted((s for s in everyone if s.score is not None), key=_negated)
    unscored = (Ranked(None, s, None) for s in everyone if s.score is None)
    return (*_placed(scored, _negated, votes, _tie_break), *unscored)


def rank_by_expectation(
    standings: Iterable[Standing], expected: Mapping[int, float], votes: Sequence[Tally]
) -> tuple[Ranked, ...]:
    """The lowest expected rank of the calibrated ranking first; equal ones share a place unless the
    panel's vote parts them. Who has none stands last, without a place."""

    def rank_of(one: Standing) -> float:
        return expected[one.proposal]

    everyone = sorted(standings, key=lambda s: s.proposal)
    known = sorted((s for s in everyone if s.proposal in expected), key=rank_of)
    unknown = (Ranked(None, s, None) for s in everyone if s.proposal not in expected)
    return (*_placed(known, rank_of, votes, lambda _one, _all: None), *unknown)


def _placed(
    ordered: Sequence[Standing],
    figure: Callable[[Standing], Any],
    votes: Sequence[Tally],
    parted_by: Callable[[Standing, _Rivals], TieBreak | None],
) -> Iterator[Ranked]:
    place = 1
    rivals: _Rivals = Counter((one.score, one.technical) for one in ordered)
    rivals.update((one.score,) for one in ordered)
    for _, equal in groupby(ordered, figure):
        tied = list(equal)
        for together in _by_vote(tied, votes):
            for one in together:
                if len(tied) == 1:
                    tie_break = parted_by(one, rivals)
                else:
                    tie_break = TieBreak.VOTE if len(together) > 1 else TieBreak.VOTED
                yield Ranked(place, one, tie_break)
            place += len(together)


def _by_vote(tied: list[Standing], votes: Sequence[Tally]) -> list[list[Standing]]:
    """Most votes first. A vote between others, or between more or fewer, says nothing here."""
    running = {one.proposal for one in tied}
    tally = next((t for t in reversed(votes) if t.keys() == running), None)
    if len(tied) == 1 or tally is None or len(set(tally.values())) == 1:
        return [tied]
    by_votes = sorted(tied, key=lambda one: -tally[one.proposal])
    groups = [list(g) for _, g in groupby(by_votes, lambda one: tally[one.proposal])]
    return [smaller for group in groups for smaller in _by_vote(group, votes)]


def _combined(online: Fraction | None, defence: Fraction | None, percent: int) -> int | None:
    if online is None or defence is None:
        return None
    return in_hundredths((online * (100 - percent) + defence * percent) / 100)


def _negated(one: Standing) -> tuple[int, int, int]:
    return -(one.score or 0), -(one.technical or 0), -(one.median or 0)


def _tie_break(one: Standing, rivals: _Rivals) -> TieBreak | None:
    if rivals[one.score, one.technical] > 1:
        return TieBreak.MEDIAN
    return TieBreak.TECHNICAL if rivals[one.score,] > 1 else None
