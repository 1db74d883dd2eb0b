"""The officer's draft of a decision begins with what the ranking says."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from app.models import Person
from app.services import deciding
from tests.services.awarding import ranked
from tests.services.stage import Stage
from workflows.roles import Role

SignIn = Callable[[Person], FlaskClient]


def test_the_page_begins_with_the_ranking_and_writes_nothing_until_it_is_saved(
    stage: Stage, sign_in: SignIn
) -> None:
    of = ranked(stage, 92, 90, 85)
    officer, path = stage.holder(Role.PROGRAMME_OFFICER), f"/office/calls/{of.call.id}/decision"
    page = sign_in(officer).get(path).text
    assert page.count('<option value="propose" selected>') == 2
    assert page.count('value="200.00"') == 2
    assert "尚未保存" in page
    assert deciding.decision_of(stage.session, of.call) is None
