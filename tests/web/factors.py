"""An authenticator set up by its owner, and the second step with it."""

from __future__ import annotations

import html
import re

import pyotp
from flask.testing import FlaskClient

from tests.conftest import StillClock
from tests.web.accounts import PASSWORD


class Phone:
    """An authenticator app that has read the picture."""

    def __init__(self, page: str, clock: StillClock) -> None:
        found = re.search(r"<code>([A-Z2-7]{32})</code>", page)
        assert found is not None
        self._app, self._clock = pyotp.TOTP(found.group(1)), clock

    def code(self) -> str:
        return self._app.at(self._clock.now())


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)
    assert found is not None, name
    return html.unescape(found.group(1))


def set_up(client: FlaskClient, clock: StillClock) -> tuple[Phone, list[str]]:
    """An authenticator set up by its owner, and the recovery codes that were shown."""
    page = client.get("/account/factors/totp").text
    phone = Phone(page, clock)
    typed = {
        "secret": field(page, "secret"),
        "name": "手机",
        "code": phone.code(),
        "signing_password": PASSWORD,
    }
    reply = client.post("/account/factors/totp", data=typed)
    assert reply.status_code == 200, reply.text
    clock.advance(seconds=30)
    return phone, re.findall(r"<li><code>([^<]+)</code>", reply.text)


def second_step(client: FlaskClient, code: str) -> int:
    return client.post("/account/second-step", data={"code": code}).status_code
