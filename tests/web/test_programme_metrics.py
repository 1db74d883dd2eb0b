"""The metrics of a programme are shown a page of projects at a time, and taken away as a whole."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.models import Call, Project
from tests.conftest import START, SignInAs
from tests.factories import call, official, proposal
from tests.pictures.drawn import table_of
from tests.web.counting import counting
from workflows.roles import Role

pytestmark = pytest.mark.each_database

PROJECTS = 5


@pytest.fixture
def of_call(session: Session) -> Call:
    made: Call = call(session, drafted_by=official(session, Role.PROGRAMME_OFFICER))
    for number in range(PROJECTS):
        row = Project(
            proposal=proposal(session, call=made, state="approved"),
            number=f"2026HZ000{number}",
            amount=1,
            state="active",
            state_entered_at=START,
            workflow_version=1,
            starts_on=START.date(),
            ends_on=START.date().replace(year=START.year + 1),
        )
        session.add(row)
    session.commit()
    return made


@pytest.fixture
def client_of_office(session: Session, of_call: Call, sign_in: SignInAs) -> FlaskClient:
    return sign_in(official(session, Role.PLANNING_OFFICER))


def test_every_project_stands_on_exactly_one_page_and_in_the_table(
    of_call: Call, client_of_office: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.metrics.views.SIZE", 2)
    address, pages = f"/office/metrics/{of_call.programme_id}", []
    while address:
        page = client_of_office.get(address).text
        pages.append(re.findall(r"2026HZ000\d</span>", page))
        drawing = re.search(r'href="(/office/metrics/[^"]+svg[^"]*)"', page)
        assert drawing
        svg = client_of_office.get(html.unescape(drawing[1])).text
        assert svg in page, "the drawing is taken away as it stands there"
        onward = re.search(r'rel="next" href="([^"]+)"', page)
        address = html.unescape(onward[1]) if onward else ""
    assert [len(one) for one in pages] == [2, 2, 1]
    assert len({number for one in pages for number in one}) == PROJECTS
    sheet = client_of_office.get(f"/office/metrics/{of_call.programme_id}.xlsx")
    assert len(table_of(sheet.data)) == 1 + PROJECTS


def test_a_page_asks_the_same_however_many_projects_it_shows(
    app: Flask, of_call: Call, client_of_office: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    for size in (2, PROJECTS):
        monkeypatch.setattr("app.web.metrics.views.SIZE", size)
        with counting(app.extensions["database"].engine) as statements:
            client_of_office.get(f"/office/metrics/{of_call.programme_id}")
        asked.append(len(statements))
    assert asked[0] == asked[1] <= 12
