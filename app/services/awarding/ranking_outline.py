"""What the ranking of a call says of all its proposals at once: their order, and the money's line.

That is dear where there are very many, so it is kept until something that it follows from changes;
a page shows the figures of a few (`ranking.of_places`)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Call, Review, ReviewGroup
from app.queries.kept import kept
from app.ranking.line import Line, LineRule
from app.services.awarding import calibrating, funding_line, ranking
from app.services.awarding.ranking import Placing


@dataclass(frozen=True, slots=True)
class Outline:
    """`order` is best first; `above` are the ids that money reaches, `channel` of those that go
    beside the line. `awards` in 分, by id, of whatever a line funds."""

    order: Sequence[Placing]
    lines: Mapping[LineRule, Line]
    lots: funding_line.Lots | None
    above: frozenset[int]
    channel: frozenset[int]
    awards: Mapping[int, int]


def outline_of(session: Session, call: Call) -> Outline:
    return kept(session, (), _follows_from(session, call), lambda: _reckoned(session, call))


def _follows_from(session: Session, call: Call) -> Hashable:
    """Results change when a panel locks, a score is struck or a result voided, each of which is
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
    return "ranking", call.id, results, rules, reviews


def _reckoned(session: Session, call: Call) -> Outline:
    figures = ranking.of_call(session, call)
    lines = funding_line.lines(call, figures)
    lots = funding_line.lots_of(session, call, figures)
    funded = {number for line in lines.values() for number in line.funded}
    return Outline(
        tuple(Placing(one.proposal.id, one.ranked.place, one.ranked.tie_break) for one in figures),
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
