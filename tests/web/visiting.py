"""Somebody visits a page while the stage of the services goes on, and compares it."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from app.models import Person
from tests.conftest import SignInAs
from tests.services.stage import Stage


def visit(sign_in: SignInAs, stage: Stage, someone: Person) -> FlaskClient:
    """A browser of one's own; the stage lets go of the database until it is asked again."""
    stage.session.commit()
    browser = sign_in(someone)
    stage.session.commit()
    return browser


def seen(client: FlaskClient, path: str) -> str:
    """A page without what differs from one request to the next."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return re.sub(r'(name="csrf_token"[^>]*value="|nonce=")[^"]*', r"\1", answer.text)
