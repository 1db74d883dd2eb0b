"""An objection to an acceptance on notice is looked into before the conclusion takes effect: J17,
P15-P17, §3.4."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.models import Acceptance, Letter, Message
from app.queries.project.accepting import public_acceptances
from tests.after.underway import Underway
from tests.conftest import SignInAs
from tests.factories import grant
from tests.played import played_once
from tests.services.stage import MINUTES
from workflows.engine.calendar import local_date
from workflows.roles import Role

WORDS = {"registered": "监督异〔2026〕1号", "evidence": "检测报告编号与检测机构存档不符。"}
RULING = {**MINUTES, "reason": "检测报告不实。"}


@played_once
def noticed(of: Underway) -> Acceptance:
    case = of.concluded("conclude_pass", "pass")
    of.stage.moved(case, "publish", of.officer)
    of.stage.session.commit()
    return case


def admitted(of: Underway) -> Acceptance:
    case, supervisor = noticed(of), of.stage.holder(Role.SUPERVISOR)
    assert of.decider.is_active
    assert case.notice_ends_on is not None
    of.on(*(case.notice_ends_on.timetuple()[:3]), 1)
    received = {"received_on": local_date(of.stage.now).isoformat()}
    of.stage.moved(case, "admit_objection", supervisor, **WORDS, **received)
    return case


def letters(of: Underway, kind: str) -> list[str]:
    found = of.stage.session.scalars(select(Letter).where(Letter.letter_kind == kind))
    return [str(letter.payload) for letter in found]


def after_the_notice(of: Underway, case: Acceptance) -> None:
    assert case.notice_ends_on is not None
    day = case.notice_ends_on + timedelta(days=3)
    of.on(day.year, day.month, day.day)


def test_nothing_takes_effect_while_an_objection_is_looked_into(of: Underway) -> None:
    case = admitted(of)
    after_the_notice(of, case)
    assert (case.state, of.project.state) == ("objection", "accept_review")
    assert letters(of, "acceptance_certificate") == []
    assert case in of.stage.session.scalars(public_acceptances()).all()
    told = select(Message.person_id).where(Message.message_kind == "acceptance_objection_admitted")
    assert {of.pi.id, of.decider.id} <= set(of.stage.session.scalars(told))


@pytest.mark.parametrize("days", [-1, 1])
def test_an_objection_that_did_not_come_within_the_notice_is_not_admitted(
    of: Underway, days: int
) -> None:
    case, supervisor = noticed(of), of.stage.holder(Role.SUPERVISOR)
    first, last = case.notice_starts_on, case.notice_ends_on
    assert isinstance(first, date)
    assert isinstance(last, date)
    came = last + timedelta(days=1) if days > 0 else first - timedelta(days=1)
    words = {**WORDS, "received_on": came.isoformat()}
    reasons = of.stage.refused(case, "admit_objection", supervisor, **words)
    assert "acceptance_objection_in_period" in reasons


def test_a_rejected_objection_lets_the_conclusion_take_effect_once_the_notice_is_over(
    of: Underway,
) -> None:
    case = admitted(of)
    after_the_notice(of, case)
    of.stage.moved(case, "reject_objection", of.decider, **MINUTES, reason="查无此事。")
    of.stage.at(of.stage.now)
    assert (case.state, of.project.state) == ("passed", "passed")
    assert len(letters(of, "acceptance_certificate")) == 1


def test_an_objection_upheld_has_the_project_accepted_again_and_told_why(of: Underway) -> None:
    case = admitted(of)
    of.stage.moved(case, "uphold_to_repeat", of.decider, **RULING)
    assert (case.state, of.project.state) == ("to_repeat", "re_accept")
    (text,) = letters(of, "re_acceptance_notice")
    assert "异议经核查成立，原验收结论不予采纳" in text
    assert "检测报告不实。" in text
    assert "专家组意见" not in text
    assert letters(of, "acceptance_certificate") == []


def test_figures_of_a_conclusion_that_was_set_aside_do_not_stand_beside_the_new_one(
    of: Underway, sign_in: SignInAs
) -> None:
    case = admitted(of)
    found, path = "得分 85，任务完成 100%", f"/acceptances/{case.id}"
    of.stage.session.commit()
    client = sign_in(of.pi)
    assert f"通过</strong> {found}" in client.get(path).text
    of.stage.moved(case, "uphold_to_fail", of.decider, **RULING)
    of.stage.session.commit()
    assert f"不通过</strong> 异议成立，专家组原评议（{found}）不予采纳" in client.get(path).text


def test_an_objection_upheld_for_untrue_documents_fails_the_project(of: Underway) -> None:
    case = admitted(of)
    of.stage.moved(case, "uphold_to_fail", of.decider, **RULING)
    assert (case.state, case.conclusion, of.project.state) == ("failed", "fail", "failed")
    (text,) = letters(of, "acceptance_failure")
    assert "原验收结论不予采纳（理由：检测报告不实。）" in text


def test_whoever_published_or_admitted_it_does_not_decide(of: Underway) -> None:
    """Item 25."""
    case = admitted(of)
    for side in (of.officer, of.stage.holder(Role.SUPERVISOR)):
        for row in list(side.grants):
            row.ends_at = of.stage.now
        grant(of.stage.session, side, Role.DECISION_MAKER)
        reasons = of.stage.refused(case, "reject_objection", side, **RULING)
        assert reasons.keys() == {"separation_of_duties"}
