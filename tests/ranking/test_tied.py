"""A vote between equals: whom it moves, and when it says nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.ranking.order import Standing, TieBreak, rank
from tests.ranking.test_aggregate import some_figures


@given(st.lists(some_figures, min_size=2, max_size=6), st.lists(st.integers(0, 3), min_size=6))
def test_a_vote_moves_only_those_it_was_held_between(
    figures: list[tuple[int, int, int]], counts: list[int]
) -> None:
    standings = [Standing(number, *figure) for number, figure in enumerate(figures)]
    before = {r.standing.proposal: r.place for r in rank(standings)}
    asked = [n for n, figure in enumerate(figures) if figure == figures[0]]
    tally = {number: counts[number] for number in asked}
    after = {r.standing.proposal: r for r in rank(standings, [tally])}
    for number in range(len(figures)):
        if number not in tally or len(tally) == 1:
            assert after[number].place == before[number]
            continue
        more = sum(votes > tally[number] for votes in tally.values())
        assert after[number].place == (before[number] or 0) + more
        assert (after[number].tie_break is TieBreak.VOTED) == (
            list(tally.values()).count(tally[number]) == 1
        )


def test_a_vote_between_more_or_fewer_than_are_tied_says_nothing() -> None:
    three = [Standing(number, 80_00, 40_00, 80_00) for number in (1, 2, 3)]
    for votes in ({1: 5, 2: 0}, {1: 5, 2: 0, 3: 1, 4: 0}):
        assert {r.place for r in rank(three, [votes])} == {1}


def test_those_a_vote_left_equal_may_be_voted_on_again() -> None:
    three = [Standing(number, 80_00, 40_00, 80_00) for number in (1, 2, 3)]
    votes = [{1: 2, 2: 2, 3: 1}, {1: 2, 2: 3}]
    assert [(r.standing.proposal, r.place) for r in rank(three, votes)] == [(2, 1), (1, 2), (3, 3)]
