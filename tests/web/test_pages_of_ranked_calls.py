"""Pages of a call whose panels have locked: what they ask of the database is little."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.conftest import SignInAs
from tests.services.awarding import Ranked, drafted, ranked
from tests.services.stage import Stage
from tests.web.counting import MOST, asked
from workflows.roles import Role

pytestmark = pytest.mark.own_sql

READERS = (Role.PROGRAMME_OFFICER, Role.DECISION_MAKER, Role.SUPERVISOR)


@pytest.fixture
def made(stage: Stage) -> Ranked:
    return ranked(stage, 92, 90, 88, 70)


def test_the_page_of_a_ranking_asks_little(
    app: Flask, stage: Stage, made: Ranked, sign_in: SignInAs
) -> None:
    """Once what is kept of the ranking is there: who is first asks for that, too."""
    address = f"/office/calls/{made.call.id}/ranking"
    clients = [sign_in(stage.holder(role)) for role in READERS]
    asked(app, clients[0], address)
    assert max(asked(app, client, address) for client in clients) <= MOST


def test_the_page_of_a_call_asks_no_more_with_more_on_the_draft_that_is_deliberated(
    app: Flask, stage: Stage, made: Ranked, sign_in: SignInAs
) -> None:
    """All that the meeting has to look at is looked at."""
    decision = drafted(stage, made, "propose", "drop", "drop", "drop")
    clients, counts = [sign_in(stage.holder(role)) for role in READERS], []
    for outcomes in ((), ("propose", "reserve")):
        for line, outcome in zip(decision.items[1:], outcomes, strict=False):
            line.outcome, line.amount = outcome, 1
        stage.session.commit()
        address = f"/office/calls/{made.call.id}"
        counts.append([asked(app, client, address) for client in clients])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= MOST


def test_the_page_of_a_proposal_that_is_scored_asks_little(
    app: Flask, stage: Stage, made: Ranked, sign_in: SignInAs
) -> None:
    address = f"/proposals/{made.proposals[0].id}"
    for role in READERS:
        assert asked(app, sign_in(stage.holder(role)), address) <= MOST
