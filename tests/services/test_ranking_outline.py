"""A page of a ranking shows of its proposals what the whole ranking says of them."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.asked import remember
from app.models import Review
from app.queries.stretches import Place, cut
from app.services.awarding import calibrating, ranking
from app.services.awarding.ranking_outline import as_ranked, outline_of
from tests.services.awarding import ranked
from tests.services.stage import Stage

pytestmark = pytest.mark.own_sql


def test_any_part_has_the_figures_and_places_of_the_whole(stage: Stage) -> None:
    made = ranked(stage, 92, 90, 90, 70)
    whole, order = ranking.of_call(stage.session, made.call), outline_of(stage.session, made.call)
    for part in (order.order, order.order[1:3], order.order[3:], ()):
        first = order.order.index(part[0]) if part else 0
        found = ranking.of_places(stage.session, made.call, part)
        assert found == whole[first : first + len(part)]


def test_it_is_reckoned_once_until_results_change(stage: Stage) -> None:
    """Whoever writes reckons anew in any case."""
    made = ranked(stage, 92, 90)
    session = stage.session

    def first() -> int:
        session.flush()
        remember(session)
        return outline_of(session, made.call).order[0].proposal

    best, second = (one.id for one in made.proposals)
    assert first() == best
    for review in session.query(Review).where(Review.proposal_id == best):
        review.scores = dict.fromkeys(review.scores, 8000)
    assert first() == best, "no score changes without a move that is counted"
    calibrating.count_change(session, made.call)
    assert first() == second


def test_a_panel_at_work_is_looked_at_each_time(stage: Stage) -> None:
    made = ranked(stage, 92, 90)
    times = count(1)

    def asked() -> int:
        stage.session.flush()
        remember(stage.session)
        return as_ranked(stage.session, made.call, "times", lambda: next(times))

    assert (asked(), asked()) == (1, 1)
    review = stage.session.query(Review).first()
    assert review is not None
    review.group.state = "scoring"
    assert asked() == 2
    review.edition += 1
    assert asked() == 3


@given(st.integers(0, 30), st.integers(1, 7))
def test_a_list_that_was_read_is_gone_through_in_stretches_forth_and_back(
    rows: int, size: int
) -> None:
    every, place = list(range(rows)), Place()
    forth = [cut(every, str, place, size)]
    while forth[-1].after:
        forth.append(cut(every, str, Place(forth[-1].after), size))
    assert [row for stretch in forth for row in stretch.rows] == every
    assert all(len(stretch.rows) == size for stretch in forth[:-1])
    back = [forth[-1]]
    while back[-1].before:
        back.append(cut(every, str, Place(back[-1].before, backwards=True), size))
    assert [row for stretch in reversed(back) for row in stretch.rows] == every
    assert cut(every, str, Place("no key"), size) == forth[0]
    end = cut(every, str, Place(backwards=True), size)
    assert (list(end.rows), end.after) == (list(every[-size:]), "")
