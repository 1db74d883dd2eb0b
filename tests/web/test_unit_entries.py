"""A unit that is not entered yet: asked for on registering, then entered or refused."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Message, Organisation, Person, UnitEntry
from app.services.identity import tokens
from tests.conftest import SignInAs
from tests.factories import official, organisation, person
from tests.web.accounts import PASSWORD, link
from tests.web.looking import looking
from workflows.roles import Role

CODE = "91350100M000100Y43"
NEW = {
    "name": "堃",
    "unit": "武夷新材料有限公司",
    "email": "kun@example.org",
    "password": PASSWORD,
    "repeated": PASSWORD,
    "pledge": "y",
}
ASKED = NEW | {"unit_missing": "y", "credit_code": CODE, "unit_kind": "enterprise"}
ASKED |= {"city": "南平市"}


@pytest.fixture
def admin(session: Session) -> Person:
    someone = official(session, Role.SYS_ADMIN)
    organisation(session, name="南平市科学技术局", city="南平市", is_recommender=True)
    session.commit()
    return someone


def ask(app: Flask, client: FlaskClient) -> int:
    """Registers, confirms the address and signs in; the number of the request."""
    assert client.post("/account/register", data=ASKED).status_code == 200
    confirmed = client.post(link(app, tokens.Purpose.CONFIRM), data={"password": PASSWORD})
    assert confirmed.status_code == 303
    with looking(app) as session:
        return session.scalars(select(UnitEntry.id)).one()


def test_a_unit_that_is_not_there_is_refused_with_the_way_to_ask_for_it(
    client: FlaskClient, admin: Person
) -> None:
    assert "unit_missing" not in client.get("/account/register").text
    refused = client.post("/account/register", data=NEW)
    assert refused.status_code == 422
    assert "系统管理员核对后录入" in refused.text
    assert 'name="unit_missing"' in refused.text
    assert NEW["unit"] in refused.text


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("credit_code", CODE[:-1] + "5", "校验位不符"),
        ("unit_kind", "", "请选择单位类型"),
        ("city", "", "请选择所在设区市"),
        ("unit", CODE, "请填写单位全称"),
    ],
)
def test_what_is_wrong_with_the_unit_asked_for_stands_beside_its_field(
    app: Flask, client: FlaskClient, admin: Person, field: str, typed: str, said: str
) -> None:
    refused = client.post("/account/register", data=ASKED | {field: typed})
    assert refused.status_code == 422
    assert said in refused.text
    with looking(app) as session:
        assert session.scalar(select(UnitEntry)) is None


def test_whoever_asked_belongs_to_the_unit_once_it_is_entered(
    app: Flask, client: FlaskClient, admin: Person, sign_in: SignInAs
) -> None:
    number = ask(app, client)
    for path in ("/account/unit", "/home"):
        assert "等系统管理员核对" in client.get(path).text
    keeper = sign_in(admin)
    awaited = f'<a href="/admin/units/asked/{number}">{NEW["unit"]}</a>'
    assert awaited in keeper.get("/home").text
    assert NEW["unit"] in keeper.get("/admin/units").text
    page = keeper.get(f"/admin/units/asked/{number}").text
    assert CODE in page
    with looking(app) as session:
        city = session.scalars(select(Organisation.id).where(Organisation.is_recommender)).one()
    assert f'<option selected value="{city}">南平市科学技术局' in page
    typed = {
        "unit": NEW["unit"],
        "credit_code": CODE,
        "unit_kind": "enterprise",
        "city": "南平市",
        "recommender": str(city),
    }
    assert keeper.post(f"/admin/units/asked/{number}", data=typed).status_code == 303
    assert awaited not in keeper.get("/home").text
    assert "等系统管理员核对" not in client.get("/home").text
    with looking(app) as session:
        kun = session.scalars(select(Person).where(Person.email == NEW["email"])).one()
        assert kun.organisation is not None
        assert (kun.organisation.name, kun.organisation.recommender_id) == (NEW["unit"], city)
        told = session.scalars(select(Message.subject).where(Message.person_id == kun.id)).all()
        assert f"单位登记：{NEW['unit']}" in told
    again = keeper.post(f"/admin/units/asked/{number}", data=typed)
    assert again.status_code == 422
    assert "已经办结" in again.text or "已由" in again.text


def test_a_refusal_says_why_and_another_unit_may_be_joined_or_asked_for(
    app: Flask, client: FlaskClient, admin: Person, sign_in: SignInAs, zhou: Person
) -> None:
    number = ask(app, client)
    keeper, path = sign_in(admin), f"/admin/units/asked/{number}/refuse"
    assert keeper.post(path, data={"reason": " "}).status_code == 422
    assert keeper.post(path, data={"reason": "已登记，全称为闽江研究所。"}).status_code == 303
    assert keeper.post(path, data={"reason": "再来一次。"}).status_code == 409
    assert "全称为闽江研究所" in client.get("/account/unit").text
    assert client.post("/account/unit", data={"unit": "闽江研究所"}).status_code == 303
    with looking(app) as session:
        kun = session.scalars(select(Person).where(Person.email == NEW["email"])).one()
        assert kun.organisation_id == zhou.organisation_id


def test_an_administrator_enters_a_unit_that_nobody_asked_for_and_never_the_same_twice(
    app: Flask, admin: Person, sign_in: SignInAs
) -> None:
    keeper = sign_in(admin)
    typed = {"unit": "三明研究院", "credit_code": CODE, "unit_kind": "institute"}
    typed |= {"city": "三明市", "recommender": ""}
    assert keeper.post("/admin/units/new", data=typed).status_code == 303
    again = keeper.post("/admin/units/new", data=typed | {"unit": "三明研究院分院"})
    assert again.status_code == 422
    assert "系统中已有这个单位：三明研究院" in again.text
    with looking(app) as session:
        entry = session.scalars(select(UnitEntry)).one()
        assert (entry.asked_by_id, entry.decided_by_id) == (None, admin.id)


def test_a_unit_is_edited_and_merged_on_its_page_and_somebody_leaves_on_theirs(
    session: Session, admin: Person, sign_in: SignInAs
) -> None:
    unit, into = organisation(session, name="旧名研究所"), organisation(session, name="新所")
    member, gone = (person(session, organisation_id=unit.id) for _ in range(2))
    number, leaver = unit.id, gone.id
    session.commit()
    office, path = sign_in(admin), f"/admin/units/{number}"
    typed = {
        "unit": "改名研究所",
        "unit_kind": "institute",
        "city": "福州市",
        "reason": "登记通知书",
    }
    assert office.post(path, data=typed | {"reason": ""}).status_code == 422
    assert office.post(path, data=typed).status_code == 303
    page = office.get(path).text
    assert "旧名研究所 → 改名研究所" in page
    assert "登记通知书" in page
    away = f"/admin/people/{leaver}"
    assert office.post(f"{away}/leave-unit", data={"leaving": "已离职"}).status_code == 303
    assert "已离职" in office.get(away).text
    mine = sign_in(member)
    assert "改名研究所" in mine.get("/account/unit").text
    wrong = office.post(f"{path}/merge", data={"into": "没有的单位", "ground": "批复"})
    assert wrong.status_code == 422
    assert "没有的单位" in wrong.text
    assert (
        office.post(f"{path}/merge", data={"into": into.name, "ground": "批复"}).status_code == 303
    )
    assert "新所" in mine.get("/account/unit").text
    assert mine.post("/account/unit/leave", data={"reason": ""}).status_code == 422
    assert mine.post("/account/unit/leave", data={"reason": "调动"}).status_code == 303
    assert "加入单位" in mine.get("/account/unit").text
