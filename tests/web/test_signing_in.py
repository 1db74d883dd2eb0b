"""Signing in: who gets in, what a refusal tells and costs, and where it leads."""

from __future__ import annotations

from typing import Any

import argon2.low_level
import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.models import Person
from app.services.identity import passwords
from app.services.identity.throttle import HERE as RULE
from tests.conftest import SignInAs, StillClock
from tests.factories import person
from tests.web.accounts import PASSWORD, enter, is_signed_in


def test_the_right_password_signs_in_and_the_mail_address_may_be_in_capitals(
    client: FlaskClient, zhou: Person
) -> None:
    assert enter(client, " ZHOU@example.org ", PASSWORD) == 303
    assert is_signed_in(client)


@pytest.mark.each_database
@pytest.mark.parametrize("email", ["\x00", "zhou\x00@example.org", "\ud7ff" * 300])
def test_an_address_that_no_database_could_hold_is_just_not_right(
    client: FlaskClient, zhou: Person, email: str
) -> None:
    assert enter(client, email, "no password of anybody") == 422


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
    assert enter(client, zhou.email, PASSWORD) == 303


def test_four_failures_cost_no_wait(client: FlaskClient, zhou: Person) -> None:
    for _ in range(RULE.free - 1):
        enter(client, zhou.email, "wrong password")
    assert enter(client, zhou.email, PASSWORD) == 303


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


def test_signing_out_ends_the_session(sign_in: SignInAs, zhou: Person) -> None:
    client = sign_in(zhou)
    assert is_signed_in(client)
    client.post("/account/sign-out")
    assert not is_signed_in(client)
