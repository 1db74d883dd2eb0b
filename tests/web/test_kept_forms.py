"""A form whose session ended too early is kept, shown and sent on."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.models import Person
from tests.conftest import SignInAs
from tests.factories import person
from tests.web.accounts import PASSWORD, enter
from tests.web.looking import looking

HERE = {"Origin": "http://localhost"}


def test_a_form_sent_after_the_session_ended_is_kept_and_sent_after_signing_in(
    app: Flask, client: FlaskClient, zhou: Person
) -> None:
    typed = {"name": "周舟舟", "title": "写了很久很久的高级工程师职称", "locale": "zh_Hans_CN"}
    enter(client, zhou.email, PASSWORD)
    client.delete_cookie("session")
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
    assert client.post("/account/profile", data=sent_on).status_code == 303
    with looking(app) as session:
        assert session.get_one(Person, zhou.id).name == "周舟舟"


def test_what_is_sent_on_after_signing_in_is_taken_at_once(
    app: Flask, client: FlaskClient, zhou: Person
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    typed = {"name": "周舟舟", "title": "写了很久很久的高级工程师职称", "locale": "zh_Hans_CN"}
    _enter(client, zhou, client.get("/account/sign-in").text)
    client.delete_cookie("session")
    back = _enter(client, zhou, client.post("/account/profile", data=typed, headers=HERE).text)
    sent_on = client.post("/account/profile", data={**typed, "csrf_token": _token(back)})
    assert sent_on.status_code == 303


def _enter(client: FlaskClient, person: Person, page: str) -> str:
    """Signs in on this page; the page that answers."""
    kept = re.search(r'name="kept"[^>]* value="([^"]*)"', page)
    assert kept is not None
    secret = {"email": person.email, "password": PASSWORD}
    data = {**secret, "kept": kept.group(1), "csrf_token": _token(page)}
    return client.post("/account/sign-in", data=data).text


def _token(page: str) -> str:
    """Of the form in the middle of the page, not of the one that signs out."""
    found: list[str] = re.findall(r'name="csrf_token"[^>]* value="([^"]+)"', page)
    return found[-1]


def test_a_form_is_shown_to_nobody_who_was_not_signed_in_where_it_was_typed(
    client: FlaskClient, session: Session, zhou: Person
) -> None:
    """On a machine that several use: the next one neither reads what was typed nor sends it."""
    next_one = person(session, password_hash=zhou.password_hash)
    email = next_one.email
    session.commit()
    enter(client, zhou.email, PASSWORD)
    client.delete_cookie("session")
    typed = {"name": "周舟", "title": "写了很久很久的高级工程师职称", "locale": "zh_Hans_CN"}
    late = client.post("/account/profile", data=typed, headers=HERE)
    kept = re.search(r'name="kept"[^>]* value="([^"]+)"', late.text)
    assert kept is not None
    data = {"email": email, "password": PASSWORD, "kept": kept.group(1)}
    assert client.post("/account/sign-in", data=data).location == "/home"
    home = client.get("/home").text
    assert "是另一位用户的" in home
    assert typed["title"] not in home


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
    app: Flask, sign_in: SignInAs, zhou: Person
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
    assert again.status_code == 303
