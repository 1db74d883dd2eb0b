"""Colours can be read, a tour leads where its role may go, and builders alone see components."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.access.guard import GUARD
from app.web.help.steps import Step
from app.web.help.terms import GLOSSARY, TERMS
from app.web.help.tours import TOURS, steps_for
from config import ROOT, Mode
from tests.conftest import SignInAs
from tests.factories import person
from tests.web.colours import COLOURS, GROUNDS, WORDS, colours, contrast
from workflows.roles import Role


@pytest.mark.parametrize("part", [0, 1], ids=["by day", "by night"])
def test_words_stand_out_from_every_ground(part: int) -> None:
    named = colours(part)
    pairs = [(word, ground) for word in WORDS for ground in GROUNDS]
    pairs += [("on", ground) for ground in ("blue", "deep", "red")]
    pairs += [("notice-ink", "notice")]
    assert [p for p in pairs if contrast(named[p[0]], named[p[1]]) < 4.5] == []


def test_only_one_file_names_colours() -> None:
    sheets = set(COLOURS.parent.glob("*.css")) - {COLOURS}
    assert len(sheets) > 1
    assert [s.name for s in sheets if re.search(r"#[0-9a-f]{3,6}\b", s.read_text())] == []


def steps() -> Iterator[tuple[Role, Step]]:
    return ((role, step) for role, tour in TOURS for step in tour)


def test_a_tour_leads_only_where_its_role_may_go(app: Flask) -> None:
    astray = []
    for role, step in steps():
        guard = getattr(app.view_functions[step.endpoint], GUARD)
        if guard not in ("all", "signed_in") and role not in guard[len("role:") :].split(","):
            astray.append((role, step.endpoint))
    assert astray == []


def test_a_tour_leads_from_page_to_page_and_is_left_at_any_step(
    app: Flask, session: Session, sign_in: SignInAs
) -> None:
    me = person(session)
    session.commit()
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], mode=Mode.DEMO)
    client, tour = sign_in(me), steps_for(frozenset())
    assert "开始导览" in client.get("/home").text
    for number, step in enumerate(tour, start=1):
        page = client.post(f"/tour/{number}", follow_redirects=True)
        assert page.request.path == url_of(app, step.endpoint)
        assert f"导览 {number} / {len(tour)}" in page.text
        assert step.what.zh in page.text
        assert ("下一站" in page.text) == (number < len(tour))
    assert "回到这一步" in client.get("/account/profile").text
    assert "结束导览" not in client.post("/tour/seen", follow_redirects=True).text
    assert "开始导览" not in client.get("/home").text
    assert client.post(f"/tour/{len(tour) + 1}").status_code == 404


def url_of(app: Flask, endpoint: str) -> str:
    with app.test_request_context():
        return url_for(endpoint)


def test_outside_the_demonstration_there_is_no_tour(session: Session, sign_in: SignInAs) -> None:
    me = person(session)
    session.commit()
    client = sign_in(me)
    assert client.post("/tour/1").status_code == 404
    assert "开始导览" not in client.get("/home").text


def test_a_case_without_a_deadline_has_an_empty_cell_that_a_card_leaves_out(app: Flask) -> None:
    cell = app.jinja_env.from_string(
        '{% from "macros/case.html" import deadline with context %}{{ deadline(none) }}'
    )
    with app.test_request_context():
        assert cell.render() == ""


def test_the_glossary_says_each_word_once(client: FlaskClient) -> None:
    words = [term.word.zh for group in GLOSSARY for term in group.terms]
    assert len(words) == len(set(words))
    page = client.get("/glossary?lang=en").text
    assert [word for word in words if word not in page] == []


def test_the_page_of_components_is_there_for_builders_alone(
    app: Flask, client: FlaskClient
) -> None:
    assert client.get("/styleguide").status_code == 404
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], mode=Mode.DEVELOPMENT)
    page = client.get("/styleguide?lang=en")
    assert page.status_code == 200
    assert "is-invalid" in page.text
    assert " style=" not in page.text


def test_every_word_a_page_explains_is_in_the_glossary() -> None:
    pages = (ROOT / "templates").rglob("*.html")
    asked = [re.findall(r"{{ explain\((.*?)\) }}", page.read_text()) for page in pages]
    keys = {key for calls in asked for call in calls for key in re.findall(r'"([^"]+)"', call)}
    assert keys
    assert keys - TERMS.keys() == set()
