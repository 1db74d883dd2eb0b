"""Wrong passwords cost time, and never the owner of a known device."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.models import Person
from app.services.identity import throttle
from app.services.identity.throttle import (
    ADDRESS,
    HERE,
    SENT,
    SENT_FROM,
    STRANGERS,
    TAKEN,
    Asking,
    Rule,
    Sending,
    Taking,
    Try,
)
from tests.conftest import SignInAs, StillClock
from tests.web.accounts import NEW, PASSWORD, enter


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


@pytest.mark.parametrize(
    ("counted", "rule", "apart"),
    [
        (Taking("203.0.113.7"), TAKEN, timedelta(hours=1)),
        (Sending("objection", None, "203.0.113.7"), SENT_FROM, timedelta(hours=23)),
    ],
)
def test_an_office_behind_one_address_never_waits_for_what_it_did_the_days_before(
    session: Session, clock: StillClock, counted: Taking | Sending, rule: Rule, apart: timedelta
) -> None:
    """No day passes without one, so that nothing would ever be forgotten."""
    for number in range(rule.free + 1):
        at = clock.now() + number * apart
        throttle.failed(session, counted, at)
    assert throttle.wait_for(session, counted, at) is None
    for _ in range(rule.free):
        throttle.failed(session, counted, at)
    assert throttle.wait_for(session, counted, at), "of one hour, or of one day, all are counted"


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


def test_an_address_of_ipv6_counts_as_the_network_of_whoever_has_it(
    session: Session, clock: StillClock
) -> None:
    now = clock.now()
    for number in range(ADDRESS.free):
        throttle.failed(session, Try("password", str(number), f"2001:db8:1:2::{number:x}"), now)
    neighbour, stranger = "2001:db8:1:2:ffff::1", "2001:db8:1:3::1"
    assert throttle.wait_for(session, Try("password", "zhou", neighbour), now)
    assert throttle.wait_for(session, Try("password", "zhou", stranger), now) is None


@pytest.mark.parametrize("is_known", [True, False])
def test_links_to_one_mailbox_are_asked_for_more_and_more_slowly_with_an_account_or_without(
    client: FlaskClient, zhou: Person, clock: StillClock, is_known: bool
) -> None:
    typed = {"email": zhou.email if is_known else "nobody@example.org"}
    answers = [client.post("/account/forgotten", data=typed) for _ in range(SENT.free + 1)]
    assert [a.status_code for a in answers] == [200] * SENT.free + [422]
    assert "等待 1 分钟" in answers[-1].text
    assert typed["email"] in answers[-1].text, "what was typed is still there"
    clock.advance(minutes=1)
    assert client.post("/account/forgotten", data=typed).status_code == 200
    assert client.post("/account/forgotten", data=typed).status_code == 422


@pytest.mark.parametrize("address", ["203.0.113.9", "2001:db8:1:2::9"])
def test_who_asks_from_one_address_for_many_mailboxes_waits_and_others_do_not(
    app: Flask, session: Session, zhou: Person, clock: StillClock, address: str
) -> None:
    now = clock.now()
    for number in range(ADDRESS.free):
        throttle.failed(session, Asking(f"{number}@example.org", address), now)
    session.commit()
    for path, typed in (
        ("/account/forgotten", {"email": "zhou@example.org"}),
        ("/account/register", NEW),
    ):
        client = app.test_client()
        for origin, status in ((address, 422), ("198.51.100.7", 200)):
            reply = client.post(path, data=typed, environ_base={"REMOTE_ADDR": origin})
            assert reply.status_code == status, (path, origin)
            assert ("等待 1 分钟" in reply.text) is (status == 422)


def test_a_mailbox_that_nobody_has_confirmed_is_not_filled_by_signing_in(
    client: FlaskClient, zhou: Person, clock: StillClock
) -> None:
    client.post("/account/register", data=NEW)
    signing_in = {"email": NEW["email"], "password": PASSWORD}
    replies = []
    for _ in range(SENT.free + 1):
        clock.advance(minutes=1)
        replies.append(client.post("/account/sign-in", data=signing_in).text)
    assert ["确认链接已发到" in reply for reply in replies] == [True] * SENT.free + [False]
    assert "等待 1 分钟" in replies[-1]
