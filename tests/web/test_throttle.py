"""Wrong passwords cost time, and never the owner of a known device."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.models import Person
from app.services.identity import throttle
from app.services.identity.throttle import HERE, STRANGERS, Try
from tests.conftest import SignInAs, StillClock
from tests.web.accounts import PASSWORD, enter


def test_strangers_never_make_the_owner_of_a_known_device_wait(
    session: Session, clock: StillClock
) -> None:
    now = clock.now()
    for number in range(STRANGERS.free):
        throttle.failed(session, Try("password", "zhou", f"198.51.100.{number}"), now)
    elsewhere, known = Try("password", "zhou", "203.0.113.1"), Try("password", "zhou", "x", "known")
    assert throttle.wait_for(session, elsewhere, now), "guessing from everywhere is slowed down"
    assert throttle.wait_for(session, known, now) is None
    other = Try("password", "li", "203.0.113.1")
    assert throttle.wait_for(session, other, now) is None
    after = now + throttle.FORGOTTEN_AFTER
    assert throttle.wait_for(session, elsewhere, after) is None


def test_a_browser_that_has_signed_in_is_known_whatever_others_try(
    app: Flask, client: FlaskClient, zhou: Person
) -> None:
    assert enter(client, zhou.email, PASSWORD) == 303
    client.post("/account/sign-out")
    for _ in range(HERE.free):
        enter(app.test_client(), zhou.email, "guess")
    assert enter(app.test_client(), zhou.email, PASSWORD) == 422
    assert enter(client, zhou.email, PASSWORD) == 303


def test_a_revoked_device_is_known_no_longer(
    app: Flask, client: FlaskClient, sign_in: SignInAs, zhou: Person
) -> None:
    enter(client, zhou.email, PASSWORD)
    sign_in(zhou).post("/account/sign-ins/end-others")
    for _ in range(HERE.free):
        enter(app.test_client(), zhou.email, "guess")
    assert enter(client, zhou.email, PASSWORD) == 422


@pytest.mark.parametrize(
    ("failures", "minutes"), [(4, 0), (5, 1), (6, 2), (8, 8), (11, 60), (500, 60)]
)
def test_each_further_failure_costs_twice_the_wait_up_to_an_hour(
    failures: int, minutes: int
) -> None:
    assert HERE.pause(failures).total_seconds() == minutes * 60
