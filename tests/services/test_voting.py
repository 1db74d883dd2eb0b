"""The secret vote: on a real tie, one vote each, sums alone, and it decides the place (§3.3)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.models import History, ReviewGroup
from app.services.awarding import ranking
from app.services.problems import Problems
from app.services.review import voting
from app.services.seals.record import on_record
from tests.factories import expert
from tests.services.calls_in_review import (
    accepted,
    at_work,
    chair,
    proposals_of,
    reviews_in,
    sign,
    write_opinions,
)
from tests.services.stage import Stage
from tests.services.votes import SMALL, opened, people, tied_panel
from workflows.roles import Role


@pytest.fixture
def tied(stage: Stage) -> ReviewGroup:
    return tied_panel(stage)


def test_the_vote_of_the_panel_places_what_nothing_else_parts(
    stage: Stage, tied: ReviewGroup
) -> None:
    first, second = (p.id for p in proposals_of(stage, tied.call))
    assert [f.ranked.place for f in ranking.of_call(stage.session, tied.call)] == [1, 1]
    vote = opened(stage, tied)
    for number, one in enumerate(people(tied)):
        choice = str(first if number == 0 else second)
        assert voting.cast(stage.session, tied, vote, one, choice) is None
    stage.session.commit()
    sealed = f"secret_vote {vote.id}"
    seals = on_record(stage.session).newest
    assert sealed not in seals, "a seal of a ballot would tell whose it is"
    stage.moved(tied, "count_vote", chair(tied))
    stage.session.commit()
    assert sealed in on_record(stage.session).newest
    figures = ranking.of_call(stage.session, tied.call)
    assert [(f.proposal.id, f.ranked.place) for f in figures] == [(second, 1), (first, 2)]
    tally = stage.session.scalars(select(History).where(History.transition == "tally")).one()
    assert tally.given == {f"proposal-{first}": "1", f"proposal-{second}": "2"}
    write_opinions(stage, tied)
    stage.moved(tied, "lock", chair(tied), opinion="意见一致。")
    assert [p.rank for p in proposals_of(stage, tied.call)] == [2, 1]


def test_while_a_vote_is_open_nothing_is_locked_revised_or_voted_on_twice(
    stage: Stage, tied: ReviewGroup
) -> None:
    vote, someone = opened(stage, tied), people(tied)[0]
    write_opinions(stage, tied)
    assert stage.refused(tied, "lock", chair(tied)).keys() == {"no_vote_is_open"}
    assert stage.refused(tied, "open_vote", chair(tied)).keys() == {"no_vote_is_open"}
    own = next(r for r in reviews_in(stage, tied) if r.expert.person is someone)
    assert stage.refused(own, "revise", someone).keys() == {"nobody_votes_now"}
    assert stage.refused(tied, "count_vote", chair(tied)).keys() == {"enough_have_voted"}
    assert voting.cast(stage.session, tied, vote, someone, voting.ABSTAIN) is None
    again = voting.cast(stage.session, tied, vote, someone, voting.ABSTAIN)
    assert isinstance(again, Problems)
    assert vote.cast == 1


@pytest.mark.parametrize("choice", ["", "0", "999999", "nobody", "-1"])
def test_a_choice_that_stands_on_no_ballot_is_refused_and_the_vote_stays_free(
    stage: Stage, tied: ReviewGroup, choice: str
) -> None:
    vote, someone = opened(stage, tied), people(tied)[0]
    assert isinstance(voting.cast(stage.session, tied, vote, someone, choice), Problems)
    assert vote.cast == 0
    assert [c.votes for c in vote.candidates] == [0, 0]


def test_only_members_who_scored_every_tied_proposal_vote(stage: Stage, tied: ReviewGroup) -> None:
    vote, stranger = opened(stage, tied), expert(stage.session).person
    first = str(vote.candidates[0].proposal_id)
    assert isinstance(voting.cast(stage.session, tied, vote, stranger, first), Problems)
    struck = reviews_in(stage, tied)[0]
    struck.struck_at = stage.now
    stage.session.flush()
    barred = voting.cast(stage.session, tied, vote, struck.expert.person, first)
    assert isinstance(barred, Problems)
    stage.moved(tied, "cancel_vote", chair(tied), reason="一名专家须回避。")
    stage.session.expire_all()
    assert vote.cancelled_at == stage.now


def test_a_vote_whose_voter_is_struck_is_void_and_another_is_opened_among_those_left(
    stage: Stage, tied: ReviewGroup
) -> None:
    """No ballot can be taken out of a sum."""
    tied.call.rules = {**tied.call.rules, "min_valid_reviews": 2}
    vote = opened(stage, tied)
    first = str(vote.candidates[0].proposal_id)
    for one in people(tied):
        assert voting.cast(stage.session, tied, vote, one, first) is None
    struck, other = reviews_in(stage, tied)[:2]
    supervisor = stage.holder(Role.SUPERVISOR)
    stage.moved(struck, "void", supervisor, reason="查出回避情形。")
    stage.session.expire_all()
    assert (vote.cancelled_at, vote.counted_at) == (stage.now, None)
    assert stage.refused(tied, "count_vote", chair(tied)).keys() == {"vote_is_open"}
    again = opened(stage, tied)
    assert struck.expert_id not in [voter.expert_id for voter in again.voters]
    assert other.expert_id in [voter.expert_id for voter in again.voters]
    assert not any(voter.has_voted for voter in again.voters)


def test_a_vote_stands_while_the_scores_of_all_its_voters_count(
    stage: Stage, tied: ReviewGroup
) -> None:
    vote = opened(stage, tied)
    assert voting.unsound(stage.session, tied) == []
    reviews_in(stage, tied)[0].state = "void"
    stage.session.flush()
    assert voting.unsound(stage.session, tied) == [vote]


def test_no_vote_is_opened_where_scores_part_the_proposals(stage: Stage) -> None:
    group = at_work(stage, accepted(stage, many=2, experts=9, **SMALL))
    for review in reviews_in(stage, group):
        sign(stage, review, "80" if review.proposal_id == group.items[0].proposal_id else "81")
    stage.moved(group, "open_discussion", chair(group))
    assert stage.refused(group, "open_vote", chair(group)).keys() == {"scores_are_tied"}


def test_a_tie_with_what_is_not_on_this_table_is_not_for_this_panel(
    stage: Stage, tied: ReviewGroup
) -> None:
    tied.items[0].proposal.state = "withdrawn"
    stage.session.flush()
    assert ranking.ties_within(stage.session, tied) == ()
