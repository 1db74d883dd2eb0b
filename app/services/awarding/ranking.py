"""The ranking of a call: what its signed reviews add up to, stored once the panels have locked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, exists, select
from sqlalchemy.orm import Session, defer, joinedload, load_only
from sqlalchemy.orm.attributes import set_committed_value

from app.asked import Listed
from app.models import Call, GroupProposal, Organisation, Proposal, Review, ReviewGroup
from app.ranking.aggregate import ReviewMarks, Summary, in_hundredths, summarise, weighted_total
from app.ranking.order import (
    Ranked,
    Standing,
    TieBreak,
    combined_standing,
    rank,
    rank_by_expectation,
    standing,
)
from app.ranking.zeros import without_lone_zeros
from app.services.awarding import calibrating
from app.services.calls.criteria import criteria_of
from app.services.review import voting
from app.services.review.purposes import NOT_RANKED, valid_needed
from app.services.review.vetoes import standing_vetoes
from workflows.engine.text import Text

TIE_BREAK_LABELS: dict[TieBreak, Text] = {
    TieBreak.TECHNICAL: Text("同分，以技术分定先后", "tied: ranked by technical score"),
    TieBreak.MEDIAN: Text("同分，以中位数定先后", "tied: ranked by median"),
    TieBreak.VOTED: Text("同分，以无记名投票定先后", "tied: ranked by secret vote"),
    TieBreak.VOTE: Text("同分，未分先后", "tied: order not decided"),
}


@dataclass(frozen=True, slots=True)
class Figures:
    """One proposal with the reviews of its last round, what they add up to, and its place.

    `online` is the first round where a defence followed it, `second` the second panel's view of a
    non-consensus proposal; `vetoes` are the veto items and zeros that stand.
    """

    proposal: Proposal
    reviews: tuple[Review, ...]
    summary: Summary
    ranked: Ranked
    online: Summary | None = None
    second: Summary | None = None
    vetoes: tuple[Text, ...] = ()


class Placing(NamedTuple):
    """Where the ranking puts a proposal, by its id; without a score it has no place."""

    proposal: int
    place: int | None
    tie_break: TieBreak | None


class _Sums(NamedTuple):
    """By proposal: its last round, and the first where a defence followed it."""

    last: Mapping[int, Summary]
    online: Mapping[int, Summary]


@dataclass(frozen=True, slots=True)
class _Rounds:
    """The valid reviews of one proposal. A re-review decides alone."""

    online: tuple[Review, ...]
    defence: tuple[Review, ...]
    second: tuple[Review, ...]

    @property
    def last(self) -> tuple[Review, ...]:
        return self.defence or self.online


def counted() -> ColumnElement[bool]:
    """Which reviews count: signed, not struck for a conflict that came to light, and of a result
    that was not voided (P12)."""
    stands = exists().where(
        GroupProposal.group_id == Review.group_id,
        GroupProposal.proposal_id == Review.proposal_id,
        GroupProposal.voided_at.is_(None),
    )
    return and_(Review.state.in_(("signed", "closed")), Review.struck_at.is_(None), stands)


def summary_of(call: Call, reviews: Sequence[Review]) -> Summary:
    """What these reviews of one proposal by one panel add up to, by the rules of the call."""
    rules = call.parameters
    return summarise(
        settled(call, reviews),
        criteria_of(_criteria(call, reviews)),
        drop_extremes_from=rules["drop_extremes_from"],
        outlier_points=rules["outlier_points"],
    )


def settled(call: Call, reviews: Sequence[Review]) -> tuple[ReviewMarks, ...]:
    """The marks as they count: a zero that does not stand is handled as the call published."""
    rules = call.parameters
    marks = [ReviewMarks(review.id, review.scores, review.recommends) for review in reviews]
    return without_lone_zeros(marks, rules["veto_experts"]) if rules["lone_zero"] else tuple(marks)


def of_call(session: Session, call: Call) -> tuple[Figures, ...]:
    """Every reviewed proposal of the call, best first. After a defence only what was defended, or
    re-reviewed, is ranked."""
    return _ranked(session, call, _rounds(session, call))


def of_places(session: Session, call: Call, places: Sequence[Placing]) -> tuple[Figures, ...]:
    """The figures of these alone, where the ranking of the call has put them."""
    return _placed(call, _rounds(session, call, [one.proposal for one in places]), places)


def _placed(
    call: Call, rounds: Mapping[int, _Rounds], places: Sequence[Placing]
) -> tuple[Figures, ...]:
    sums = _sums(call, rounds)
    standings = {one.proposal: one for one in _standings(call, sums)}
    ranked = (Ranked(p.place, standings[p.proposal], p.tie_break) for p in places)
    return _figures(call, rounds, sums, ranked)


def of_proposal(session: Session, proposal: Proposal) -> Figures | None:
    """The figures of this one alone; None while no review of it counts."""
    place = Placing(proposal.id, proposal.rank, None)
    call, rounds = proposal.call, _rounds(session, proposal.call, [proposal.id])
    return next(iter(_placed(call, rounds, [place])), None) if rounds else None


def _ranked(session: Session, call: Call, rounds: Mapping[int, _Rounds]) -> tuple[Figures, ...]:
    sums = _sums(call, rounds)
    standings, votes = _standings(call, sums), voting.counted_in(session, call)
    if call.parameters["calibrated_ranking"]:
        expected = calibrating.expected_ranks(calibrating.ranking_of(session, call))
        if expected:
            return _figures(call, rounds, sums, rank_by_expectation(standings, expected, votes))
    return _figures(call, rounds, sums, rank(standings, votes))


def _figures(
    call: Call, rounds: Mapping[int, _Rounds], sums: _Sums, ranked: Iterable[Ranked]
) -> tuple[Figures, ...]:
    needed = call.parameters["veto_experts"]
    return tuple(
        Figures(
            (found := rounds[number := one.standing.proposal]).last[0].proposal,
            found.last,
            sums.last[number],
            one,
            sums.online.get(number),
            summary_of(call, found.second) if found.second else None,
            standing_vetoes(found.last, _criteria(call, found.last), needed),
        )
        for one in ranked
    )


def ties_within(session: Session, group: ReviewGroup) -> tuple[tuple[int, ...], ...]:
    """Proposals of equal score, technical part and median, each set on this panel's own table: no
    vote of one panel parts it from what another has judged."""
    standings = _standings(group.call, _sums(group.call, _rounds(session, group.call)))
    ranked = rank(standings, voting.counted_in(session, group.call))
    tied: dict[int | None, list[int]] = {}
    for one in ranked:
        if one.tie_break is TieBreak.VOTE:
            tied.setdefault(one.place, []).append(one.standing.proposal)
    mine = {item.proposal_id for item in group.on_the_table}
    return tuple(tuple(numbers) for numbers in tied.values() if mine.issuperset(numbers))


def _sums(call: Call, rounds: Mapping[int, _Rounds]) -> _Sums:
    return _Sums(
        {number: summary_of(call, one.last) for number, one in rounds.items()},
        {number: summary_of(call, one.online) for number, one in rounds.items() if one.defence},
    )


def _standings(call: Call, sums: _Sums) -> list[Standing]:
    percent = call.parameters["defence_percent"]
    return [
        combined_standing(number, sums.online[number], summary, percent)
        if number in sums.online
        else standing(number, summary)
        for number, summary in sums.last.items()
    ]


def may_be_proposed(call: Call, figures: Figures) -> bool:
    """At least the threshold of the call, at least half of the votes, and no veto that stands
    (domain §3.3)."""
    score = figures.ranked.standing.score
    return score is not None and _passes(call, score, figures.summary) and not figures.vetoes


def may_use_channel(call: Call, figures: Figures) -> bool:
    """Not proposed by its rank, but supported by the second panel (非共识)."""
    second = figures.second
    if second is None or second.mean is None or figures.vetoes or may_be_proposed(call, figures):
        return False
    return _passes(call, in_hundredths(second.mean), second)


def lacks_scores(figures: Figures, rules: Mapping[str, int]) -> bool:
    """Whether scores struck after the lock left the last panel's result with too few (P12)."""
    return figures.summary.valid < valid_needed(figures.reviews[0].group, rules)


