"""A provider on loopback, this site as its client, and somebody it knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from connections import Provider
from tests.web.single_sign_on.provider import CLIENT, SECRET, LocalProvider, provider


@dataclass(frozen=True)
class Scene:
    app: Flask
    provider: LocalProvider

    def leave(self, client: FlaskClient, next_path: str = "") -> str:
        """Where the provider sends this browser back to."""
        away = client.get("/account/single-sign-on", query_string={"next": next_path})
        assert away.status_code == 302, away.text
        back = requests.get(away.headers["Location"], allow_redirects=False, timeout=5)
        there = urlsplit(back.headers["Location"])
        return f"{there.path}?{there.query}"

    def enter(self, client: FlaskClient, next_path: str = "") -> TestResponse:
        return client.get(self.leave(client, next_path))


@pytest.fixture(scope="module")
def running() -> Iterator[LocalProvider]:
    with provider() as made:
        yield made


@pytest.fixture
def scene(app: Flask, running: LocalProvider) -> Scene:
    running.says, running.signs_with = {}, None
    running.asked.clear()
    settings = replace(
        app.config["SETTINGS"], provider=Provider(running.issuer, CLIENT, SECRET, "统一认证")
    )
    app.config["SETTINGS"] = settings
    return Scene(app, running)
