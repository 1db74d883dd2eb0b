"""Pages of a case: what they ask of the database is little, and does not grow with the case."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.models import GroupProposal, PanelSeat, Person
from app.services.cases import case_id
from app.web.shared.links import url_for_case
from tests.factories import expert, proposal
from tests.web.counting import counting
from tests.web.one_of_each import World

pytestmark = pytest.mark.each_database

SignIn = Callable[[Person], FlaskClient]
MOST = 12
WITH_PANEL_AND_PARTNERS = 24
"""A project with a panel called to it reads its seats and opinions; one with partners, the books of
each."""


@pytest.fixture
def world(session: Session) -> World:
    return World(session)


def test_a_page_of_a_case_asks_few_questions(app: Flask, world: World, sign_in: SignIn) -> None:
    world.session.commit()
    leader, reader, office = world.far.pi, world.seated.person, world.officer
    looked_at = (
        (leader, world.far, MOST),
        (reader, world.review, MOST),
        (reader, world.group, MOST),
        (office, world.group, MOST),
        (office, world.call, MOST),
        (office, world.race, MOST),
        (office, world.project, WITH_PANEL_AND_PARTNERS),
    )
    for who, case, most in looked_at:
        with app.test_request_context():
            address = url_for_case(case.kind, case_id(case))
        assert _asked(app, sign_in(who), address) <= most, address
    move = f"/cases/proposal/{world.far.id}/moves/submit"
    assert _asked(app, sign_in(leader), move) <= MOST


def test_the_page_of_a_panel_asks_no_more_with_more_proposals_and_seats(
    app: Flask, world: World, sign_in: SignIn
) -> None:
    world.session.commit()
    counts = []
    for _ in range(2):
        for who in (world.officer, world.seated.person):
            counts.append(_asked(app, sign_in(who), f"/office/groups/{world.group.id}"))
        for seat in (3, 4, 5):
            world.group.seats.append(PanelSeat(expert=expert(world.session), seat=seat))
            another = proposal(world.session, call=world.call, lead_unit=world.lab)
            world.group.items.append(GroupProposal(proposal=another))
        world.session.commit()
    assert counts[:2] == counts[2:]


def _asked(app: Flask, client: FlaskClient, address: str) -> int:
    with counting(app.extensions["database"].engine) as statements:
        assert client.get(address).status_code == 200, address
    return len(statements)
