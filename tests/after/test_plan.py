"""The plan in figures: from the database, in a fixed number of queries; money for the office."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from app.plan.fields import placed, worded
from app.plan.indicators import load_indicators
from app.plan.loader import load_catalogues
from app.queries.figures import plan
from app.services.calls.programmes import name_of
from app.services.plan import plan_indicators
from app.services.problems import Problems
from tests.after.underway import Underway, underway
from tests.conftest import SignInAs
from tests.pictures.drawn import table_of
from tests.services.running import awarded
from tests.services.stage import Stage
from tests.web.counting import counting
from workflows.engine.text import Text
from workflows.roles import Role


def test_the_plan_has_its_eleven_indicators() -> None:
    found = load_indicators()
    assert [i.number for i in found] == list(range(1, 12))
    assert found[0].target == Text("18 以上", "18 or more")
    assert (found[7].target.zh, found[7].gain) == ("", "3")


def test_every_name_the_plan_gives_a_field_or_an_indicator_has_its_english() -> None:
    catalogues = load_catalogues()
    names = [of.name for of in catalogues] + [i.name for of in catalogues for i in of.items]
    words = [worded(name) for name in names] + [i.name for i in load_indicators()]
    assert [text for text in words if text.en == text.zh or not text.en.isascii()] == []
    assert placed("新能源技术", "新能源汽车").en == "New energy · New energy vehicles"
    assert worded("后来加的领域") == Text("后来加的领域", "后来加的领域")


def test_figures_count_projects_that_were_carried_out(stage: Stage) -> None:
    of = underway(stage)
    programme = of.project.proposal.call.programme
    other = awarded(stage, call=of.project.proposal.call)
    other.project.state = "lapsed"
    stage.session.flush()
    (row,) = [f for f in plan.by_programme(stage.session) if f.name == name_of(programme)]
    assert (row.projects, row.ended_well) == (1, 0)
    assert (row.fiscal, row.own) == (of.project.amount, of.project.proposal.matching)
    of.project.state = "passed"
    stage.session.flush()
    (row,) = [f for f in plan.by_programme(stage.session) if f.name == name_of(programme)]
    assert (row.projects, row.ended_well) == (1, 1)


def test_a_catalogue_is_covered_by_projects_not_by_proposals(stage: Stage) -> None:
    stage.applied()
    assert [c.covered for c in plan.coverage(stage.session)] == [0]
    made = underway(stage)
    assert [(c.entries, c.covered) for c in plan.coverage(stage.session)] == [(2, 1)]
    reach = {r.number: r for r in plan.reach_of_programmes(stage.session)}
    mine = reach.pop(made.project.proposal.call.programme.number)
    assert (mine.projects, mine.entries) == (1, 1)
    assert {r.entries for r in reach.values()} <= {0}


def test_readings_are_added_and_the_newest_counts(stage: Stage) -> None:
    by, session = stage.holder(Role.PLANNING_OFFICER), stage.session
    for year, value in ((2023, "14.2"), (2022, "13.0"), (2023, "14.5")):
        plan_indicators.record(session, 1, year, value, "统计公报", by, stage.now)
    assert plan.readings(session)[1].value == "14.5"
    for which, year, value in ((99, 2023, "1"), (1, 1999, "1"), (1, 2023, "很多")):
        answer = plan_indicators.record(session, which, year, value, "公报", by, stage.now)
        assert isinstance(answer, Problems)


@pytest.fixture
def of(stage: Stage) -> Underway:
    made = underway(stage)
    made.project.proposal.title = '=HYPERLINK("http://example.org")'
    for role in (Role.PLANNING_OFFICER, Role.SUPERVISOR):
        stage.holder(role)
    stage.session.commit()
    return made


def test_the_public_page_tells_no_money(of: Underway, client: FlaskClient) -> None:
    page = client.get("/plan").text
    assert "研发经费投入增长" in page
    assert "财政资金" not in page
    for which in ("programmes", "catalogues"):
        assert client.get(f"/plan/{which}.svg").text in page
        assert "HYPERLINK" not in str(table_of(client.get(f"/plan/{which}.xlsx").data))


def test_the_evaluation_sheet_holds_text_where_a_formula_was_typed(
    of: Underway, sign_in: SignInAs
) -> None:
    client = sign_in(of.stage.holder(Role.PLANNING_OFFICER))
    answer = client.get("/sheets/plan-evaluation.xlsx")
    sheet = load_workbook(BytesIO(answer.data))["项目清单"]
    cell = sheet["B2"]
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://example.org")')
    assert sheet.max_row == 2


def test_the_office_records_an_indicator_and_others_do_not(of: Underway, sign_in: SignInAs) -> None:
    planning = sign_in(of.stage.holder(Role.PLANNING_OFFICER))
    supervisor = sign_in(of.stage.holder(Role.SUPERVISOR))
    of.stage.session.commit()
    typed = {"number": "1", "year": "2025", "value": "17.9", "source": "统计公报"}
    assert planning.post("/office/plan/indicators", data=typed | {"value": "高"}).status_code == 422
    assert planning.post("/office/plan/indicators", data=typed).status_code == 303
    assert supervisor.post("/office/plan/indicators", data=typed).status_code == 403
    assert "17.9" in supervisor.get("/office/plan").text


@pytest.mark.parametrize("path", ["/plan", "/office/plan", "/office/plan/projects"])
def test_queries_do_not_grow_with_projects(
    app: Flask, stage: Stage, sign_in: SignInAs, path: str
) -> None:
    session: Session = stage.session
    planning, counts = stage.holder(Role.PLANNING_OFFICER), []
    for _ in range(2):
        for _ in range(2):
            awarded(stage)
        session.commit()
        client = sign_in(planning)
        with counting(app.extensions["database"].engine) as statements:
            assert client.get(path).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]
