"""Accounts: signing in, registering, confirming, passwords, and a session that ends too early."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import argon2.low_level
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Message, Outbox, Person, Token
from app.services import passwords, tokens
from app.services.identity.throttle import HERE as RULE
from tests.conftest import StillClock
from tests.factories import organisation, person
from tests.web.looking import looking

PASSWORD = "正确的马 电池 订书钉"
HERE = {"Origin": "http://localhost"}
SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def zhou(session: Session) -> Person:
    someone = person(
        session,
        name="周舟",
        email="zhou@example.org",
        password_hash=passwords.hashed(PASSWORD),
        organisation_id=organisation(session, name="闽江研究所").id,
    )
    session.commit()
    return someone


def enter(client: FlaskClient, email: str, password: str, **more: str) -> int:
    typed = {"email": email, "password": password, **more}
    return client.post("/account/sign-in", data=typed).status_code


def link(app: Flask, purpose: tokens.Purpose) -> str:
    """The path of the newest link, as the mail has it."""
    query = select(Token).where(Token.purpose == purpose.value).order_by(Token.id.desc())
    settings = app.config["SETTINGS"]
    with looking(app) as session:
        token = session.scalars(query).first()
        assert token is not None
        return tokens.link_of(token, settings).removeprefix(settings.base_url)


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/home").status_code == 200


def test_the_right_password_signs_in_and_the_mail_address_may_be_in_capitals(
    client: FlaskClient, zhou: Person
) -> None:
    assert enter(client, " ZHOU@example.org ", PASSWORD) == 302
    assert is_signed_in(client)


def test_an_unknown_address_a_wrong_password_and_a_closed_account_get_the_same_answer(
    client: FlaskClient, session: Session, zhou: Person
) -> None:
    closed = person(session, password_hash=passwords.hashed(PASSWORD), is_active=False)
    session.commit()
    answers = set()
    for email, password in (
        ("nobody@example.org", PASSWORD),
        (zhou.email, "wrong password"),
        (closed.email, PASSWORD),
    ):
        reply = client.post("/account/sign-in", data={"email": email, "password": password})
        assert reply.status_code == 422
        answers.add(reply.text.replace(email, ""))
    assert len(answers) == 1
    assert not is_signed_in(client)


@pytest.mark.parametrize("kept", [None, "!", "of today", "closed"])
def test_a_refused_sign_in_costs_one_computation_of_today_whatever_is_kept(
    client: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch, kept: str | None
) -> None:
    if kept is not None:
        hashes = {"!": "!"} | dict.fromkeys(("of today", "closed"), passwords.hashed(PASSWORD))
        active = kept != "closed"
        person(session, email="li@example.org", password_hash=hashes[kept], is_active=active)
        session.commit()
    done: list[list[str]] = []
    verify = argon2.low_level.verify_secret

    def counted(encoded: bytes, *rest: Any) -> bool:
        done.append(encoded.decode().split("$")[1:4])
        return verify(encoded, *rest)

    def not_now(*_given: Any, **_more: Any) -> bytes:
        raise AssertionError("a hash is made while somebody waits for a refusal")

    monkeypatch.setattr(argon2._password_hasher, "verify_secret", counted)
    monkeypatch.setattr(argon2._password_hasher, "hash_secret", not_now)
    assert enter(client, "li@example.org", PASSWORD if kept == "closed" else "wrong") == 422
    monkeypatch.undo()
    assert done == [passwords.hashed(PASSWORD).split("$")[1:4]]


@pytest.mark.parametrize("email", ["zhou@example.org", "nobody@example.org"])
def test_after_five_failures_the_next_try_waits_whether_there_is_such_an_account_or_not(
    client: FlaskClient, zhou: Person, email: str
) -> None:
    for _ in range(RULE.free):
        enter(client, email, "wrong password")
    reply = client.post("/account/sign-in", data={"email": email, "password": PASSWORD})
    assert reply.status_code == 422
    assert "请等待 1 分钟后再试" in reply.text
    assert not is_signed_in(client)


def test_whoever_waits_reads_the_same_whether_there_is_such_an_account_or_not(
    client: FlaskClient, zhou: Person
) -> None:
    told = set()
    for email in (zhou.email, "nobody@example.org"):
        for _ in range(RULE.free):
            enter(client, email, "wrong password")
        reply = client.post("/account/sign-in", data={"email": email, "password": PASSWORD})
        told.add((reply.status_code, reply.text.replace(email, "")))
    assert len(told) == 1


def test_the_wait_is_over_with_its_minute(
    client: FlaskClient, zhou: Person, clock: StillClock
) -> None:
    for _ in range(RULE.free):
        enter(client, zhou.email, "wrong password")
    clock.advance(minutes=1)
    assert enter(client, zhou.email, PASSWORD) == 302


def test_four_failures_cost_no_wait(client: FlaskClient, zhou: Person) -> None:
    for _ in range(RULE.free - 1):
        enter(client, zhou.email, "wrong password")
    assert enter(client, zhou.email, PASSWORD) == 302


def test_what_was_typed_stays_in_a_refused_sign_in_but_never_the_password(
    client: FlaskClient, zhou: Person
) -> None:
    reply = client.post("/account/sign-in", data={"email": zhou.email, "password": "secret-typed"})
    assert zhou.email in reply.text
    assert "secret-typed" not in reply.text


def test_signing_in_leads_back_to_where_one_wanted_to_go_but_never_to_another_site(
    client: FlaskClient, zhou: Person
) -> None:
    wanted = client.get("/account/profile")
    assert wanted.location == "/account/sign-in?next=/account/profile"
    for target, goes_to in (
        ("/account/profile", "/account/profile"),
        ("//evil.example.org", "/home"),
        ("https://evil.example.org", "/home"),
        ("/\\evil.example.org", "/home"),
    ):
        typed = {"email": zhou.email, "password": PASSWORD, "next": target}
        assert client.post("/account/sign-in", data=typed).location == goes_to
        client.post("/account/sign-out")


def test_signing_out_ends_the_session(sign_in: SignIn, zhou: Person) -> None:
    client = sign_in(zhou)
    assert is_signed_in(client)
    client.post("/account/sign-out")
    assert not is_signed_in(client)


NEW = {
    "name": "堃",
    "unit": "闽江研究所",
    "email": "kun@example.org",
    "password": PASSWORD,
    "repeated": PASSWORD,
    "pledge": "y",
}


def test_a_new_person_confirms_the_mail_address_before_the_first_sign_in(
    app: Flask, client: FlaskClient, zhou: Person
) -> None:
    assert client.post("/account/register", data=NEW).status_code == 200
    assert enter(client, NEW["email"], PASSWORD) == 422
    path = link(app, tokens.Purpose.CONFIRM)
    assert client.get(path).status_code == 200, "opening the link does not use it up"
    assert client.post(path).status_code == 302
    assert enter(client, NEW["email"], PASSWORD) == 302
    with looking(app) as session:
        kun = session.scalars(select(Person).where(Person.email == NEW["email"])).one()
        assert (kun.name, kun.organisation_id) == ("堃", zhou.organisation_id)
        assert kun.grants == [], "roles are granted by an administrator only"


def test_a_link_works_once(app: Flask, client: FlaskClient, zhou: Person) -> None:
    client.post("/account/register", data=NEW)
    path = link(app, tokens.Purpose.CONFIRM)
    assert client.post(path).status_code == 302
    again = client.post(path)
    assert again.status_code == 410
    assert "链接已失效" in again.text


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


def test_registering_a_known_address_changes_nothing_and_tells_its_owner_only(
    app: Flask, client: FlaskClient, zhou: Person
) -> None:
    new = client.post("/account/register", data=NEW)
    known = client.post("/account/register", data=NEW | {"email": zhou.email})
    assert known.text.replace(zhou.email, "") == new.text.replace(NEW["email"], "")
    with looking(app) as session:
        told = session.scalars(select(Message.subject).where(Message.person_id == zhou.id)).all()
    assert told == ["您已有账户"]
    assert enter(client, zhou.email, PASSWORD) == 302


def test_a_reset_link_sets_a_password_and_ends_other_sessions(
    app: Flask, client: FlaskClient, sign_in: SignIn, zhou: Person
) -> None:
    elsewhere = sign_in(zhou)
    client.post("/account/forgotten", data={"email": zhou.email})
    path = link(app, tokens.Purpose.RESET)
    new = {"password": "全新的密码 2026!", "repeated": "全新的密码 2026!"}
    assert client.post(path, data=new).status_code == 302
    assert enter(client, zhou.email, new["password"]) == 302
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


def test_a_new_password_needs_the_present_one_and_ends_every_other_session(
    sign_in: SignIn, zhou: Person
) -> None:
    here, elsewhere = sign_in(zhou), sign_in(zhou)
    new = {"password": "全新的密码 2026!", "repeated": "全新的密码 2026!"}
    wrong = here.post("/account/password", data={"signing_password": "not this one", **new})
    assert wrong.status_code == 422
    assert is_signed_in(elsewhere)
    right = here.post("/account/password", data={"signing_password": PASSWORD, **new})
    assert right.status_code == 302
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)


def test_a_profile_is_saved_and_its_language_shows_at_once(
    app: Flask, sign_in: SignIn, zhou: Person
) -> None:
    client = sign_in(zhou)
    typed = {
        "name": "𠮷野 喆",
        "title": "研究员",
        "degree": "博士",
        "born_on": "1980-02-29",
        "locale": "en",
    }
    assert client.post("/account/profile", data=typed).status_code == 302
    with looking(app) as session:
        kept = session.get_one(Person, zhou.id)
        assert (kept.name, kept.title, str(kept.born_on)) == ("𠮷野 喆", "研究员", "1980-02-29")
    assert 'lang="en"' in client.get("/account/profile").text


@pytest.mark.parametrize("born_on", ["2026-03-03", "1780-01-01", "31.12.1980", "1981-02-29"])
def test_an_impossible_birthday_is_refused_and_stays_in_the_field(
    sign_in: SignIn, zhou: Person, born_on: str
) -> None:
    typed = {"name": "周舟", "born_on": born_on, "locale": "zh_Hans_CN"}
    reply = sign_in(zhou).post("/account/profile", data=typed)
    assert reply.status_code == 422
    assert f'value="{born_on}"' in reply.text


def test_a_form_sent_after_the_session_ended_is_kept_and_sent_after_signing_in(
    app: Flask, client: FlaskClient, zhou: Person
) -> None:
    typed = {"name": "周舟舟", "title": "写了很久很久的高级工程师职称", "locale": "zh_Hans_CN"}
    late = client.post("/account/profile", data=typed, headers=HERE)
    assert late.status_code == 401
    assert "您填写的内容都保留着" in late.text
    kept = re.search(r'name="kept"[^>]* value="([^"]+)"', late.text)
    assert kept is not None
    back = client.post(
        "/account/sign-in",
        data={"email": zhou.email, "password": PASSWORD, "kept": kept.group(1)},
    )
    assert typed["title"] in back.text
    assert 'action="/account/profile"' in back.text
    sent_on = dict(re.findall(r'<textarea hidden name="([^"]+)">\n([^<]*)</textarea>', back.text))
    assert sent_on == typed
    assert client.post("/account/profile", data=sent_on).status_code == 302
    with looking(app) as session:
        assert session.get_one(Person, zhou.id).name == "周舟舟"


@pytest.mark.parametrize("headers", [{"Origin": "http://evil.example.org"}, {}])
def test_a_form_of_another_site_is_never_kept(
    client: FlaskClient, zhou: Person, headers: dict[str, str]
) -> None:
    reply = client.post("/account/profile", data={"name": "evil"}, headers=headers)
    assert reply.status_code == 401
    assert re.search(r'name="kept"[^>]* value=""', reply.text)


def test_a_kept_form_that_was_tampered_with_is_dropped(client: FlaskClient, zhou: Person) -> None:
    typed = {"email": zhou.email, "password": PASSWORD, "kept": "WyIvaG9tZSIsW11d.aaaa.bbbb"}
    assert client.post("/account/sign-in", data=typed).location == "/home"


def test_a_page_open_too_long_shows_what_was_typed_and_sends_it_on(
    app: Flask, sign_in: SignIn, zhou: Person
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    client = sign_in(zhou)
    typed = {"name": "周舟", "title": "写了很久很久的高级工程师职称", "locale": "zh_Hans_CN"}
    reply = client.post("/account/profile", data=typed, headers=HERE)
    assert reply.status_code == 400
    assert typed["title"] in reply.text
    token = re.search(r'name="csrf_token" value="([^"]+)"', reply.text)
    assert token is not None
    again = client.post("/account/profile", data={**typed, "csrf_token": token.group(1)})
    assert again.status_code == 302
