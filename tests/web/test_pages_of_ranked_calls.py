"""Pages of a call whose panels have locked: what they ask of the database is little."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.conftest import SignInAs
from tests.services.awarding import Ranked, ranked
from tests.services.stage import Stage
from tests.web.counting import MOST, asked
from workflows.roles import Role

READERS = (Role.PROGRAMME_OFFICER, Role.DECISION_MAKER, Role.SUPERVISOR)


@pytest.fixture
def made(stage: Stage) -> Ranked:
    return ranked(stage, 92, 90, 88, 70)


@pytest.mark.parametrize("page", ["/office/calls/{}/ranking", "/office/calls/{}"])
def test_a_page_of_a_ranked_call_asks_little(
    app: Flask, stage: Stage, made: Ranked, sign_in: SignInAs, page: str
) -> None:
    """Once what is kept of the ranking is there: who is first asks for that, too."""
    address = page.format(made.call.id)
    clients = [sign_in(stage.holder(role)) for role in READERS]
    stage.session.commit()
    asked(app, clients[0], address)
    counts = [asked(app, client, address) for client in clients]
    assert max(counts) <= MOST
