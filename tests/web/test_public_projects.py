"""The public page of a project, and the list that leads to it: what everybody may read of where the
money went, and nothing else."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from app.models import (
    Letter,
    Notice,
    ProposalUnit,
)
from app.services.letter_facts.bands import amount_band
from tests.conftest import SignInAs
from tests.factories import organisation, person
from tests.services.awarding import Ranked
from tests.services.stage import Stage
from tests.web.awarded import milestone_of, project_of, result_of
from tests.web.visiting import seen, visit
from workflows.roles import Role

pytestmark = pytest.mark.each_database

UNDER_WAY = ("active", "node_check", "rectifying", "suspended", "stopped", "accept_review")


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
    data = client.get(f"/results/{project.id}.jsonld", headers={"Host": "elsewhere.example"})
    base = client.application.config["SETTINGS"].base_url
    assert data.get_json()["@id"] == f"{base}/results/{project.id}", "whatever the request says"
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
    assert f"/letters/{letter.id}.pdf" in page
    rows = letter.payload["annexes"][0]["blocks"][0]["rows"]
    rows[:] = [row for row in rows if row[1] != project.proposal.title]
    flag_modified(letter, "payload")
    stage.session.commit()
    page = client.get(address).text
    assert then not in page
    assert f"/letters/{letter.id}.pdf" not in page
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


@pytest.mark.parametrize(("state", "said"), [("lapsed", "资助未拨付"), ("revoked", "全额追回")])
def test_an_award_that_is_void_tells_of_no_money_that_was_given_and_of_no_results(
    stage: Stage, client: FlaskClient, season: Ranked, state: str, said: str
) -> None:
    project = project_of(stage, season)
    milestone_of(stage, project)
    stage.session.add(result_of(project, "patent", stage.now.date()))
    address, when = f"/results/{project.id}", stage.now
    stage.session.commit()
    page, data = client.get(address).text, client.get(f"{address}.jsonld").get_json()
    assert ("中期样机" in page, "成果 patent" in page, "funding" in data) == (True, True, True)
    project.state, project.state_entered_at = state, when
    stage.session.commit()
    stage.clock.move_to(when + timedelta(days=60))
    page, data = client.get(address).text, client.get(f"{address}.jsonld").get_json()
    assert said in page
    assert ("中期样机" in page, "成果 patent" in page, "funding" in data) == (False, False, False)
