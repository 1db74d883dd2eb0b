"""Accounts: registering, confirming by a link, passwords and the profile."""

from __future__ import annotations

import html
import re
from unittest.mock import Mock

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.models import Message, Outbox, Person, Token
from app.services.identity import tokens
from app.web.account import evenly
from tests.conftest import SignInAs, StillClock
from tests.web.accounts import NEW, PASSWORD, enter, is_signed_in, link
from tests.web.looking import looking


def test_a_new_person_confirms_the_mail_address_before_the_first_sign_in(
    app: Flask, client: FlaskClient, zhou: Person
) -> None:
    assert client.post("/account/register", data=NEW).status_code == 200
    assert enter(client, NEW["email"], PASSWORD) == 422
    path = link(app, tokens.Purpose.CONFIRM)
    opened = client.get(path)
    assert opened.status_code == 200, "opening the link does not use it up"
    assert f"确认邮箱 {NEW['email']} 属于您" in opened.text
    assert client.post(path, data={"password": PASSWORD}).status_code == 303
    assert is_signed_in(client)
    with looking(app) as session:
        kun = session.scalars(select(Person).where(Person.email == NEW["email"])).one()
        assert (kun.name, kun.organisation_id) == ("堃", zhou.organisation_id)
        assert kun.grants == [], "roles are granted by an administrator only"


def test_whoever_follows_a_link_that_did_its_work_signs_in_and_another_is_dead(
    app: Flask, client: FlaskClient, zhou: Person
) -> None:
    client.post("/account/register", data=NEW)
    path = link(app, tokens.Purpose.CONFIRM)
    assert client.post(path, data={"password": PASSWORD}).status_code == 303
    client.post("/account/sign-out")
    for again in (client.get(path), client.post(path, data={"password": PASSWORD})):
        assert (again.status_code, again.location) == (303, "/account/sign-in")
    assert "此前已确认，请登录" in client.get("/account/sign-in").text
    dead = client.post(f"{path[:-1]}!", data={"password": PASSWORD})
    assert dead.status_code == 410
    assert "链接已失效" in dead.text


def test_whoever_registered_with_the_address_of_another_gets_no_account_that_the_other_confirms(
    app: Flask, client: FlaskClient, zhou: Person
) -> None:
    client.post("/account/register", data=NEW)
    path, owners = link(app, tokens.Purpose.CONFIRM), "只有邮箱主人知道的一句话"
    assert client.post(path, data={"password": owners}).status_code == 422
    client.post("/account/forgotten", data={"email": NEW["email"]})
    both = {"password": owners, "repeated": owners}
    assert client.post(link(app, tokens.Purpose.RESET), data=both).status_code == 303
    assert enter(client, NEW["email"], PASSWORD) == 422
    assert enter(client, NEW["email"], owners) == 303


def test_the_secret_of_a_link_is_nowhere_in_the_database(
    app: Flask, client: FlaskClient, zhou: Person
) -> None:
    client.post("/account/forgotten", data={"email": zhou.email})
    secret = link(app, tokens.Purpose.RESET).rpartition("/")[2]
    settings = app.config["SETTINGS"]
    with looking(app) as session:
        token = session.scalars(select(Token)).one()
        message = session.scalars(select(Message)).one()
        assert secret not in message.body
        assert secret not in token.digest
        assert secret in tokens.with_links(session, message.body, zhou.id, settings)
        assert secret not in tokens.with_links(session, message.body, zhou.id + 1, settings)
        assert session.scalars(select(Outbox.payload)).one() == {"message_id": message.id}


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "  ", "请填写“姓名”"),
        ("name", "😀", "姓名中不能有"),
        ("unit", "没有的单位", "系统中没有这个单位"),
        ("unit", "闽江", "您要找的是：闽江研究所"),
        ("email", "not a mail address", "邮箱地址无法识别"),
        ("password", "short", "密码至少 10 个字符"),
        ("repeated", "something else", "两次输入的密码不一致"),
    ],
)
def test_a_registration_says_what_is_wrong_and_keeps_the_rest(
    app: Flask, client: FlaskClient, zhou: Person, field: str, typed: str, said: str
) -> None:
    reply = client.post("/account/register", data=NEW | {field: typed})
    assert reply.status_code == 422
    assert said in html.unescape(reply.text)
    if field != "email":
        assert NEW["email"] in reply.text
    with looking(app) as session:
        assert session.scalar(select(Person).where(Person.email == NEW["email"])) is None


def test_a_registration_tells_what_is_wrong_in_the_order_of_its_fields(client: FlaskClient) -> None:
    page = client.post("/account/register", data={"unit_missing": "y"}).text
    told = re.findall(r'<li><a href="#(\w+)">', page)
    shown = re.findall(r' id="(\w+)"', page)
    assert {"name", "unit", "email", "pledge"} <= set(told)
    assert told == sorted(told, key=shown.index)


