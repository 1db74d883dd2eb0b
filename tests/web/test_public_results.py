"""The public list of projects, as a page, as files and in the search."""

from __future__ import annotations

import csv
import html
import re
from io import BytesIO, StringIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import func, select

from app.models import Notice, Project, ProposalUnit
from app.services.identity.api_tokens import make
from app.services.letter_facts.bands import amount_band, band_of
from app.services.money.positions import granted
from tests.conftest import SignInAs
from tests.factories import organisation, person
from tests.services.awarding import Ranked
from tests.services.stage import Stage
from tests.web.awarded import milestone_of, project_of
from tests.web.counting import counting
from tests.web.visiting import visit

pytestmark = pytest.mark.each_database

QUERIES_MOST = 12


def test_the_list_is_filtered_and_its_files_hold_the_same_lines(
    stage: Stage, client: FlaskClient, season: Ranked
) -> None:
    first, second = (project_of(stage, season, place) for place in (0, 1))
    partner = organisation(stage.session, name="闽江伙伴公司（福州）")
    first.proposal.units.append(ProposalUnit(organisation=partner))
    first.proposal.title, second.proposal.title = "固态电池", "=1+1"
    first.state, programme, year = "passed", season.call.programme_id, season.call.year
    numbers = {"first": first.number, "second": second.number}
    stage.session.commit()
    both, none = {"first", "second"}, set[str]()
    for asked, found in {
        "": both,
        "q=固态": {"first"},
        f"q={numbers['second']}": {"second"},
        "unit=闽江伙伴": {"first"},
        "unit=闽江伙伴公司（福州）": {"first"},
        f"year={year}": both,
        "year=1999": none,
        f"programme={programme}": both,
        f"programme={programme + 99}": none,
        f"call={season.call.id}": both,
        f"call={season.call.id + 99}": none,
        "mechanism=open_competition": both,
        "mechanism=open_call": none,
        "group=completed": {"first"},
        "group=running": {"second"},
        "group=otherwise": none,
        "group=completed&q=固态": {"first"},
    }.items():
        page = client.get(f"/results?{asked}").text
        shown = {name for name, number in numbers.items() if f">{number}</td>" in page}
        assert shown == found, asked
        rows = list(csv.reader(StringIO(client.get(f"/results.csv?{asked}").text)))[1:]
        assert {row[0] for row in rows} == {numbers[name] for name in found}, asked
        book = load_workbook(BytesIO(client.get(f"/results.xlsx?{asked}").data)).active
        assert book is not None
        assert [r[0].value for r in book.iter_rows(min_row=2)] == [r[0] for r in rows], asked
    assert "'=1+1" in client.get("/results.csv").text, "no cell is a formula"


def test_the_list_of_projects_agrees_with_the_books(
    stage: Stage, client: FlaskClient, season: Ranked
) -> None:
    books = {
        number: amount_band(amount).zh
        for number, amount in stage.session.execute(select(Project.number, granted()))
    }
    awarded = stage.session.scalar(select(func.count(Project.id)))
    call = f"/calls/{season.call.id}"
    stage.session.commit()
    rows = list(csv.reader(StringIO(client.get("/results.csv").text)))[1:]
    assert {row[0]: row[7] for row in rows} == books
    assert len(rows) == awarded
    assert f'href="/results?call={call.rpartition("/")[2]}"' in client.get(call).text
    book = load_workbook(BytesIO(client.get(f"{call}/funnel.xlsx").data)).active
    assert book is not None
    assert [cell.value for cell in list(book.iter_rows())[-1]][1] == len(rows)


def test_a_page_of_a_project_asks_little_and_a_list_as_much_for_many_as_for_few(
    app: Flask, stage: Stage, client: FlaskClient, season: Ranked, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = project_of(stage, season)
    milestone_of(stage, project)
    project.state = "terminated"
    address = f"/results/{project.id}"
    stage.session.commit()

    def asked(path: str) -> int:
        with counting(app.extensions["database"].engine) as statements:
            assert client.get(path).status_code == 200
        return len(statements)

    assert asked(address) <= QUERIES_MOST
    many = asked("/results")
    project_of(stage, season, 1).state = "failed"
    stage.session.commit()
    assert asked("/results") == many <= QUERIES_MOST
    monkeypatch.setattr("app.queries.stretches.stretch_of.__defaults__", (1,))
    numbers, path = [], "/results"
    while path:
        page = client.get(path).text
        numbers += re.findall(r'href="/results/(\d+)"', page)
        found = re.search(r'rel="next" href="([^"]+)"', page)
        path = html.unescape(found[1]) if found else ""
    assert numbers == sorted(numbers, key=int, reverse=True)
    assert len(numbers) == 2


def test_the_search_finds_projects_and_notices_for_everybody_and_no_leader_by_name(
    stage: Stage, client: FlaskClient, season: Ranked, sign_in: SignInAs
) -> None:
    project, notice = project_of(stage, season), stage.session.scalars(select(Notice)).one()
    leader = project.proposal.pi
    leader.name, project.proposal.title = "独孤求", "榕树固态电池"
    page, on_notice = f'href="/results/{project.id}"', f'href="/notices/{notice.id}"'
    inside, number, title = f'href="/projects/{project.id}"', project.number, notice.title
    stage.session.commit()
    assert page in client.get("/find?q=榕树").text
    assert page in client.get(f"/find?q={number}").text
    assert on_notice in client.get(f"/find?q={title[:12]}").text
    assert page not in client.get("/find?q=独孤求").text
    assert page not in client.get("/find?q=duguqiu").text
    mine = visit(sign_in, stage, leader).get("/find?q=榕树").text
    assert inside in mine
    assert page in mine
    stranger = visit(sign_in, stage, person(stage.session)).get("/find?q=榕树").text
    assert page in stranger
    assert inside not in stranger


def test_a_system_reads_of_projects_what_everybody_reads_whoever_owns_its_token(
    app: Flask, stage: Stage, season: Ranked
) -> None:
    first, second = (project_of(stage, season, place) for place in (0, 1))
    second.state = "suspended"
    secret = make(stage.session, person(stage.session), "test", ("results",), 30, stage.now)
    told = [(p.id, p.number, p.proposal.title, "running") for p in (second,)]
    band, unit = band_of(first.amount), first.proposal.lead_unit.name
    first_id = first.id
    stage.session.commit()
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
    page = client.get("/api/v1/results?limit=1").get_json()
    one = page["rows"][0]
    assert one == client.get(f"/api/v1/results/{first_id}").get_json()
    assert (one["id"], one["standing"], one["lead_unit"]) == (first_id, "contracting", unit)
    assert (one["funding_least"], one["funding_most"]) == band
    rest = client.get(page["next"]).get_json()
    assert rest["next"] is None
    fields = ("id", "number", "title", "standing")
    assert [tuple(row[name] for name in fields) for row in rest["rows"]] == told
    season.call.state = "approved"
    stage.session.commit()
    assert client.get("/api/v1/results").get_json()["rows"] == []
    assert client.get(f"/api/v1/results/{first_id}").status_code == 404
