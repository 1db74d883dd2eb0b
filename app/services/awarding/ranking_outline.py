"""What the ranking of a call says of all its proposals at once: their order, and the money's line.

That is dear where there are very many, so it is kept until something that it follows from changes;
a page shows the figures of a few (`ranking.of_places`)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Call, Review, ReviewGroup
from app.queries.kept import kept
from app.ranking.line import Line, LineRule
from app.services.awarding import calibrating, funding_line, ranking
from app.services.awarding.ranking import Placing

AFTER_REVIEW = ("deliberation", "notice", "decided")
"""The states of a call in which its ranking is shown: every panel has locked."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Outline:
    """`order` is best first; `eligible` are the ids of what score and votes allow to be proposed,
    `above` of what money reaches, `channel` of what goes beside the line. `awards` in 分, by id, of
    whatever a line funds."""

    order: Sequence[Placing]
    eligible: frozenset[int]
    lines: Mapping[LineRule, Line]
    lots: funding_line.Lots | None
    above: frozenset[int]
    channel: frozenset[int]
    awards: Mapping[int, int]


def outline_of(session: Session, call: Call) -> Outline:
    return as_ranked(session, call, "outline", lambda: _reckoned(session, call))


def as_ranked(session: Session, call: Call, question: Hashable, ask: Callable[[], T]) -> T:
    """An answer that follows from the ranking of the call, kept as long as that does not change.
    Results change when a panel locks, a score is struck or a result voided, each of which is
    counted; and while a panel that is to review again is at work."""
    found = calibrating.ranking_of(session, call)
    rules = *sorted(call.rules.items()), call.budget, call.award_most, call.planned_awards
    at_work = session.execute(
        select(Review.id, Review.state, Review.edition, Review.total)
        .join(ReviewGroup)
        .where(ReviewGroup.call_id == call.id, ReviewGroup.state != "locked")
        .order_by(Review.id)
    )
    reviews = tuple(tuple(row) for row in at_work)
    results = (found.lottery_commitment, found.edition) if found else ()
    ranked = "ranking", call.id, results, rules, reviews
    return kept(session, (), (question, ranked), ask)


def _reckoned(session: Session, call: Call) -> Outline:
    figures = ranking.of_call(session, call)
    lines = funding_line.lines(call, figures)
    lots = funding_line.lots_of(session, call, figures)
    funded = {number for line in lines.values() for number in line.funded}
    return Outline(
        tuple(Placing(one.proposal.id, one.ranked.place, one.ranked.tie_break) for one in figures),
        frozenset(one.proposal.id for one in figures if ranking.may_be_proposed(call, one)),
        lines,
        lots,
        funding_line.proposed(call, figures, lots),
        frozenset(one.proposal.id for one in figures if ranking.may_use_channel(call, one)),
        {
            one.proposal.id: funding_line.award(call, one)
            for one in figures
            if one.proposal.id in funded
        },
    )
