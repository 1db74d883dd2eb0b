"""Single sign-on: only whom the provider means, only an account that is here, never a role."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from joserfc.jwk import RSAKey
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Message, OutsideIdentity, Person, RoleGrant
from app.models import SignIn as SignInRow
from app.services.identity.single_sign_on import unbind
from config import settings_from
from connections import Provider
from environment import BadSetting
from tests.conftest import SignInAs, StillClock
from tests.factories import official, person
from tests.web.accounts import HASH, PASSWORD, is_signed_in
from tests.web.factors import second_step, set_up
from tests.web.looking import looking
from tests.web.single_sign_on.conftest import Scene
from tests.web.single_sign_on.provider import CLIENT, SECRET
from workflows.engine.text import Text
from workflows.roles import Role


def bound(app: Flask) -> list[tuple[int, str]]:
    with looking(app) as session:
        rows = select(OutsideIdentity.person_id, OutsideIdentity.subject)
        return [(number, subject) for number, subject in session.execute(rows)]


def test_whom_the_provider_means_is_signed_in_and_bound_to_the_subject(
    scene: Scene, client: FlaskClient, zhou: Person
) -> None:
    assert "统一认证" in client.get("/account/sign-in").text
    answer = scene.enter(client, "/my/proposals")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/my/proposals")
    assert is_signed_in(client)
    assert bound(scene.app) == [(zhou.id, "zhou-001")]
    (asked,) = scene.provider.asked
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"].startswith(scene.app.config["SETTINGS"].base_url)
    scene.provider.says = {"email": "another@example.org"}
    again = scene.app.test_client()
    assert scene.enter(again, "https://elsewhere.example").headers["Location"] == "/home"
    assert bound(scene.app) == [(zhou.id, "zhou-001")], "the subject counts, whatever the address"


@pytest.mark.parametrize(
    "says",
    [
        {"nonce": "of another sign-in"},
        {"nonce": None},
        {"iss": "https://another.example"},
        {"aud": "another client"},
        {"exp": int(time.time()) - 3600},
        {"sub": None},
        {"email": "nobody@example.org"},
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "true"},
    ],
)
def test_a_token_of_another_sign_in_provider_client_time_or_person_signs_nobody_in(
    scene: Scene, client: FlaskClient, zhou: Person, says: dict[str, Any]
) -> None:
    scene.provider.says = says
    answer = scene.enter(client)
    assert answer.status_code == 422
    assert "统一认证" in answer.text
    assert not is_signed_in(client)
    assert bound(scene.app) == []


def test_a_token_signed_by_another_key_signs_nobody_in(
    scene: Scene, client: FlaskClient, zhou: Person
) -> None:
    scene.provider.signs_with = RSAKey.generate_key(2048, {"kid": "k"})
    assert scene.enter(client).status_code == 422
    assert not is_signed_in(client)


@pytest.mark.parametrize("says", [{"email": "nobody@example.org"}, {"aud": "another client"}])
def test_whoever_was_not_let_in_goes_on_by_password_to_where_they_were_going(
    scene: Scene, client: FlaskClient, zhou: Person, says: dict[str, Any]
) -> None:
    scene.provider.says = says
    page = scene.enter(client, "/my/proposals").text
    assert 'name="next" type="hidden" value="/my/proposals"' in page
    assert "/account/single-sign-on?next=/my/proposals" in page


def test_an_answer_counts_once_and_in_the_browser_that_asked(
    scene: Scene, client: FlaskClient, zhou: Person
) -> None:
    stolen = scene.leave(client)
    other = scene.app.test_client()
    assert other.get(stolen).status_code == 422
    state = parse_qs(urlsplit(stolen).query)["state"][0]
    assert client.get(f"/account/single-sign-on/back?error=access_denied&state={state}")
    assert not is_signed_in(other)
    used = scene.leave(client)
    assert client.get(used).status_code == 303
    third = scene.app.test_client()
    assert third.get(used).status_code == 422


def test_a_second_factor_is_asked_for_all_the_same(
    scene: Scene, client: FlaskClient, sign_in: SignInAs, zhou: Person, clock: StillClock
) -> None:
    phone, _codes = set_up(sign_in(zhou), clock)
    assert scene.enter(client).status_code == 200
    assert not is_signed_in(client)
    assert second_step(client, phone.code()) == 303
    assert is_signed_in(client)


def test_no_role_is_made_and_an_official_sets_a_factor_up_first(
    scene: Scene, client: FlaskClient, session: Session
) -> None:
    official(session, Role.DECISION_MAKER, email="zhou@example.org")
    session.commit()
    before = session.scalar(select(func.count(RoleGrant.id)))
    session.rollback()
    scene.app.config["SETTINGS"] = replace(scene.app.config["SETTINGS"], needs_second_factor=True)
    scene.provider.says = {"roles": ["sys_admin"], "groups": ["admin"]}
    assert scene.enter(client).status_code == 303
    assert client.get("/home").headers["Location"] == "/account/security"
    assert session.scalar(select(func.count(RoleGrant.id))) == before


@pytest.mark.parametrize("fields", [{"is_active": False}, {"email_confirmed_at": None}])
def test_an_account_that_is_closed_or_unconfirmed_is_not_entered(
    scene: Scene, client: FlaskClient, session: Session, fields: dict[str, Any]
) -> None:
    person(session, email="zhou@example.org", **fields)
    session.commit()
    assert scene.enter(client).status_code == 422
    assert bound(scene.app) == []


def test_a_bound_account_is_not_taken_over_by_another_subject_with_its_address(
    scene: Scene, client: FlaskClient, zhou: Person
) -> None:
    assert scene.enter(client).status_code == 303
    scene.provider.says = {"sub": "recycled-002"}
    other = scene.app.test_client()
    assert scene.enter(other).status_code == 422
    assert not is_signed_in(other)
    assert bound(scene.app) == [(zhou.id, "zhou-001")]


def test_without_a_provider_there_is_no_such_address(client: FlaskClient) -> None:
    assert client.get("/account/single-sign-on").status_code == 404
    assert client.get("/account/single-sign-on/back").status_code == 404
    assert "single-sign-on" not in client.get("/account/sign-in").text


def test_a_provider_that_is_away_leaves_the_password(scene: Scene, client: FlaskClient) -> None:
    away = Provider("http://127.0.0.1:9", CLIENT, SECRET, "统一认证")
    scene.app.config["SETTINGS"] = replace(scene.app.config["SETTINGS"], provider=away)
    assert client.get("/account/single-sign-on").status_code == 422


def test_settings_name_what_is_missing_or_unsafe() -> None:
    whole = {
        "CHONGXIAN_OIDC_ISSUER": "https://id.example",
        "CHONGXIAN_OIDC_CLIENT_ID": "a",
        "CHONGXIAN_OIDC_CLIENT_SECRET": "b",
    }
    made = settings_from({"CHONGXIAN_MODE": "test", **whole}).provider
    assert made == Provider("https://id.example", "a", "b", "OpenID Connect")
    for name in whole:
        with pytest.raises(BadSetting, match=name):
            settings_from({"CHONGXIAN_MODE": "test", **whole, name: ""})


def test_whoever_came_through_the_provider_is_led_there_when_signing_out(
    scene: Scene, client: FlaskClient, zhou: Person
) -> None:
    scene.enter(client)
    left = client.post("/account/sign-out")
    assert left.headers["Location"] == "/account/single-sign-on/leave"
    assert not is_signed_in(client)
    page = client.get(left.headers["Location"])
    address = page.headers["Refresh"].partition("url=")[2]
    assert address.startswith(f"{scene.provider.issuer}/end?")
    asked = parse_qs(urlsplit(address).query)
    base_url = scene.app.config["SETTINGS"].base_url
    assert asked == {
        "client_id": [CLIENT],
        "post_logout_redirect_uri": [f"{base_url}/account/sign-in"],
    }


def test_a_second_step_forgets_neither_way_in(
    scene: Scene, client: FlaskClient, sign_in: SignInAs, zhou: Person, clock: StillClock
) -> None:
    phone, _codes = set_up(sign_in(zhou), clock)
    scene.enter(client)
    assert second_step(client, phone.code()) == 303
    left = client.post("/account/sign-out")
    assert left.headers["Location"] == "/account/single-sign-on/leave"


def test_whoever_came_by_password_or_from_a_provider_that_ends_nothing_stays_here(
    scene: Scene, client: FlaskClient, sign_in: SignInAs, zhou: Person
) -> None:
    assert sign_in(zhou).post("/account/sign-out").headers["Location"] == "/"
    settings = scene.app.config["SETTINGS"]
    assert settings.provider is not None
    ends_nothing = replace(settings.provider, label="另一平台")
    scene.app.config["SETTINGS"] = replace(settings, provider=ends_nothing)
    scene.provider.ends_sessions = False
    away = client.get("/account/single-sign-on/leave")
    scene.provider.ends_sessions = True
    assert away.headers["Location"] == "/account/sign-in"


def test_an_identity_is_unbound_by_its_owner_with_the_password_and_other_sign_ins_end(
    scene: Scene, client: FlaskClient, sign_in: SignInAs, session: Session, zhou: Person
) -> None:
    scene.enter(client)
    row = session.scalars(select(OutsideIdentity)).one()
    here, path = sign_in(zhou), f"/account/identities/{row.id}/unbind"
    assert scene.provider.issuer in here.get("/account/security").text
    stranger = sign_in(person(session, email="wu@example.org", password_hash=HASH))
    assert stranger.post(path, data={"signing_password": PASSWORD}).status_code == 404
    assert here.post(path, data={"signing_password": "another"}).status_code == 422
    assert len(bound(scene.app)) == 1
    assert here.post(path, data={"signing_password": PASSWORD}).status_code == 303
    assert bound(scene.app) == []
    assert is_signed_in(here)
    assert not is_signed_in(client)
    with looking(scene.app) as reading:
        mail = select(Message.id).where(Message.person_id == zhou.id)
        assert reading.scalar(mail.where(Message.key.like("identity-%-unbound"))) is not None


def test_the_only_way_into_an_account_is_not_unbound(
    scene: Scene, client: FlaskClient, session: Session, zhou: Person, clock: StillClock
) -> None:
    scene.enter(client)
    zhou.password_hash = "!"
    row = session.scalars(select(OutsideIdentity)).one()
    here = session.scalars(select(SignInRow)).one()
    assert isinstance(unbind(session, row, here, clock.now()), Text)
    assert session.scalars(select(OutsideIdentity)).one() is row
