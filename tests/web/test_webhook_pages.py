"""The administrator registers a webhook for an account, whose owner learns of it and may end it."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import not_, select
from sqlalchemy.orm import Session

from app.models import History, Message, Person, Proposal, Webhook, WebhookDelivery
from app.queries.calls.proposals import opened
from app.services.identity import passwords
from tests.conftest import SignInAs
from tests.factories import official, person, proposal
from tests.web.accounts import PASSWORD
from tests.web.counting import counting
from tests.web.looking import looking
from tests.web.one_of_each import World
from workflows.roles import Role

TYPED = {"name": "财务系统", "url": "https://partner.example.org/hooks?key=theirs"}


@pytest.fixture
def owner(session: Session) -> Person:
    return person(session, email="partner@example.org")


@pytest.fixture
def admin(session: Session, owner: Person, sign_in: SignInAs) -> FlaskClient:
    someone = official(session, Role.SYS_ADMIN, password_hash=passwords.hashed(PASSWORD))
    return sign_in(someone)


def registered(admin: FlaskClient, **other: object) -> str:
    """The page that answers; its secret stands on it once."""
    typed = TYPED | {"email": "Partner@example.org", "scopes": ["proposals"]} | other
    signed = typed | {"signing_password": PASSWORD}
    assert admin.get("/admin/webhooks/new").status_code == 200
    return admin.post("/admin/webhooks/new", data=signed).text


def secret_on(page: str) -> str:
    found = re.search(r'id="webhook-secret">(whsec_[\w+/=]+)<', page)
    assert found is not None, page
    return found.group(1)


def test_a_secret_is_shown_once_and_a_new_one_replaces_it(app: Flask, admin: FlaskClient) -> None:
    first = secret_on(registered(admin))
    assert admin.post("/admin/webhooks/1/secret", data={}).status_code == 422
    answer = admin.post("/admin/webhooks/1/secret", data={"signing_password": PASSWORD})
    second = secret_on(answer.text)
    assert first != second
    pages = [admin.get(path).text for path in ("/admin/webhooks", "/admin/webhooks/1")]
    assert all("财务系统" in page for page in pages)
    for secret in (first, second):
        assert not any(secret in page for page in pages)
    with looking(app) as now:
        noted = now.scalars(select(History).where(History.transition.startswith("webhook_")))
        given = [row.given for row in noted]
        assert [row["host"] for row in given] == ["partner.example.org"] * 2
        assert "theirs" not in str(given), "a partner's secret does not stand in the history"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"url": "https://10.0.0.8/"}, "CHONGXIAN_WEBHOOK_NETWORKS"),
        ({"url": "http://partner.example.org/"}, "https://"),
        ({"email": "nobody@example.org"}, "没有这个邮箱的账户"),
        ({"scopes": []}, "范围"),
    ],
)
def test_what_cannot_be_registered_says_why_and_nothing_typed_is_lost(
    app: Flask, admin: FlaskClient, wrong: dict[str, object], said: str
) -> None:
    page = registered(admin, **wrong)
    assert said in page
    assert 'value="财务系统"' in page
    with looking(app) as now:
        assert now.scalars(select(Webhook)).all() == []


def test_the_owner_is_told_and_ends_it_and_nobody_else_does(
    app: Flask, session: Session, owner: Person, admin: FlaskClient, sign_in: SignInAs
) -> None:
    stranger = sign_in(person(session))
    mine = sign_in(owner)
    registered(admin)
    with looking(app) as now:
        told = select(Message.body).where(Message.person_id == owner.id)
        assert "partner.example.org" in now.scalars(told).one()
    assert TYPED["url"] in mine.get("/account/tokens").text
    assert TYPED["url"] not in stranger.get("/account/tokens").text
    assert stranger.post("/account/webhooks/1/end").status_code == 404
    assert mine.post("/account/webhooks/1/end").status_code == 303
    assert TYPED["url"] not in mine.get("/account/tokens").text
    assert admin.get("/admin/webhooks/1/secret").status_code == 409


def test_deliveries_are_paged_and_a_dead_one_is_sent_again(
    app: Flask, session: Session, owner: Person, admin: FlaskClient
) -> None:
    registered(admin)
    session.rollback()
    for _ in range(3):
        proposal(session, pi=owner, state="unit_review")
    session.commit()
    counts = []
    for more in (20, 20):
        for _ in range(more):
            proposal(session, pi=owner, state="unit_review")
        session.commit()
        with counting(app.extensions["database"].engine) as statements:
            assert "proposal.moved" in admin.get("/admin/webhooks/1").text
        counts.append(len([s for s in statements if s.startswith("SELECT")]))
    assert counts[0] == counts[1]
    assert 'rel="next"' in admin.get("/admin/webhooks/1").text
    first = session.scalars(select(WebhookDelivery).order_by(WebhookDelivery.id)).all()[0]
    session.commit()
    again = f"/admin/webhooks/deliveries/{first.id}/again"
    assert admin.post(again).status_code == 409, "it is still on its way"
    first.status = "dead"
    session.commit()
    assert admin.post(again).status_code == 303
    assert admin.post("/admin/webhooks/1/end").status_code == 303
    with looking(app) as now:
        assert now.scalars(select(WebhookDelivery.status)).all() == [], "nothing waits any more"


def test_a_bid_that_has_not_been_opened_is_in_no_list_of_deliveries(
    session: Session, admin: FlaskClient
) -> None:
    registered(admin)
    session.rollback()
    World(session)
    session.commit()
    numbers = {bid.id for bid in session.scalars(select(Proposal).where(not_(opened())))}
    in_line = select(History.case_id).join(WebhookDelivery)
    hidden = numbers & set(session.scalars(in_line.where(History.case_kind == "proposal")))
    session.commit()
    assert hidden
    shown = set(
        map(int, re.findall(r'data-label="编号">(\d+)<', admin.get("/admin/webhooks/1").text))
    )
    assert shown
    assert not shown & hidden
