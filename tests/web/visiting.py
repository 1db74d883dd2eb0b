"""Somebody visits a page while the stage of the services goes on."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from app.models import Person
from tests.services.stage import Stage

SignIn = Callable[[Person], FlaskClient]


def visit(sign_in: SignIn, stage: Stage, someone: Person) -> FlaskClient:
    """A browser of one's own; the stage lets go of the database until it is asked again."""
    stage.session.commit()
    browser = sign_in(someone)
    stage.session.commit()
    return browser
