"""The public page of a project, and the list that leads to it: what everybody may read of where the
money went, and nothing else."""

from __future__ import annotations

import csv
import html
import re
from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import func, select

from app.models import (
    Letter,
    Notice,
    Project,
    ProjectMilestone,
    ProposalUnit,
    ResearchResult,
)
from app.services.letter_facts.bands import amount_band
from app.services.money.positions import granted
from app.services.moves import begin
from tests.conftest import SignInAs
from tests.factories import organisation, person
from tests.services.awarding import Ranked, issued
from tests.services.stage import Stage
from tests.web.counting import counting
from tests.web.visiting import seen, visit
from workflows.roles import Role

pytestmark = pytest.mark.each_database

QUERIES_MOST = 12
UNDER_WAY = ("active", "node_check", "rectifying", "suspended", "stopped", "accept_review")


@pytest.fixture
def season(stage: Stage) -> Ranked:
    """Two projects, awarded after their notice; the letters are signed and filed."""
    made = issued(stage)
    stage.serve(made.call)
    stage.session.commit()
    return made


def project_of(stage: Stage, season: Ranked, place: int = 0) -> Project:
    of = Project.proposal_id == season.proposals[place].id
    return stage.session.scalars(select(Project).where(of)).one()


def milestone_of(stage: Stage, project: Project, state: str = "planned") -> ProjectMilestone:
    row = ProjectMilestone(project=project, project_id=project.id, position=7, title="中期样机")
    row.due_on = stage.now.date() - timedelta(days=3)
    row.deliverable = "样机一台"
    begin(stage.session, row, Role.SYSTEM_CLOCK, stage.now)
    row.state = state
    return row


def result_of(project: Project, kind: str, on: date | None) -> ResearchResult:
    return ResearchResult(
        project_id=project.id,
        kind=kind,
        title=f"成果 {kind}",
        number=f"{kind}-{on}",
        holder="某权利人",
        registered_on=on,
        recorded_by_id=project.proposal.pi_id,
        recorded_at=project.state_entered_at,
    )


def test_the_public_reads_what_was_published_of_a_project_and_no_more(
    stage: Stage, client: FlaskClient, season: Ranked
) -> None:
    session, project = stage.session, project_of(stage, season)
    proposal = project.proposal
    proposal.title_en = "A solid-state battery"
    partner = organisation(session, name="闽江伙伴公司")
    proposal.units.append(ProposalUnit(organisation=partner, tasks="承担电解质", fiscal=1, own=2))
    proposal.sections = proposal.sections | {"summary": "未公开的摘要"}
    milestone_of(stage, project)
    day = stage.now.date()
    session.add_all([result_of(project, "patent", day), result_of(project, "product", day)])
    session.add_all([result_of(project, "paper", None), result_of(project, "standard", None)])
    session.add(result_of(project, "software", day + timedelta(days=9)))
    letter = session.scalars(select(Letter).where(Letter.letter_kind == "award_list")).one()
    notice = session.scalars(select(Notice)).one()
    told = [
        *(project.number, proposal.title, proposal.title_en, proposal.lead_unit.name),
        *("闽江伙伴公司", proposal.pi.name, project.starts_on.isoformat()),
        *(project.ends_on.isoformat(), amount_band(project.amount).zh, "中期样机", "成果 patent"),
        *(proposal.call.title, proposal.call.programme.name, proposal.call.programme.plan.title),
        *(f'href="/calls/{proposal.call_id}"', f'href="/notices/{notice.id}"'),
        *(f'href="/letters/{letter.id}.pdf"', f'href="/verify/{letter.verification_code}"'),
    ]
    hidden = [
        *(proposal.pi.email, "未公开的摘要", "承担电解质", "样机一台", "某权利人"),
        *("成果 product", "成果 paper", "成果 standard", "成果 software"),
        *(line.heading for line in proposal.budget_lines),
        *(member.name for member in proposal.members),
        *(f"{(proposal.score or 0) / 100:.2f}", f"{project.amount // 100:,}"),
    ]
    session.commit()
    page = client.get(f"/results/{project.id}").text
    assert [words for words in told if words not in html.unescape(page)] == []
    assert [words for words in hidden if words in page] == []
    data = client.get(f"/results/{project.id}.jsonld")
    assert data.mimetype == "application/ld+json"
    assert data.get_json()["identifier"] == project.number
    assert [words for words in hidden if words in data.text] == []
    english = client.get(f"/results/{project.id}?lang=en", follow_redirects=True).text
    assert "<h1>A solid-state battery</h1>" in english
    assert proposal.title in english


def test_a_leader_is_named_as_in_the_list_of_awards_and_not_where_no_public_letter_does(
    stage: Stage, client: FlaskClient, season: Ranked
) -> None:
    project = project_of(stage, season)
    then, address = project.proposal.pi.name, f"/results/{project.id}"
    project.proposal.pi = person(stage.session, name="接任者")
    stage.session.commit()
    page = client.get(address).text
    assert then in page
    assert "接任者" not in page
    letter = stage.session.scalars(select(Letter).where(Letter.letter_kind == "award_list")).one()
    letter.is_public = False
    stage.session.commit()
    page = client.get(address).text
    assert then not in page
    assert "接任者" not in page


