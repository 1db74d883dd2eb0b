"""Projects, platforms, people and money joined; the evaluation sheet holds them all."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from app.models import Platform, ProjectPlatform, ResearchResult
from app.plan.loader import PLATFORM_FILES, load_plan
from app.queries.figures.plan_links import figures_of_people, figures_of_platforms
from app.services.plan.platforms import KINDS, name_platform, platforms_of
from app.services.problems import Problems
from tests.after.test_pages import settle
from tests.after.underway import Underway, underway
from tests.conftest import SignInAs
from tests.services.running import awarded
from tests.services.stage import Stage
from tests.web.counting import counting
from workflows.roles import Role


def platform(session: Session, number: int = 1) -> Platform:
    row = Platform(
        kind="laboratory",
        number=number,
        name="=能源实验室",
        undertakers="某大学",
        region="厦门市",
    )
    session.add(row)
    session.flush()
    return row


@pytest.fixture
def of(stage: Stage) -> Underway:
    made = underway(stage)
    stage.holder(Role.PLANNING_OFFICER)
    return made


def test_the_plan_has_its_platforms_of_four_kinds() -> None:
    found = load_plan().platforms
    assert {p.kind for p in found} == PLATFORM_FILES.keys() == KINDS.keys()
    assert len({(p.kind, p.number) for p in found}) == len(found)


def test_a_project_names_a_platform_once_and_says_its_use_anew(stage: Stage, of: Underway) -> None:
    lab, leader = platform(stage.session), of.project.proposal.pi
    for use in ("表征", "中试"):
        made = name_platform(stage.session, of.project, lab.id, use, leader, stage.now)
        assert isinstance(made, ProjectPlatform)
    assert [row.use for row in platforms_of(stage.session, of.project)] == ["中试"]
    assert isinstance(
        name_platform(stage.session, of.project, 99, "表征", leader, stage.now), Problems
    )
    of.project.state = "passed"
    assert isinstance(
        name_platform(stage.session, of.project, lab.id, "表征", leader, stage.now), Problems
    )


@pytest.mark.parametrize(("state", "is_offered"), [("active", True), ("revoked", False)])
def test_a_platform_is_asked_for_only_while_a_project_is_under_way(
    of: Underway, sign_in: SignInAs, state: str, *, is_offered: bool
) -> None:
    client, path = sign_in(of.pi), f"/projects/{of.project.id}"
    settle(of)
    of.project.state = state
    of.stage.session.commit()
    assert ("登记所用平台" in client.get(path).text) == is_offered


def test_a_platform_counts_projects_people_and_money_once(stage: Stage, of: Underway) -> None:
    lab = platform(stage.session)
    leader = of.project.proposal.pi
    name_platform(stage.session, of.project, lab.id, "表征", leader, stage.now)
    (figures,) = figures_of_platforms(stage.session, [lab], ())
    assert (figures.projects, figures.people) == (1, 1)
    assert (figures.fiscal, figures.own) == (of.project.amount, of.project.proposal.matching)
    (person,) = figures_of_people(stage.session, [leader], ())
    assert (person.led, person.joined, person.fiscal) == (1, 0, of.project.amount)


def test_the_leader_names_platforms_on_a_page_and_the_office_reads_them(
    stage: Stage, of: Underway, sign_in: SignInAs
) -> None:
    lab, project = platform(stage.session), of.project.id
    leader, planner = of.project.proposal.pi, stage.holder(Role.PLANNING_OFFICER)
    pages = (f"/office/plan/platforms/{lab.id}", f"/office/plan/people/{leader.id}")
    number, path = of.project.number, f"/projects/{project}/platforms"
    typed = {"platform_id": str(lab.id), "use": "中试验证"}
    mine, office = sign_in(leader), sign_in(planner)
    stage.session.commit()
    assert mine.post(path, data=typed | {"use": ""}).status_code == 422
    assert mine.post(path, data=typed).status_code == 303
    assert office.post(path, data=typed).status_code == 404
    assert "中试验证" in mine.get(f"/projects/{project}").text
    for page in pages:
        assert number in office.get(page).text
        assert mine.get(page).status_code == 403


def test_the_evaluation_sheet_holds_what_an_evaluator_needs_and_no_formula(
    stage: Stage, of: Underway, sign_in: SignInAs
) -> None:
    of.project.proposal.call.rules_locked_at = stage.now
    of.project.proposal.call.plan_match = "=1+1"
    stage.session.add(
        ResearchResult(
            project_id=of.project.id,
            kind="patent",
            title="=2+2",
            number="ZL1",
            recorded_by_id=of.project.proposal.pi_id,
            recorded_at=stage.now,
        )
    )
    number, title = of.project.number, of.project.proposal.call.title
    client = sign_in(stage.holder(Role.PLANNING_OFFICER))
    stage.session.commit()
    book = load_workbook(BytesIO(client.get("/sheets/plan-evaluation.xlsx").data))
    assert book.sheetnames == [
        *("规划指标", "规划任务", "指南", "项目清单", "经费", "成果", "专项", "技术目录")
    ]
    assert book["规划指标"].max_row == 12
    assert book["指南"]["C2"].value == title
    assert book["项目清单"]["A2"].value == book["经费"]["A2"].value == number
    assert book["成果"]["C2"].value == "=2+2"
    cells = [cell for sheet in book for row in sheet for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    starts, money = book["项目清单"]["K2"], book["项目清单"]["M2"]
    assert (starts.is_date, money.value) == (True, of.project.amount / 100)
    english = load_workbook(BytesIO(client.get("/sheets/plan-evaluation.xlsx?lang=en").data))
    headings = [cell.value for cell in english["Funds"][1]]
    assert headings[4:7] == [
        "Total paid (yuan)",
        "Total paid back (yuan)",
        "Net paid = total paid − total paid back (yuan)",
    ]
    assert not [h for cell in english["Projects"][1] if not (h := str(cell.value)).isascii()]


@pytest.mark.parametrize(
    "path",
    ["/office/plan/platforms", "/office/plan/people", "/office/plan/units", "/office/plan/tasks"],
)
def test_queries_of_the_lists_do_not_grow_with_their_rows(
    app: Flask, stage: Stage, sign_in: SignInAs, path: str
) -> None:
    planning, counts = stage.holder(Role.PLANNING_OFFICER), []
    for size in range(2):
        for n in range(2):
            made = awarded(stage)
            lab = platform(stage.session, 10 * size + n + 1)
            leader = made.project.proposal.pi
            name_platform(stage.session, made.project, lab.id, "表征", leader, stage.now)
        client = sign_in(planning)
        stage.session.commit()
        with counting(app.extensions["database"].engine) as statements:
            assert client.get(path).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]
