"""Projects of earlier years: taken over whole or not at all, once however often, and counted."""

from __future__ import annotations

import csv
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import EarlierProject, History, LedgerEntry, Organisation, Person, Project
from app.services.earlier.sheet import COLUMNS, template
from app.services.earlier.taking import IMPORTED, Report, take_sheet
from app.services.eligibility.integrity import integrity_findings
from app.services.eligibility.limits import limit_findings
from app.services.files.sheets import table
from app.services.moves import begin
from tests.conftest import START, SignInAs, StillClock
from tests.factories import official, organisation, person, proposal
from tests.web.looking import looking
from workflows.parameters import DEFAULTS
from workflows.roles import Role

RUNNING = {
    "number": "2023H0012",
    "title": "固态电池关键材料研究",
    "programme": "省科技重大专项",
    "unit": "闽江研究所",
    "leader": "陈明远",
    "email": "Chen@example.org",
    "starts_on": "2023-01-01",
    "ends_on": "2026-12-31",
    "outcome": "在研",
    "ended_on": "",
    "granted": "200",
    "paid": "120",
    "spent": "86.5",
}
ENDED = RUNNING | {"outcome": "验收不通过", "ends_on": "2025-12-31", "ended_on": "2026-01-20"}


@pytest.fixture
def unit(session: Session) -> Organisation:
    return organisation(session, name="闽江研究所")


def sheet(*rows: dict[str, str]) -> BytesIO:
    heading = [label.zh for label in COLUMNS.values()]
    return BytesIO(table("往年项目", heading, [list(row.values()) for row in rows]))


def as_csv(*rows: dict[str, str]) -> bytes:
    text = StringIO()
    csv.writer(text).writerows([list(COLUMNS), *(list(row.values()) for row in rows)])
    return text.getvalue().encode("utf-8-sig")


def taken(session: Session, *rows: dict[str, str]) -> Report:
    return take_sheet(session, sheet(*rows), START)


def noted(session: Session) -> list[History]:
    return list(session.scalars(select(History).where(History.transition == IMPORTED)))


def test_a_project_is_entered_with_opening_figures_its_leader_and_a_row_in_the_history(
    session: Session, unit: Organisation
) -> None:
    report = taken(session, RUNNING)
    assert (report.entered, report.faults) == (("2023H0012",), ())
    project = session.scalars(select(EarlierProject)).one()
    assert (project.granted, project.paid, project.spent) == (
        *(2_000_000_00, 1_200_000_00),
        865_000_00,
    )
    assert (project.unit_id, project.leader.email) == (unit.id, "chen@example.org")
    assert project.leader.password_hash == "!", "an account nobody can sign in to yet"
    assert [row.given["number"] for row in noted(session)] == ["2023H0012"]
    assert session.scalars(select(LedgerEntry)).all() == [], "the books know nothing of it"


@pytest.mark.usefixtures("unit")
def test_the_same_sheet_again_changes_nothing_and_another_brings_it_up_to_date(
    session: Session,
) -> None:
    taken(session, RUNNING)
    again = taken(session, RUNNING)
    assert (again.unchanged, len(noted(session))) == (("2023H0012",), 1)
    later = taken(session, ENDED, RUNNING | {"number": "2023H0013"})
    assert (later.changed, later.entered) == (("2023H0012",), ("2023H0013",))
    rows = session.scalars(select(EarlierProject).order_by(EarlierProject.number)).all()
    assert [(row.number, row.outcome, row.ended_on) for row in rows] == [
        ("2023H0012", "failed", date(2026, 1, 20)),
        ("2023H0013", "running", None),
    ]
    assert len(noted(session)) == 3
    assert len({row.leader_id for row in rows}) == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"number": ""}, "项目编号"),
        ({"unit": "没有的单位"}, "没有单位“没有的单位”"),
        ({"outcome": "正在做"}, "状态须为"),
        ({"starts_on": "去年"}, "“开始日期”须为"),
        ({"email": "chen"}, "邮箱无法识别"),
        ({"granted": "两百"}, "资助金额"),
        ({"granted": "0", "paid": "0"}, "资助金额须大于零"),
        ({"paid": "200.01"}, "已拨金额大于资助金额"),
        ({"ends_on": "2022-12-31"}, "结束日期早于开始日期"),
        ({"outcome": "通过验收"}, "已结束的项目须填写结束时间"),
        ({"ended_on": "2026-01-01"}, "在研项目不填写结束时间"),
        ({"outcome": "终止", "ended_on": "2026-12-01"}, "结束时间在今天之后"),
        ({"leader": "李四", "email": "known@example.org"}, "属于“林知远”"),
    ],
)
@pytest.mark.usefixtures("unit")
def test_with_one_fault_nothing_is_taken_and_its_row_is_named_in_both_languages(
    session: Session, wrong: dict[str, str], said: str
) -> None:
    person(session, name="林知远", email="known@example.org")
    report = taken(session, RUNNING | {"number": "2023H0001"}, RUNNING | wrong)
    (fault,) = report.faults
    assert fault.zh.startswith("第 3 行：")
    assert said in fault.zh
    assert fault.en.startswith("Row 3: ")
    assert session.scalars(select(EarlierProject)).all() == []


