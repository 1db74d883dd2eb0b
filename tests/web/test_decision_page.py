"""The officer's draft of a decision begins with what the ranking says."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from app.services.awarding import deciding
from app.web.officer import deciding as pages
from tests.conftest import SignInAs
from tests.services.awarding import drafted, ranked
from tests.services.stage import Stage
from tests.web.counting import counting
from workflows.roles import Role


def test_the_page_begins_with_the_ranking_and_writes_nothing_until_it_is_saved(
    stage: Stage, sign_in: SignInAs
) -> None:
    of = ranked(stage, 92, 90, 85)
    officer, path = stage.holder(Role.PROGRAMME_OFFICER), f"/office/calls/{of.call.id}/decision"
    page = sign_in(officer).get(path).text
    assert page.count('<option value="propose" selected>') == 2
    assert page.count('value="200.00"') == 2
    assert "尚未保存" in page
    assert deciding.decision_of(stage.session, of.call) is None


def test_the_office_meeting_sees_what_it_is_asked_to_decide_and_the_ranking_is_reckoned_once(
    app: Flask, stage: Stage, sign_in: SignInAs
) -> None:
    of = ranked(stage, 92, 90, 85)
    path = f"/office/calls/{of.call.id}"
    drafted(stage, of, "propose", "reserve", "drop")
    decider, checker = stage.holder(Role.DECISION_MAKER), stage.holder(Role.FORMAL_CHECKER)
    with counting(app.extensions["database"].engine) as statements:
        seen = [sign_in(decider).get(path).text]
    assert sum(one.startswith("SELECT review.") for one in statements) == 1
    seen.append(sign_in(checker).get(path).text)
    assert ["提请审议的立项方案" in page for page in seen] == [True, False]
    assert '拟立项合计</td><td></td><td class="number" data-label="金额">200.00 万元' in seen[0]


def test_the_draft_names_whoever_would_be_above_the_limit_by_what_it_proposes_together(
    stage: Stage, sign_in: SignInAs
) -> None:
    of = ranked(stage, 92, 90, rules={"lead_per_call_most": 2})
    officer, path = stage.holder(Role.PROGRAMME_OFFICER), f"/office/calls/{of.call.id}/decision"
    warned = "超出在研限项，不得一并拟立项"
    assert warned not in sign_in(officer).get(path).text
    of.proposals[1].pi_id = of.proposals[0].pi_id
    stage.session.commit()
    page = sign_in(officer).get(path).text
    assert warned in page
    assert f"{of.proposals[0].pi.name}主持" in page


def test_a_long_draft_is_saved_page_by_page_and_tells_what_departs_on_others(
    stage: Stage, sign_in: SignInAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "SIZE_OF_STRETCH", 2)
    of = ranked(stage, 92, 90, 88, 70)
    first, second, third, fourth = (one.id for one in of.proposals)
    client = sign_in(stage.holder(Role.PROGRAMME_OFFICER))
    path = f"/office/calls/{of.call.id}/decision"
    page = client.get(path).text
    assert [f'id="outcome-{n}"' in page for n in (first, second, third)] == [True, True, False]
    (key,) = re.findall(r'name="after" value="(\d+)"', page)
    onward = f"{path}?after={key}"
    saved = client.post(onward, data={f"outcome-{third}": "propose", f"amount-{third}": "200"})
    assert saved.location.endswith(onward)
    typed = {f"outcome-{first}": "propose", f"amount-{first}": "200", f"outcome-{second}": "drop"}
    refused = client.post(path, data=typed | {"after": key})
    assert refused.status_code == 422
    assert f'id="reason-{second}"' in refused.text
    moved = client.post(path, data=typed | {f"reason-{second}": "重复立项。", "after": key})
    assert moved.location.endswith(onward)
    page = client.get(moved.location).text
    assert [f'id="outcome-{n}"' in page for n in (second, third, fourth)] == [False, True, True]
    assert "其他页上有" not in page
    elsewhere = client.get(path).text.partition("其他页上有 1 项偏离排序而未写明理由")[2]
    assert f'<a href="{onward}">{of.proposals[2].title}</a>' in elsewhere


def test_pages_of_a_draft_ask_as_much_of_few_proposals_as_of_many(
    app: Flask, stage: Stage, sign_in: SignInAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    few, many = ranked(stage, 92, 90), ranked(stage, 92, 91, 90, 89, 88, 80, 70)
    client = sign_in(stage.holder(Role.PROGRAMME_OFFICER))

    def asked(path: str) -> int:
        client.get(path)
        with counting(app.extensions["database"].engine) as statements:
            assert client.get(path).status_code == 200
        return len(statements)

    office = "/office/calls/{}"
    for path in (f"{office}/decision", f"{office}/ranking", "/sheets/ranking.xlsx?number={}"):
        assert asked(path.format(few.call.id)) == asked(path.format(many.call.id))
