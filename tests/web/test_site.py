"""The site knows the addresses of its pages by heart, and says what Flask would say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import BuildError

_NUMBERS = (0, 7, 41, 7_000_000_000_000_000_008)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("below", ["", "/below"])
def test_each_address_is_the_one_that_flask_finds(app: Flask, method: str, below: str) -> None:
    with app.test_request_context("/", method=method, environ_overrides={"SCRIPT_NAME": below}):
        asked = list(_asked(app))
        for endpoint, values in (*asked, *asked):  # found, and then known
            assert app.url_for(endpoint, **values) == Flask.url_for(app, endpoint, **values)
    assert len(asked) > 400


def test_what_has_no_page_has_no_address_however_often_it_is_asked_for(app: Flask) -> None:
    with app.test_request_context("/"):
        assert [app.url_for("home.index") for _ in range(2)] == ["/home", "/home"]
        for endpoint in ("nowhere", "dossier.project") * 2:
            with pytest.raises(BuildError):
                app.url_for(endpoint)


def test_what_is_not_a_number_is_written_as_flask_writes_it(app: Flask) -> None:
    given: list[dict[str, Any]] = [
        {"number": 3, "_external": True},
        {"number": 3, "_anchor": "notice"},
        {"number": 3, "lang": "en"},
        {"number": True},
        {"number": "3"},
    ]
    with app.test_request_context("/"):
        app.url_for("dossier.project", number=3)
        for values in given:
            assert app.url_for("dossier.project", **values) == Flask.url_for(
                app, "dossier.project", **values
            )


def _asked(app: Flask) -> Iterator[tuple[str, dict[str, Any]]]:
    for rule in app.url_map.iter_rules():
        if not rule.arguments - set(rule.defaults or ()):
            yield rule.endpoint, {}
        if rule.arguments == {"number"}:
            yield from ((rule.endpoint, {"number": number}) for number in _NUMBERS)