@pytest.mark.usefixtures("unit")
def test_a_number_stands_once_in_a_sheet_and_is_not_that_of_a_project_that_runs_here(
    session: Session,
) -> None:
    assert "不止一次" in taken(session, RUNNING, RUNNING).faults[0].zh
    own = Project(proposal=proposal(session), number="2026H00001", amount=1)
    own.starts_on, own.ends_on = START.date(), START.date()
    begin(session, own, Role.SYSTEM_WORKER, START)
    assert "在本系统中实施" in taken(session, RUNNING | {"number": own.number}).faults[0].zh


def test_csv_is_read_like_xlsx_and_the_template_tells_what_to_fill_in(
    session: Session, unit: Organisation
) -> None:
    assert unit.name == RUNNING["unit"]
    assert take_sheet(session, BytesIO(as_csv(RUNNING)), START).entered == ("2023H0012",)
    faults = take_sheet(session, BytesIO(template()), START).faults
    assert [fault.zh for fault in faults] == ["第 2 行：系统中没有单位“单位全称，须已在系统中登记”"]


def findings(session: Session, leader: Person, unit: Organisation) -> str:
    made = proposal(session, pi=leader, lead_unit=unit)
    limits = limit_findings(session, made, DEFAULTS, START)
    barred = integrity_findings(session, [made], START.date())
    return "；".join(text.zh for text in (*limits, *barred))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([RUNNING] * DEFAULTS["lead_running_most"], "已达上限"),
        ([ENDED], "不得主持申报"),
        ([RUNNING | {"ends_on": "2025-06-30"}], "往年项目（导入）2023H0012"),
    ],
)
def test_it_counts_for_its_leader_as_one_that_ran_here(
    session: Session, unit: Organisation, rows: list[dict[str, str]], said: str
) -> None:
    leader = person(session, name="陈明远", email="chen@example.org")
    assert said not in findings(session, leader, unit)
    numbered = [row | {"number": f"2023H{12 + n:04}"} for n, row in enumerate(rows)]
    assert taken(session, *numbered).faults == ()
    assert said in findings(session, leader, unit)
    assert said not in findings(session, person(session), organisation(session))


@pytest.mark.usefixtures("unit")
def test_the_command_tries_tells_and_takes(app: Flask, session: Session, tmp_path: Path) -> None:
    session.commit()
    file = tmp_path / "projects.csv"
    runner = app.test_cli_runner()
    file.write_bytes(as_csv(RUNNING))
    dry = runner.invoke(args=["import", "projects", str(file), "--dry-run"])
    with looking(app) as now:
        assert now.scalars(select(EarlierProject)).all() == []
    assert (dry.exit_code, "新增 1 项 / 1 new" in dry.output) == (0, True)
    assert runner.invoke(args=["import", "projects", str(file)]).exit_code == 0
    file.write_bytes(as_csv(RUNNING | {"unit": "x"}))
    refused = runner.invoke(args=["import", "projects", str(file)])
    assert refused.exit_code == 1
    assert "第 2 行：系统中没有单位“x” / Row 2: there is no unit “x”" in refused.output
    with looking(app) as now:
        assert len(now.scalars(select(EarlierProject)).all()) == 1
    target = tmp_path / "template.xlsx"
    assert runner.invoke(args=["import", "template", str(target)]).exit_code == 0
    assert target.read_bytes().startswith(b"PK")


@pytest.mark.usefixtures("unit")
def test_the_office_reads_them_marked_as_imported(
    session: Session, clock: StillClock, sign_in: SignInAs
) -> None:
    take_sheet(session, sheet(RUNNING, RUNNING | {"number": "X-1", "title": "另一项"}), clock.now())
    office = sign_in(official(session, Role.PLANNING_OFFICER))
    page = office.get("/office/plan/earlier").text
    assert "往年项目（导入）" in page
    assert "期初数" in page
    found = office.get("/office/plan/earlier?q=X-1").text
    assert "另一项" in found
    assert RUNNING["title"] not in found
