"""The page of a proposal, from the check of its form to its notice: it asks little of the
database."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.models import GroupProposal, NoticeItem
from tests.conftest import SignInAs
from tests.factories import official, proposal
from tests.web.counting import MOST, asked
from tests.web.one_of_each import World
from workflows.roles import Role

pytestmark = pytest.mark.own_sql

READERS = (Role.FORMAL_CHECKER, Role.DECISION_MAKER, Role.SUPERVISOR)


@pytest.mark.parametrize("state", ["formal_check", "online_review", "notice"])
def test_the_page_of_a_proposal_asks_little_in_any_of_these_states(
    app: Flask, session: Session, sign_in: SignInAs, state: str
) -> None:
    world = World(session)
    one = proposal(session, call=world.call, lead_unit=world.lab, state=state)
    if state != "formal_check":
        world.group.items.append(GroupProposal(proposal=one))
    world.notice.items.append(NoticeItem(proposal=one))
    world.notice.state = "published"
    session.commit()
    readers = (world.officer, one.pi, *(official(session, role) for role in READERS))
    address = f"/proposals/{one.id}"
    assert max(asked(app, sign_in(reader), address) for reader in readers) <= MOST
