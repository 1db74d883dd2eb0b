"""A sanction that another authority decided bars here as one's own does (§3.5, §3.10)."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.models import IntegrityCase, Message, Person
from app.services.eligibility.integrity import integrity_findings
from app.services.integrity.clues import Upload, add_evidence
from app.services.integrity.subjects import Subject, identify
from tests.conftest import SignInAs
from tests.factories import organisation, person, proposal
from tests.integrity.handling import filed
from tests.services.stage import Stage, a_page
from workflows.engine.decide import Refusals
from workflows.roles import Role

DECISION = {
    "decided_by": "某市中级人民法院",
    "decision_number": "某执12号",
    "rule_set": "关于公布失信被执行人名单信息的若干规定",
    "article": "第一条",
    "act": "有履行能力而拒不履行生效判决。",
    "starts_on": "2026-03-01",
    "ends_on": "2028-02-29",
}


@pytest.fixture
def subject(stage: Stage) -> Person:
    return person(stage.session, organisation_id=organisation(stage.session).id)


def checked(stage: Stage, subject: Person) -> IntegrityCase:
    """A clue of which it is known whom it is about."""
    case, supervisor = filed(stage), stage.holder(Role.SUPERVISOR)
    stage.moved(case, "take_up", supervisor)
    named = Subject(subject.email, "", "")
    assert identify(stage.session, case, named, supervisor, stage.now) is None
    return case


def with_decision(stage: Stage, case: IntegrityCase) -> None:
    upload, supervisor = Upload(a_page(), "决定书.pdf"), stage.holder(Role.SUPERVISOR)
    assert add_evidence(stage.session, case, upload, supervisor, stage.now) is None


def adopted(stage: Stage, subject: Person, **given: str) -> IntegrityCase:
    case = checked(stage, subject)
    with_decision(stage, case)
    stage.moved(case, "adopt", stage.holder(Role.SUPERVISOR), **(DECISION | given))
    return case


def test_what_another_authority_decided_keeps_its_respondent_from_applying(
    stage: Stage, subject: Person
) -> None:
    mine = proposal(stage.session, pi=subject)
    today = date(2026, 3, 9)
    assert not integrity_findings(stage.session, [mine], today)
    case = adopted(stage, subject)
    (found,) = integrity_findings(stage.session, [mine], today)
    assert "至 2028-02-29，依据关于公布失信被执行人名单信息的若干规定第一条" in found.zh
    assert case.sanction is not None
    assert case.sanction.decided_by == "某市中级人民法院（某执12号）"
    told = select(Message.message_kind).where(Message.person_id == subject.id)
    assert stage.session.scalars(told).all() == ["sanction_adopted"]


@pytest.mark.parametrize("reader", ["subject", "supervisor"])
def test_the_page_says_who_decided_and_where_to_turn(
    stage: Stage, subject: Person, sign_in: SignInAs, reader: str
) -> None:
    case = adopted(stage, subject)
    is_subject = reader == "subject"
    client = sign_in(subject if is_subject else stage.holder(Role.SUPERVISOR))
    stage.session.commit()
    page = client.get(f"/integrity/{case.id}").text
    assert "某市中级人民法院（某执12号）" in page
    assert ("请向作出机关提出" in page) is is_subject


def test_it_is_recorded_on_the_written_decision_only_and_on_dates_in_order(
    stage: Stage, subject: Person
) -> None:
    supervisor = stage.holder(Role.SUPERVISOR)
    case = checked(stage, subject)
    assert "decision_is_kept" in stage.refused(case, "adopt", supervisor, **DECISION)
    with_decision(stage, case)
    backwards = DECISION | {"ends_on": "2026-02-28"}
    answer = stage.take(case, "adopt", supervisor, **backwards)
    assert isinstance(answer, Refusals)
    [reason] = answer.reasons
    assert (reason.key, Role.SUPERVISOR in reason.supplied_by) == ("term_within_ladder", True)
    stage.moved(case, "adopt", supervisor, **DECISION)


def test_who_decided_lifts_it_and_nobody_here_repairs_it(stage: Stage, subject: Person) -> None:
    case = adopted(stage, subject, ends_on="2026-03-10")
    mine = proposal(stage.session, pi=subject)
    assert integrity_findings(stage.session, [mine], date(2026, 3, 9))
    assert "decided_here" in stage.refused(case, "ask_repair", subject, reason="已履行。")
    stage.moved(case, "lift_adopted", stage.holder(Role.SUPERVISOR), reason="已移出名单。")
    assert case.state == "repaired"
    assert not integrity_findings(stage.session, [mine], date(2026, 3, 9))


def test_it_ends_by_itself_like_any_other(stage: Stage, subject: Person) -> None:
    case = adopted(stage, subject, ends_on="2026-03-10")
    assert case.due_at is not None
    stage.at(case.due_at)
    assert case.state == "expired"