def record(session: Session, call: Call) -> None:
    """Store the calibrated ranking, and score (hundredths of a point) and place of every reviewed
    proposal of the call."""
    rounds = _rounds(session, call)
    last = {number: one.last for number, one in rounds.items()}
    calibrating.record(session, call, last, _totals(call, last.values()))
    for figures in _ranked(session, call, rounds):
        figures.proposal.score = figures.ranked.standing.score
        figures.proposal.rank = figures.ranked.place


def _passes(call: Call, score: int, summary: Summary) -> bool:
    return score >= call.parameters["pass_score"] * 100 and summary.is_supported


def _criteria(call: Call, reviews: Sequence[Review]) -> list[Any]:
    return reviews[0].group.criteria if reviews else call.criteria


def _totals(call: Call, panels: Iterable[Sequence[Review]]) -> dict[int, Fraction | None]:
    """By review, as they count."""
    return {
        marks.reviewer: weighted_total(marks.marks, criteria_of(_criteria(call, reviews)))
        for reviews in panels
        for marks in settled(call, reviews)
    }


_ITS_PROPOSAL = joinedload(Review.proposal, innerjoin=True).options(
    load_only(
        *(Proposal.state, Proposal.revision, Proposal.call_id, Proposal.item_id, Proposal.number),
        *(Proposal.title, Proposal.requested, Proposal.plan_task_id, Proposal.score, Proposal.rank),
        *(Proposal.pi_id, Proposal.lead_unit_id),
    ),
    joinedload(Proposal.lead_unit).load_only(Organisation.name, Organisation.merged_into_id),
)
_OF_A_REVIEW = load_only(
    *(Review.state, Review.revision, Review.group_id, Review.proposal_id, Review.expert_id),
    *(Review.scores, Review.recommends, Review.total, Review.vetoes, Review.struck_at),
    *(Review.signed_at, Review.seconds_active),
)
"""What is looked at of each: a call may have a hundred thousand reviews, with their comments."""