def test_registering_a_known_address_changes_nothing_and_tells_its_owner_only(
    app: Flask, client: FlaskClient, zhou: Person
) -> None:
    new = client.post("/account/register", data=NEW)
    known = client.post("/account/register", data=NEW | {"email": zhou.email})
    assert known.text.replace(zhou.email, "") == new.text.replace(NEW["email"], "")
    with looking(app) as session:
        told = session.scalars(select(Message.subject).where(Message.person_id == zhou.id)).all()
    assert told == ["您已有账户"]
    assert enter(client, zhou.email, PASSWORD) == 303


def test_a_reset_link_sets_a_password_and_ends_other_sessions(
    app: Flask, client: FlaskClient, sign_in: SignInAs, zhou: Person
) -> None:
    elsewhere = sign_in(zhou)
    client.post("/account/forgotten", data={"email": zhou.email})
    path = link(app, tokens.Purpose.RESET)
    new = {"password": "全新的密码 2026!", "repeated": "全新的密码 2026!"}
    assert client.post(path, data=new).status_code == 303
    assert enter(client, zhou.email, new["password"]) == 303
    assert not is_signed_in(elsewhere)
    assert client.post(path, data=new).status_code == 410


def test_a_weak_password_does_not_use_the_link_up(
    app: Flask, client: FlaskClient, zhou: Person
) -> None:
    client.post("/account/forgotten", data={"email": zhou.email})
    path = link(app, tokens.Purpose.RESET)
    weak = client.post(path, data={"password": "aaaaaaaaaaaa", "repeated": "aaaaaaaaaaaa"})
    assert weak.status_code == 422
    assert "密码过于简单" in weak.text
    assert client.get(path).status_code == 200


def test_an_expired_link_says_so(
    app: Flask, client: FlaskClient, zhou: Person, clock: StillClock
) -> None:
    client.post("/account/forgotten", data={"email": zhou.email})
    path = link(app, tokens.Purpose.RESET)
    clock.advance(minutes=59)
    assert client.get(path).status_code == 200
    clock.advance(minutes=1)
    reply = client.get(path)
    assert reply.status_code == 410
    assert "链接已失效" in reply.text


def test_asking_for_a_link_tells_nobody_whether_the_address_has_an_account(
    app: Flask, client: FlaskClient, zhou: Person
) -> None:
    known = client.post("/account/forgotten", data={"email": zhou.email})
    unknown = client.post("/account/forgotten", data={"email": "nobody@example.org"})
    assert known.text.replace(zhou.email, "") == unknown.text.replace("nobody@example.org", "")
    client.post("/account/forgotten", data={"email": zhou.email})
    with looking(app) as session:
        assert len(session.scalars(select(Message)).all()) == 1, "one link a minute"


@pytest.mark.parametrize("path", ["forgotten", "register"])
def test_nor_does_the_time_of_the_answer_tell(
    client: FlaskClient, zhou: Person, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """By a clock that goes on by what the view has taken, which is more where there is more to
    do."""
    taken, slept = iter((0.0, 0.1, 0.0, 0.7)), list[float]()
    monkeypatch.setattr(evenly, "SECONDS", 1.0)
    monkeypatch.setattr(evenly, "time", Mock(monotonic=lambda: next(taken), sleep=slept.append))
    for email in ("nobody@example.org", zhou.email):
        answer = client.post(f"/account/{path}", data={**NEW, "email": email})
        assert answer.status_code == 200
    assert [round(seconds, 1) for seconds in slept] == [0.9, 0.3]


def test_a_new_password_needs_the_present_one_and_ends_every_other_session(
    sign_in: SignInAs, zhou: Person
) -> None:
    here, elsewhere = sign_in(zhou), sign_in(zhou)
    new = {"password": "全新的密码 2026!", "repeated": "全新的密码 2026!"}
    wrong = here.post("/account/password", data={"signing_password": "not this one", **new})
    assert wrong.status_code == 422
    assert is_signed_in(elsewhere)
    right = here.post("/account/password", data={"signing_password": PASSWORD, **new})
    assert right.status_code == 303
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)


def test_a_profile_is_saved_and_its_language_shows_at_once(
    app: Flask, sign_in: SignInAs, zhou: Person
) -> None:
    client = sign_in(zhou)
    typed = {
        "name": "𠮷野 喆",
        "title": "研究员",
        "degree": "博士",
        "born_on": "1980-02-29",
        "locale": "en",
    }
    assert client.post("/account/profile", data=typed).status_code == 303
    with looking(app) as session:
        kept = session.get_one(Person, zhou.id)
        assert (kept.name, kept.title, str(kept.born_on)) == ("𠮷野 喆", "研究员", "1980-02-29")
    assert 'lang="en"' in client.get("/account/profile").text


@pytest.mark.parametrize("born_on", ["2026-03-03", "1780-01-01", "31.12.1980", "1981-02-29"])
def test_an_impossible_birthday_is_refused_and_stays_in_the_field(
    sign_in: SignInAs, zhou: Person, born_on: str
) -> None:
    typed = {"name": "周舟", "born_on": born_on, "locale": "zh_Hans_CN"}
    reply = sign_in(zhou).post("/account/profile", data=typed)
    assert reply.status_code == 422
    assert f'value="{born_on}"' in reply.text
