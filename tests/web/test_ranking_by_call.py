"""Ranks are read call by call: a role in one programme opens no order of another's proposals."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.models import Call, Person
from app.queries.calls.proposals import proposals_of_call
from app.queries.sight.seeing import Sight
from tests.conftest import START, SignInAs
from tests.factories import call, grant, official, person, proposal
from workflows.roles import Role

pytestmark = pytest.mark.each_database


@pytest.fixture
def ranked(session: Session) -> tuple[Person, Call, Call]:
    """Somebody runs one programme and checks forms in another; a call of each, with two ranked
    proposals, the later one first."""
    someone = person(session)
    own, other = call(session, state="review"), call(session, state="review")
    grant(session, someone, Role.PROGRAMME_OFFICER, programme_id=own.programme_id)
    grant(session, someone, Role.FORMAL_CHECKER, programme_id=other.programme_id)
    for of_call in (own, other):
        for rank in (2, 1):
            proposal(session, call=of_call, state="scored", rank=rank)
    session.commit()
    return someone, own, other


def test_the_list_of_a_call_goes_by_rank_for_whoever_reads_the_ranking_of_that_call(
    session: Session, ranked: tuple[Person, Call, Call]
) -> None:
    someone, own, other = ranked
    sight = Sight(session, someone, START)
    orders = [
        [one.rank for one in session.scalars(proposals_of_call(sight, of_call))]
        for of_call in (own, other)
    ]
    assert orders == [[1, 2], [2, 1]]


def test_the_offices_list_is_sorted_by_rank_in_calls_whose_ranking_the_reader_may_read(
    sign_in: SignInAs, ranked: tuple[Person, Call, Call]
) -> None:
    someone, own, other = ranked
    client = sign_in(someone)
    offers = [
        'value="rank" selected' in client.get(f"/office/proposals?call={c.id}&sort=rank").text
        for c in (own, other)
    ]
    assert offers == [True, False]
    assert 'value="rank"' not in client.get(f"/office/proposals?call={other.id}").text


def test_whoever_reads_no_ranking_at_all_is_not_offered_that_order(
    session: Session, sign_in: SignInAs, ranked: tuple[Person, Call, Call]
) -> None:
    checker = official(session, Role.FORMAL_CHECKER)
    session.commit()
    assert 'value="rank"' not in sign_in(checker).get("/office/proposals").text
    assert 'value="rank"' in sign_in(ranked[0]).get("/office/proposals").text
