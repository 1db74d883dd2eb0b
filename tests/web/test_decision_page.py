"""The officer's draft of a decision begins with what the ranking says."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from app.models import Person
from app.services.awarding import deciding
from tests.services.awarding import drafted, ranked
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


def test_the_office_meeting_sees_what_it_is_asked_to_decide(stage: Stage, sign_in: SignIn) -> None:
    of = ranked(stage, 92, 90, 85)
    path = f"/office/calls/{of.call.id}"
    drafted(stage, of, "propose", "reserve", "drop")
    decider, checker = stage.holder(Role.DECISION_MAKER), stage.holder(Role.FORMAL_CHECKER)
    seen = [sign_in(one).get(path).text for one in (decider, checker)]
    assert ["提请审议的立项方案" in page for page in seen] == [True, False]
    assert '拟立项合计</td><td></td><td class="number" data-label="金额">200.00 万元' in seen[0]
