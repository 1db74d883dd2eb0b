"""One move of many cases: each is made or refused for itself, and nothing else changes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask

from app.asked import remember
from app.models import Proposal, Sanction
from app.queries.many_parts import read_many
from app.services.facts import facts_of
from app.services.proposals import formal
from tests.conftest import SignInAs
from tests.factories import proposal
from tests.services.stage import Stage
from tests.web.counting import MOST, asked
from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.roles import Role

PASSING = "/cases/proposal/many/pass_formal_check"


@pytest.fixture
def two(stage: Stage) -> list[Proposal]:
    """In the formal check: the list of the first is answered, that of the second is not."""
    call = stage.call("formal")
    checker = stage.holder(Role.FORMAL_CHECKER)
    made = [stage.applied(call=call, state="formal_check").proposal for _ in range(2)]
    answers = {entry.key: formal.Answer("met") for entry in formal.items_of(made[0])}
    assert formal.record(stage.session, made[0], answers, (), checker, stage.now) is None
    stage.session.commit()
    return made


def sent(page: str) -> dict[str, list[str]]:
    """What the form of the page would send."""
    found = re.findall(r'name="(number|seen-\d+)" value="(\d+)"', page)
    return {name: [value for key, value in found if key == name] for name, _ in found}


def test_of_many_the_ready_ones_are_made_and_each_refused_one_says_why(
    stage: Stage, two: list[Proposal], sign_in: SignInAs
) -> None:
    ready, unready = (one.id for one in two)
    client = sign_in(stage.holder(Role.FORMAL_CHECKER))
    listed = client.get("/office/proposals?state=formal_check").text
    assert f"{PASSING}?number={unready}&amp;number={ready}" in listed
    look = client.get(f"{PASSING}?number={ready}&number={unready}").text
    assert sent(look)["number"] == [str(ready)]
    assert "形式审查表尚未填" in look
    done = client.post(PASSING, data=sent(look) | {"number": [str(ready), str(unready)]})
    assert done.status_code == 200
    assert "已办理 1 件" in done.text
    stage.session.expire_all()
    assert [one.state for one in two] == ["accepted", "formal_check"]
    stage.session.commit()
    again = client.post(PASSING, data={"number": [str(ready)]})
    assert again.status_code == 409
    assert "已办理" not in again.text


def test_what_was_moved_meanwhile_is_refused_and_what_is_not_mine_is_not_there(
    stage: Stage, two: list[Proposal], sign_in: SignInAs
) -> None:
    first = two[0].id
    client = sign_in(stage.holder(Role.FORMAL_CHECKER))
    stale = sent(client.get(f"{PASSING}?number={first}").text) | {f"seen-{first}": ["1"]}
    assert client.post(PASSING, data=stale).status_code == 409
    stage.session.expire_all()
    assert two[0].state == "formal_check"
    stranger = stage.applied().pi
    stage.session.commit()
    back = client.get(PASSING, headers={"Referer": "http://localhost/office/proposals?state=x"})
    assert (back.status_code, back.location) == (303, "/office/proposals?state=x")
    other = sign_in(stranger)
    assert other.get(f"{PASSING}?number={first}").status_code == 404
    beyond = client.get(f"{PASSING}?number={10**30}")
    assert beyond.status_code == 404, "no case has such a number"
    asking = "/cases/proposal/many/fail_formal_check"
    assert client.get(f"{asking}?number={first}").status_code == 404, "it asks for a reason"


def test_a_recommender_sees_how_many_are_left_and_the_one_too_many_stays(
    stage: Stage, sign_in: SignInAs
) -> None:
    call = stage.call("open")
    call.rules = call.rules | {"recommend_most": 1}
    first, second = (stage.applied(call=call, state="recommend_review") for _ in range(2))
    authority = first.proposal.lead_unit.recommender_id
    second.proposal.lead_unit.recommender_id = authority
    numbers = [str(one.proposal.id) for one in (first, second)]
    stage.session.commit()
    client = sign_in(first.recommender)
    assert "推荐名额 1 项，已推荐 0 项" in client.get("/recommending/proposals").text
    path = "/cases/proposal/many/recommend"
    look = client.get(f"{path}?number={numbers[0]}&number={numbers[1]}").text
    assert sent(look)["number"] == numbers
    done = client.post(path, data=sent(look)).text
    assert "上限 1 项，已推荐 1 项" in done
    assert "推荐名额 1 项，已推荐 1 项" in client.get("/recommending/proposals").text
    stage.session.expire_all()
    assert [one.proposal.state for one in (first, second)] == ["formal_check", "recommend_review"]


@pytest.fixture
def many(stage: Stage, two: list[Proposal]) -> list[Proposal]:
    """With two more of the leader and the unit of the first, which is one too many; the leader of
    the second is barred."""
    like = {"call": two[0].call, "lead_unit": two[0].lead_unit, "pi": two[0].pi}
    more = [proposal(stage.session, state="formal_check", **like) for _ in range(2)]
    why = {"act": "提供虚假材料", "basis": "科研失信行为调查处理规则", "decided_by": "调查处理机构"}
    bar = Sanction(person_id=two[1].pi_id, starts_on=local_date(stage.now), **why)
    stage.session.add(bar)
    stage.session.commit()
    return [*two, *more]


def test_many_are_looked_at_by_as_few_statements_as_one(
    app: Flask, stage: Stage, many: list[Proposal], sign_in: SignInAs
) -> None:
    client = sign_in(stage.holder(Role.FORMAL_CHECKER))
    for chosen in (many[1:2], many):
        numbers = "&".join(f"number={one.id}" for one in chosen)
        assert asked(app, client, f"{PASSING}?{numbers}") <= MOST


def test_what_is_found_of_many_together_is_what_is_found_of_each(
    stage: Stage, many: list[Proposal]
) -> None:
    def found() -> list[tuple[Text, ...]]:
        facts: list[Any] = [facts_of(stage.session, one, stage.now, {}) for one in many]
        return [(*one.limit_findings, *one.integrity_findings) for one in facts]

    alone, reader = found(), stage.holder(Role.FORMAL_CHECKER)
    assert all(alone)
    assert alone[0] != alone[1]
    remember(stage.session)
    read_many(stage.session, Proposal.kind, many, reader, stage.now)
    assert found() == alone
