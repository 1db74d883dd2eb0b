"""A session that ends at the provider of single sign-on ends here, and no other one does."""

from __future__ import annotations

import time
from typing import Any

import pytest
from flask.testing import FlaskClient
from joserfc.jwk import RSAKey
from sqlalchemy.orm import Session

from app.models import Person
from tests.conftest import START, SignInAs
from tests.factories import person
from tests.web.accounts import HASH, is_signed_in
from tests.web.single_sign_on.conftest import Scene
from tests.web.single_sign_on.provider import CLIENT

EVENT = "http://schemas.openid.net/event/backchannel-logout"


def end(scene: Scene, **claims: Any) -> int:
    """The status of the answer to a token of an end that says so."""
    said = {
        "iss": scene.provider.issuer,
        "aud": CLIENT,
        "iat": int(time.time()),
        "jti": "once",
        "sub": "zhou-001",
        "events": {EVENT: {}},
    } | claims
    token = scene.provider.signed(said)
    sent = scene.app.test_client().post(
        "/account/single-sign-on/ended", data={"logout_token": token}
    )
    assert sent.headers["Cache-Control"] == "no-store"
    return sent.status_code


@pytest.fixture
def entered(
    scene: Scene, client: FlaskClient, zhou: Person, monkeypatch: pytest.MonkeyPatch
) -> FlaskClient:
    """From here on every form needs its CSRF token, as outside of tests."""
    scene.provider.says = {"sid": "session-1"}
    scene.enter(client)
    assert is_signed_in(client)
    monkeypatch.setitem(scene.app.config, "WTF_CSRF_ENABLED", True)
    return client


@pytest.mark.parametrize(
    "says", [{}, {"sid": "session-1"}, {"sub": None, "sid": "session-1"}, {"aud": [CLIENT, "b"]}]
)
def test_the_sign_in_that_came_from_the_provider_ends_with_it(
    scene: Scene,
    entered: FlaskClient,
    says: dict[str, Any],
) -> None:
    assert end(scene, **says) == 200
    assert not is_signed_in(entered)


def test_sign_ins_by_password_of_others_and_of_other_sessions_go_on(
    scene: Scene,
    entered: FlaskClient,
    sign_in: SignInAs,
    session: Session,
    zhou: Person,
) -> None:
    by_password = sign_in(zhou)
    other = sign_in(person(session, email="wu@example.org", password_hash=HASH))
    assert end(scene, sid="session-2") == 200
    assert end(scene, sub="wu-002") == 200
    assert is_signed_in(entered)
    assert end(scene) == 200
    assert not is_signed_in(entered)
    assert is_signed_in(by_password)
    assert is_signed_in(other)


def test_a_token_that_is_sent_again_ends_nothing_that_began_later(
    scene: Scene,
    entered: FlaskClient,
) -> None:
    assert end(scene, iat=int(START.timestamp()) - 1) == 200
    assert is_signed_in(entered)


@pytest.mark.parametrize(
    "says",
    [
        {"iss": "https://another.example"},
        {"aud": "another client"},
        {"iat": None},
        {"iat": int(time.time()) + 3600},
        {"exp": int(time.time()) - 3600},
        {"jti": None},
        {"sub": None},
        {"events": None},
        {"events": [EVENT]},
        {"events": {"http://schemas.openid.net/event/another": {}}},
        {"nonce": "of a sign-in"},
    ],
)
def test_what_is_no_token_of_an_end_for_us_ends_nothing(
    scene: Scene,
    entered: FlaskClient,
    says: dict[str, Any],
) -> None:
    assert end(scene, **says) == 400
    assert is_signed_in(entered)


def test_a_token_of_another_key_or_none_ends_nothing(
    scene: Scene,
    entered: FlaskClient,
) -> None:
    scene.provider.signs_with = RSAKey.generate_key(2048, {"kid": "k"})
    assert end(scene) == 400
    for form in ({}, {"logout_token": "a.b.c"}):
        answer = scene.app.test_client().post("/account/single-sign-on/ended", data=form)
        assert answer.status_code == 400
    assert is_signed_in(entered)


def test_without_a_provider_nobody_listens(client: FlaskClient) -> None:
    assert client.post("/account/single-sign-on/ended").status_code == 404
