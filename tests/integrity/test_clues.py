"""A clue (§3.10): clear facts are enough, names are not needed, a flood holds nobody else up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from app.files.kinds import Rejected
from app.models import IntegrityCase, Message
from app.services.identity.throttle import SENT_FROM
from app.services.integrity.clues import Upload, file_clue
from app.services.problems import Problems
from tests.conftest import SignInAs
from tests.factories import organisation, person
from tests.integrity.handling import CLUE, filed, heard
from tests.services.stage import Stage, a_page
from workflows.engine.calendar import deadline_words
from workflows.roles import Role


@pytest.mark.parametrize("field", ["subject", "act", "when_and_where"])
def test_an_anonymous_clue_is_taken_when_its_facts_are_clear_and_not_otherwise(
    stage: Stage, field: str
) -> None:
    assert filed(stage).informant_name == ""
    answer = file_clue(stage.session, replace(CLUE, **{field: "坏"[:0]}), None, stage.now)
    assert isinstance(answer, Problems)
    assert answer.by_field.keys() == {field}


def test_supervision_is_told_the_last_day_of_the_first_check(stage: Stage) -> None:
    supervisor = stage.holder(Role.SUPERVISOR)
    case = filed(stage)
    told = stage.session.scalars(
        select(Message.body).where(Message.person_id == supervisor.id, Message.about_id == case.id)
    ).one()
    assert case.due_at is not None
    assert deadline_words(case.due_at) in told


def test_a_disqualification_is_a_clue_against_the_leader(stage: Stage) -> None:
    applied = stage.applied(state="formal_check")
    supervisor = stage.holder(Role.SUPERVISOR)
    stage.moved(
        applied.proposal, "disqualify", supervisor, evidence="检测报告系伪造。", reason="查实。"
    )
    case = stage.session.scalars(select(IntegrityCase)).one()
    assert (case.state, case.subject_person, case.source) == ("clue", applied.pi, "office")
    assert "检测报告系伪造" in case.act
    assert applied.proposal.title in case.when_and_where


def test_an_opinion_without_facts_is_no_clue(stage: Stage) -> None:
    answer = file_clue(stage.session, replace(CLUE, act="此人品行不端。"), None, stage.now)
    assert isinstance(answer, Problems)


def test_a_flood_of_clues_waits_and_an_honest_clue_from_elsewhere_does_not(stage: Stage) -> None:
    def sent(number: int, address: str) -> object:
        clue = replace(CLUE, when_and_where=f"第{number}次")
        return file_clue(stage.session, clue, None, stage.now, address=address)

    for number in range(SENT_FROM.free):
        assert isinstance(sent(number, "203.0.113.7"), IntegrityCase)
    refused = sent(98, "203.0.113.7")
    assert isinstance(refused, Problems)
    assert "请等待 1 分钟" in refused.by_field[""].zh
    assert isinstance(sent(98, "198.51.100.2"), IntegrityCase)


def test_a_clue_that_is_sent_twice_is_one_and_the_same_facts_later_are_another(
    stage: Stage,
) -> None:
    first, again = (file_clue(stage.session, CLUE, None, stage.now) for _ in range(2))
    assert isinstance(first, IntegrityCase)
    assert first is again
    other = file_clue(stage.session, replace(CLUE, informant="另一人"), None, stage.now)
    assert isinstance(other, IntegrityCase)
    assert other.id != first.id, "the same words of somebody else are a clue of their own"
    later = file_clue(stage.session, CLUE, None, stage.now + timedelta(hours=1))
    assert isinstance(later, IntegrityCase)
    assert later.receipt_code != first.receipt_code


def test_evidence_is_judged_by_its_content(stage: Stage) -> None:
    bad = file_clue(stage.session, CLUE, Upload(BytesIO(b"MZ"), "证据.pdf"), stage.now)
    assert isinstance(bad, Rejected)
    good = file_clue(stage.session, CLUE, Upload(a_page(), "证据.pdf"), stage.now)
    assert isinstance(good, IntegrityCase)
    assert [e.name for e in good.evidence] == ["证据.pdf"]


def test_the_receipt_code_of_an_informant_is_read_by_supervision_and_nobody_else(
    stage: Stage, sign_in: SignInAs
) -> None:
    case = heard(stage, person(stage.session, organisation_id=organisation(stage.session).id))
    stage.session.commit()
    page = sign_in(stage.holder(Role.SUPERVISOR)).get(f"/integrity/{case.id}").text
    assert case.receipt_code in page
    deciding = sign_in(stage.holder(Role.DECISION_MAKER)).get(f"/integrity/{case.id}")
    assert deciding.status_code == 200
    assert case.receipt_code not in deciding.text
