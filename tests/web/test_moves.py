"""One page makes any move of any case: it says what will happen, asks, and never moves twice."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Call, History
from app.services.identity.passwords import hashed
from tests.conftest import SignInAs
from tests.factories import call, grant, official, person, proposal
from tests.services.stage import MINUTES
from tests.web.accounts import PASSWORD
from tests.web.looking import looking
from workflows.engine.decide import Refusal
from workflows.engine.text import Text
from workflows.hands import CLOCK, PI
from workflows.roles import Role


class Stage:
    """A call, and the people around it, each with a browser of their own."""

    def __init__(self, app: Flask, session: Session, sign_in: SignInAs, state: str) -> None:
        officer = official(session, Role.PROGRAMME_OFFICER)
        decider = official(session, Role.DECISION_MAKER)
        stranger = person(session)
        self.call = call(session, drafted_by=officer, state=state)
        self.number = self.call.id
        session.commit()
        self.app = app
        self.decides = decider
        self.officer, self.decider = sign_in(officer), sign_in(decider)
        self.stranger = sign_in(stranger)

    def path(self, transition: str) -> str:
        return f"/cases/call/{self.number}/moves/{transition}"

    def now(self) -> tuple[str, list[str]]:
        """The state, and the moves made so far."""
        with looking(self.app) as session:
            moves = select(History.transition).where(History.case_kind == "call")
            state = session.get_one(Call, self.number).state
            return state, list(session.scalars(moves.order_by(History.id)))[1:]


@pytest.fixture
def stage(app: Flask, session: Session, sign_in: SignInAs) -> Callable[[str], Stage]:
    return lambda state: Stage(app, session, sign_in, state)


def seen(page: str) -> str:
    found = re.search(r'name="seen"[^>]* value="(\d+)"', page)
    assert found is not None
    return found.group(1)


def answer(client: FlaskClient, path: str, **typed: str) -> Any:
    """Open the page, fill it in, send it."""
    return client.post(path, data={"seen": seen(client.get(path).text), **typed})


def test_the_page_says_what_the_move_does_and_which_rule_it_carries_out(
    stage: Callable[[str], Stage],
) -> None:
    now = stage("consulting")
    page = now.decider.get(now.path("approve")).text
    for words in ("已批准", "锁定本批规则", "厅务会批准", "会议纪要号", "业务处室主办人"):
        assert words in page


def test_a_move_is_made_and_leads_back_to_the_case(stage: Callable[[str], Stage]) -> None:
    now = stage("consulting")
    reply = answer(now.decider, now.path("return_to_draft"), reason="指标不够量化")
    assert reply.status_code == 303
    assert now.now() == ("draft", ["return_to_draft"])


def test_a_missing_answer_is_named_and_the_others_stay(stage: Callable[[str], Stage]) -> None:
    now = stage("consulting")
    reply = answer(now.decider, now.path("cancel"), minutes_number="纪要〔2026〕3号")
    assert reply.status_code == 422
    assert "请填写“理由（对外公开）”" in html.unescape(reply.text)
    assert "纪要〔2026〕3号" in reply.text
    assert now.now() == ("consulting", [])


def test_beside_missing_answers_everything_else_in_the_way_is_told_at_once(
    stage: Callable[[str], Stage],
) -> None:
    """Nobody fills in the rest only to hear then that the move was not open."""
    now = stage("deliberation")
    shown = now.decider.get(now.path("decide_list"))
    assert "尚未起草立项方案" in shown.text
    reply = answer(now.decider, now.path("decide_list"), minutes_number="纪要〔2026〕3号")
    assert reply.status_code == 422
    assert "请填写“会议日期”" in html.unescape(reply.text)
    assert "尚未起草立项方案" in reply.text
    assert now.now() == ("deliberation", [])


def test_what_is_wrong_with_an_answer_is_said_at_its_field(
    stage: Callable[[str], Stage], session: Session
) -> None:
    now = stage("consulting")
    now.decides.password_hash = hashed(PASSWORD)
    session.commit()
    typed = {"minutes_number": "纪要〔2026〕3号", "minutes_date": "2100-01-01"}
    typed |= {"plan_match": "逐项对应。", "signing_password": PASSWORD}
    reply = answer(now.decider, now.path("approve"), **typed)
    page = html.unescape(reply.text)
    above, at_field = page.split('id="minutes_date-error"')
    assert at_field.startswith(">“会议日期”不能晚于今天")
    assert 'aria-describedby="minutes_date-error"' in at_field
    assert reply.status_code == 422
    assert "现在不能办理" not in above, "nothing but the answer is in the way"
    assert now.now() == ("consulting", [])


def test_an_answer_of_fifty_thousand_characters_is_refused_and_kept(
    stage: Callable[[str], Stage],
) -> None:
    now = stage("consulting")
    reply = answer(now.decider, now.path("return_to_draft"), reason="长" * 50_000)
    assert reply.status_code == 422
    assert "请删减 48000 个字" in reply.text
    assert "长" * 50_000 in reply.text


def test_a_move_that_lacks_something_says_what_and_who_can_supply_it(
    stage: Callable[[str], Stage],
) -> None:
    now = stage("formal")
    with looking(now.app) as session:
        assert session.get_one(Call, now.number).state == "formal"
    page = now.officer.get(now.path("finish_formal"))
    assert page.status_code == 200
    reply = now.officer.post(now.path("finish_formal"), data={"seen": seen(page.text)})
    assert reply.status_code == 409
    assert "可由谁补齐" in reply.text
    assert now.now() == ("formal", [])


def test_a_double_click_moves_once_and_says_so(stage: Callable[[str], Stage]) -> None:
    now = stage("consulting")
    path = now.path("return_to_draft")
    typed = {"seen": seen(now.decider.get(path).text), "reason": "指标不够量化"}
    assert now.decider.post(path, data=typed).status_code == 303
    assert now.decider.post(path, data=typed).status_code == 303
    home = now.decider.get("/home").text
    assert "；重复提交的没有再次办理。" in home
    again = now.decider.post(path, data=typed | {"reason": "另有理由"})
    assert again.status_code == 409
    assert "事项已有变化，现在处于“草拟”" in html.unescape(again.text)
    assert '<dd class="words">另有理由</dd>' in again.text, "what was typed is not lost"
    assert now.now() == ("draft", ["return_to_draft"])


def test_a_double_click_on_a_move_that_stays_where_it_is_signs_once(
    stage: Callable[[str], Stage],
) -> None:
    now = stage("open")
    path = now.path("amend")
    typed = {"seen": seen(now.officer.get(path).text), **MINUTES, "reason": "更正错字"}
    assert now.officer.post(path, data=typed).status_code == 303
    assert now.officer.post(path, data=typed).status_code == 303
    home = now.officer.get("/home").text
    assert "签署“更正或延期”，会签齐后生效；重复提交的没有再次签署。" in home
    again = now.officer.post(path, data=typed | {"reason": "更正另一处错字"})
    assert again.status_code == 409
    assert "更正另一处错字" in again.text, "what was typed stays"
    assert now.now() == ("open", ["sign:amend"])


def test_a_double_click_on_a_move_of_two_shapes_is_told_of_the_one_that_was_made(
    app: Flask, session: Session, sign_in: SignInAs
) -> None:
    """Before the closing a withdrawal asks for nothing, afterwards for the reason."""
    case = proposal(session, state="accepted")
    agrees = person(session)
    grant(session, agrees, Role.UNIT_ADMIN, organisation_id=case.lead_unit_id)
    session.commit()
    leader, unit = sign_in(case.pi), sign_in(agrees)
    path, reason = f"/cases/proposal/{case.id}/moves/withdraw", {"reason": "团队另有安排"}
    leader.post(path, data=reason | {"seen": seen(leader.get(path).text)})
    typed = reason | {"seen": seen(unit.get(path).text)}
    assert unit.post(path, data=typed).status_code == 303
    assert unit.post(path, data=typed).status_code == 303
    assert "重复提交的没有再次办理。" in unit.get("/home").text
    again = unit.post(path, data=typed | {"reason": "另有理由"})
    assert again.status_code == 409
    assert '<dd class="words">另有理由</dd>' in again.text, "what was typed is not lost"


def test_a_move_that_needs_two_signatures_waits_for_the_second(
    stage: Callable[[str], Stage],
) -> None:
    now = stage("open")
    answer(now.officer, now.path("amend"), **MINUTES, reason="更正错字")
    told = now.officer.get("/home").text
    assert "您已签署。还须厅务会会签" in told
    assert "更正错字" in now.decider.get(now.path("amend")).text, "what is signed is shown"
    answer(now.decider, now.path("amend"), **MINUTES, reason="更正错字")
    assert now.now() == ("open", ["sign:amend", "amend"])


def test_whoever_signs_other_words_makes_the_earlier_signature_void(
    stage: Callable[[str], Stage],
) -> None:
    now = stage("open")
    answer(now.officer, now.path("amend"), **MINUTES, reason="更正错字")
    answer(now.decider, now.path("amend"), **MINUTES, reason="更正错字并延期")
    assert now.now() == ("open", ["sign:amend", "sign:amend"])
    assert "更正错字并延期" in now.officer.get(now.path("amend")).text
    answer(now.officer, now.path("amend"), **MINUTES, reason="更正错字并延期")
    assert now.now() == ("open", ["sign:amend", "sign:amend", "amend"])


def test_a_stale_tab_is_told_what_changed(stage: Callable[[str], Stage]) -> None:
    now = stage("consulting")
    old = seen(now.decider.get(now.path("pause")).text)
    answer(now.decider, now.path("return_to_draft"), reason="指标不够量化")
    late = now.decider.post(now.path("pause"), data={"seen": old, "reason": "等等"})
    assert late.status_code == 409
    assert now.now() == ("draft", ["return_to_draft"])


def test_the_link_of_a_move_that_is_over_says_so(stage: Callable[[str], Stage]) -> None:
    now = stage("open")
    reply = now.decider.get(now.path("approve"))
    assert reply.status_code == 409
    assert "申报中" in reply.text


def test_somebody_elses_move_names_whose_it_is(stage: Callable[[str], Stage]) -> None:
    now = stage("consulting")
    for reply in (
        now.officer.get(now.path("approve")),
        now.officer.post(now.path("approve"), data={"seen": "0"}),
    ):
        assert reply.status_code == 409
    assert "此操作不由您办理" in now.officer.get(now.path("approve")).text
    assert now.now() == ("consulting", [])


@pytest.mark.parametrize(
    ("kind", "offset", "transition"),
    [("call", 0, "no_such_move"), ("call", 99, "pause"), ("nothing", 0, "pause")],
)
def test_what_does_not_exist_is_not_found(
    stage: Callable[[str], Stage], kind: str, offset: int, transition: str
) -> None:
    now = stage("consulting")
    path = f"/cases/{kind}/{now.number + offset}/moves/{transition}"
    assert now.decider.get(path).status_code == 404
    assert now.decider.post(path).status_code == 404


def test_for_a_stranger_the_case_does_not_exist(stage: Callable[[str], Stage]) -> None:
    now = stage("consulting")
    assert now.stranger.get(now.path("approve")).status_code == 404
    assert now.stranger.post(now.path("approve")).status_code == 404


@pytest.mark.parametrize(
    ("supplied_by", "named"),
    [
        (CLOCK, []),
        (frozenset({Role.SYSTEM_WORKER}), []),
        (CLOCK | {Role.SYSTEM_WORKER} | PI, ["申报人"]),
    ],
)
def test_what_lacks_only_time_asks_nobody_for_it_and_a_system_is_no_one_to_ask(
    app: Flask, supplied_by: frozenset[Role], named: list[str]
) -> None:
    said = app.jinja_env.from_string(
        '{% from "macros/case.html" import reasons with context %}{{ reasons(refusals) }}'
    )
    refusal = Refusal("not_yet", Text("时间未到。", "It is not time yet."), supplied_by)
    with app.test_request_context():
        words = said.render(refusals=(refusal,))
    assert "时间未到。" in words
    assert ("可由谁补齐" in words) == bool(named)
    assert "系统" not in words
    assert all(role in words for role in named)
