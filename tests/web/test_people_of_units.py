"""The page on which a unit confirms its people."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.models import Organisation, Person
from tests.conftest import SignInAs
from tests.factories import grant, official, organisation, person, proposal
from tests.web.counting import counting
from workflows.roles import Role

PAGE = "/unit/people"


@dataclass(frozen=True)
class Unit:
    row: Organisation
    keeper: Person
    waiting: Person
    known: Person


@pytest.fixture
def unit(session: Session) -> Unit:
    row = organisation(session)
    keeper, known = (person(session, organisation_id=row.id) for _ in range(2))
    grant(session, keeper, Role.UNIT_ADMIN, organisation_id=row.id)
    return Unit(row, keeper, waits(session, row), known)


def waits(session: Session, row: Organisation) -> Person:
    return person(session, organisation_id=row.id, unit_confirmed_at=None)


def test_an_administrator_sees_the_people_of_the_unit_alone_those_who_wait_first(
    session: Session, unit: Unit, sign_in: SignInAs
) -> None:
    elsewhere = waits(session, organisation(session))
    page = sign_in(unit.keeper).get(PAGE).text
    assert page.index(unit.waiting.email) < page.index(unit.known.email)
    assert elsewhere.email not in page
    assert f'value="{unit.keeper.id}"' not in page, "nobody answers for themselves"
    found = sign_in(unit.keeper).get(PAGE, query_string={"q": unit.known.name}).text
    assert unit.known.email in found
    assert unit.waiting.email not in found


def test_the_administrator_of_the_system_sees_who_waits_where_nobody_else_answers(
    session: Session, unit: Unit, sign_in: SignInAs
) -> None:
    forlorn = waits(session, organisation(session))
    page = sign_in(official(session, Role.SYS_ADMIN)).get(PAGE).text
    assert forlorn.email in page
    assert unit.waiting.email not in page


def test_one_form_confirms_several_and_the_home_page_says_how_many_wait(
    session: Session, unit: Unit, sign_in: SignInAs
) -> None:
    another = waits(session, unit.row)
    client = sign_in(unit.keeper)
    assert "2 人填报为本单位人员" in client.get("/home").text
    sent = {"number": [unit.waiting.id, another.id], "answer": "confirm"}
    answer = client.post(PAGE, data=sent, follow_redirects=True)
    assert "已办理 2 人。" in answer.text
    session.expire_all()
    assert unit.waiting.unit_confirmed_at is not None
    assert another.unit_confirmed_at is not None
    assert "人填报为本单位人员" not in client.get("/home").text


def test_a_refusal_without_a_reason_loses_nothing_and_with_one_its_person_reads_it(
    session: Session, unit: Unit, sign_in: SignInAs
) -> None:
    client = sign_in(unit.keeper)
    sent = {"number": unit.waiting.id, "answer": "turn_away"}
    wrong = client.post(PAGE, data=sent)
    assert wrong.status_code == 422
    assert "请写明原因" in wrong.text
    assert f'value="{unit.waiting.id}" checked' in wrong.text
    assert client.post(PAGE, data=sent | {"reason": "本单位查无此人。"}).status_code == 303
    assert "本单位查无此人。" in sign_in(unit.waiting).get("/account/unit").text


@pytest.mark.parametrize("chosen", [[], ["x"], ["elsewhere"]])
def test_whom_the_reader_does_not_answer_for_is_not_there_to_be_chosen(
    session: Session, unit: Unit, sign_in: SignInAs, chosen: list[str]
) -> None:
    elsewhere = waits(session, organisation(session))
    numbers = [str(elsewhere.id) if one == "elsewhere" else one for one in chosen]
    answer = sign_in(unit.keeper).post(PAGE, data={"number": numbers, "answer": "confirm"})
    assert answer.status_code == 422
    assert ("已不在本名单中" if chosen else "请先勾选要办理的人员") in answer.text
    session.expire_all()
    assert elsewhere.unit_confirmed_at is None


def test_whom_another_administrator_has_confirmed_meanwhile_is_not_removed_unseen(
    session: Session, unit: Unit, sign_in: SignInAs
) -> None:
    other = person(session, organisation_id=unit.row.id)
    grant(session, other, Role.UNIT_ADMIN, organisation_id=unit.row.id)
    number, first, second = str(unit.waiting.id), sign_in(unit.keeper), sign_in(other)
    session.commit()
    shown = f'name="waiting" value="{number}"'
    away = {"number": number, "answer": "turn_away", "reason": "不是本单位人员。"}
    assert shown in second.get(PAGE).text
    first.post(PAGE, data={"number": number, "waiting": number, "answer": "confirm"})
    page = second.post(PAGE, data=away | {"waiting": number}, follow_redirects=True).text
    assert "已由其他管理员确认，没有移出" in page
    assert shown not in page
    second.post(PAGE, data=away)
    assert "已不在本名单中" in second.post(PAGE, data=away).text
    session.expire_all()
    assert unit.waiting.organisation_id is None


def test_only_who_answers_for_a_unit_opens_the_page(
    unit: Unit, sign_in: SignInAs, client: FlaskClient
) -> None:
    assert sign_in(unit.waiting).get(PAGE).status_code == 403
    assert client.get(PAGE).status_code == 303


def test_whoever_waits_is_told_what_waits_with_them(unit: Unit, sign_in: SignInAs) -> None:
    waiting, known = sign_in(unit.waiting), sign_in(unit.known)
    for path in ("/home", "/account/unit"):
        assert "尚未确认您是本单位人员" in waiting.get(path).text
        assert "尚未确认您是本单位人员" not in known.get(path).text


@pytest.mark.parametrize(("waiting", "is_of_unit"), [(True, True), (False, True), (True, False)])
def test_before_sealing_the_administrator_reads_that_the_seal_confirms_the_leader(
    session: Session, sign_in: SignInAs, waiting: bool, is_of_unit: bool
) -> None:
    """Of its own leader who waits; whoever waits for another unit it does not confirm."""
    sent = proposal(session, state="unit_review")
    keeper = person(session, organisation_id=sent.lead_unit_id)
    grant(session, keeper, Role.UNIT_ADMIN, organisation_id=sent.lead_unit_id)
    if waiting:
        sent.pi.unit_confirmed_at = None
    sent.pi.organisation_id = sent.lead_unit_id if is_of_unit else organisation(session).id
    page = sign_in(keeper).get(f"/proposals/{sent.id}").text
    assert ("盖章即同时确认其为本单位人员" in page) is (waiting and is_of_unit)


def test_more_people_cost_the_page_no_more_statements(
    app: Flask, session: Session, unit: Unit, sign_in: SignInAs
) -> None:
    client, engine = sign_in(unit.keeper), app.extensions["database"].engine
    client.get(PAGE)
    with counting(engine) as few:
        client.get(PAGE)
    for _ in range(5):
        waits(session, unit.row)
    session.commit()
    with counting(engine) as more:
        client.get(PAGE)
    assert len(more) == len(few)