def hide_notice(stage: Stage, season: Ranked) -> None:
    for notice in stage.session.scalars(select(Notice)):
        notice.state = "withdrawn"


def hide_call(_stage: Stage, season: Ranked) -> None:
    season.call.state = "approved"


@pytest.mark.parametrize("hide", [hide_notice, hide_call])
def test_what_is_not_published_any_more_is_as_if_it_had_never_been(
    stage: Stage, client: FlaskClient, season: Ranked, hide: object
) -> None:
    project = project_of(stage, season)
    number, title = project.number, project.proposal.title
    address = f"/results/{project.id}"
    assert client.get(address).status_code == 200
    assert number in client.get("/results").text
    assert callable(hide)
    hide(stage, season)
    stage.session.commit()
    for ending in ("", ".jsonld"):
        gone, never = client.get(address + ending), client.get(f"/results/987654{ending}")
        assert gone.status_code == never.status_code == 404
        assert without_request(gone.text) == without_request(never.text).replace(
            "/results/987654", address
        )
    for path in ("/results", f"/results?q={number}", f"/find?q={number}", "/results.csv", "/"):
        text = client.get(path).text.replace(f'value="{number}"', "").replace(f"“{number}”", "")
        assert title not in text, path
        assert f'href="{address}"' not in text, path


def without_request(page: str) -> str:
    return re.sub(r"[0-9a-f]{8,32}", "", page)


def test_what_happens_inside_to_a_project_under_way_changes_nothing_that_the_public_reads(
    stage: Stage, client: FlaskClient, season: Ranked
) -> None:
    project = project_of(stage, season)
    milestone, pages = milestone_of(stage, project), set()
    paths = (f"/results/{project.id}", f"/results/{project.id}.jsonld", "/results", "/results.csv")
    inside = ("announced", "overdue", "frozen", "assessing", "rectifying", "failed")
    for state, of_milestone in zip(UNDER_WAY, inside, strict=True):
        project.state, milestone.state = state, of_milestone
        milestone.report = f"未公开 {state}"
        stage.session.commit()
        pages.add(tuple(seen(client, path) for path in paths))
    assert len(pages) == 1
    project.state, milestone.state = "active", "passed"
    stage.session.commit()
    assert "已通过" in client.get(paths[0]).text


@pytest.mark.parametrize("state", ["failed", "terminated", "revoked"])
def test_how_a_project_ended_is_told_once_it_can_be_appealed_against_no_more(
    stage: Stage, client: FlaskClient, season: Ranked, state: str
) -> None:
    labels = {"failed": "未通过", "terminated": "已终止", "revoked": "已撤销"}
    project = project_of(stage, season)
    number = project.id
    project.state, project.state_entered_at = state, stage.now
    stage.session.commit()
    for path in (f"/results/{number}", "/results", "/results.csv", "/results?group=otherwise"):
        page = client.get(path).text
        assert "结论尚未最终确定" in page, path
        assert labels[state] not in page, path
    stage.clock.move_to(stage.now + timedelta(days=60))
    for path in (f"/results/{number}", "/results", "/results.csv", "/results?group=otherwise"):
        page = client.get(path).text
        assert "结论尚未最终确定" not in page, path
        assert labels[state] in page, path


def test_the_list_is_filtered_and_its_files_hold_the_same_lines(
    stage: Stage, client: FlaskClient, season: Ranked
) -> None:
    first, second = (project_of(stage, season, place) for place in (0, 1))
    partner = organisation(stage.session, name="闽江伙伴公司")
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
        f"year={year}": both,
        "year=1999": none,
        f"programme={programme}": both,
        f"programme={programme + 99}": none,
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
    rows = list(csv.reader(StringIO(client.get("/results.csv").text)))[1:]
    assert {row[0]: row[7] for row in rows} == books
    assert len(rows) == stage.session.scalar(select(func.count(Project.id)))
    stage.session.commit()
    for path in (f"/calls/{season.call.id}/funnel.xlsx",):
        book = load_workbook(BytesIO(client.get(path).data)).active
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
    assert page not in mine, "whoever may open the project itself finds that"
    stranger = visit(sign_in, stage, person(stage.session)).get("/find?q=榕树").text
    assert page in stranger
    assert inside not in stranger


def test_every_page_that_speaks_of_a_project_leads_to_its_public_page(
    stage: Stage, client: FlaskClient, season: Ranked, sign_in: SignInAs
) -> None:
    project, notice = project_of(stage, season), stage.session.scalars(select(Notice)).one()
    page, own = f'href="/results/{project.id}"', f"/projects/{project.id}"
    paths = ("/", "/results", f"/notices/{notice.id}")
    stage.session.commit()
    for path in paths:
        assert page in client.get(path).text, path
    officer = visit(sign_in, stage, stage.holder(Role.PROGRAMME_OFFICER))
    assert page in officer.get(own).text
    hide_notice(stage, season)
    stage.session.commit()
    assert page not in officer.get(own).text