PANELS = Listed(
    ReviewGroup, ReviewGroup.call_id == bindparam("call"), options=(defer(ReviewGroup.draw),)
)


def _rounds(
    session: Session, call: Call, only: Collection[int] | None = None
) -> dict[int, _Rounds]:
    """By proposal, of all that were reviewed or of `only` these."""
    of_call = and_(ReviewGroup.call_id == call.id, counted())
    if only is not None:
        of_call &= Review.proposal_id.in_(only)
    group_of = {group.id: group for group in PANELS.of(session, call=call.id)}
    rows = session.scalars(
        select(Review)
        .join(ReviewGroup)
        .where(of_call)
        .options(_OF_A_REVIEW, _ITS_PROPOSAL)
        .order_by(Review.proposal_id, Review.id)
    )
    by_purpose: dict[int, dict[str, list[Review]]] = {}
    for review in rows:
        set_committed_value(review, "group", group := group_of[review.group_id])
        of_proposal = by_purpose.setdefault(review.proposal_id, {})
        of_proposal.setdefault(group.purpose, []).append(review)
    found = {number: _in_rounds(panels) for number, panels in by_purpose.items()}
    defended = any(one.defence for one in found.values())
    return {
        number: one
        for number, one in found.items()
        if one.last and (one.defence or not defended or "re_review" in by_purpose[number])
    }


def _in_rounds(panels: dict[str, list[Review]]) -> _Rounds:
    again = panels.get("re_review", [])
    first = again or [r for purpose, p in panels.items() if _is_first(purpose) for r in p]
    return _Rounds(
        tuple(first),
        () if again else tuple(panels.get("defence", ())),
        tuple(panels.get("second", ())),
    )


def _is_first(purpose: str) -> bool:
    return purpose not in (*NOT_RANKED, "defence", "re_review")
