"""A passkey as its owner lives it: made, asked for on signing in, and on signing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from app.models import Person
from tests.factories import call, official
from tests.journeys.theatre import PASSWORD, Theatre, Visitor, follow, may_sign_in
from tests.journeys.troupe import MATCHED
from workflows.roles import Role

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def site(app: Flask, theatre: Theatre) -> Theatre:
    """Under a name: there are no passkeys for bare IP addresses."""
    theatre.address = theatre.address.replace("127.0.0.1", "localhost")
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], base_url=theatre.address)
    return theatre


def test_a_passkey_is_made_and_then_asked_for_on_signing_in_and_signing(
    site: Theatre, session: Session
) -> None:
    decider: Person = official(session, Role.DECISION_MAKER)
    number = call(session, state="consulting").id
    may_sign_in(decider)
    session.commit()

    visitor = site.visitor(decider)
    page = visitor.page
    bind_authenticator(page)
    visitor.open("/account/factors/passkey")
    visitor.fill(name="办公电脑", signing_password=PASSWORD)
    page.get_by_role("button", name="新建通行密钥").click()
    page.locator("#recovery-codes li").nth(9).wait_for()

    follow(page.get_by_role("button", name="退出", exact=True))
    page.goto(f"{site.address}/account/sign-in")
    page.get_by_label("邮箱").fill(decider.email)
    page.get_by_label("密码").fill(PASSWORD)
    follow(page.get_by_role("button", name="登录"))
    visitor.reads("密码正确")
    page.get_by_role("button", name="改用通行密钥").click()
    page.wait_for_url(f"{site.address}/home")

    sign(visitor, number)


def bind_authenticator(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


def sign(visitor: Visitor, call_number: int) -> None:
    visitor.open(f"/cases/call/{call_number}/moves/approve")
    visitor.fill(**MATCHED)
    visitor.sign()
    visitor.page.get_by_role("button", name="改用通行密钥").click()
    visitor.page.get_by_text("已办理").first.wait_for()
