"""The funnel of a call: its counts are those of the lists they lead to, and no one is told more of
it than of the proposals themselves."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from app.models import OfficialRecusal, Proposal
from tests.conftest import SignInAs
from tests.pictures.drawn import table_of
from tests.services.awarding import Ranked, decided, published
from tests.services.stage import Stage
from workflows.roles import Role

COUNTED = re.compile(r'<a href="/office/proposals\?([^"]*reached=[^"]*)">(?:[^<]* )?(\d+)</a>')


@pytest.fixture
def season(stage: Stage) -> Ranked:
    """Two on notice of which one was disqualified, two in reserve, one dropped; and a draft."""
    made = decided(stage)
    published(stage, made)
    supervisor = stage.holder(Role.SUPERVISOR)
    given = {"reason": "检测报告系伪造。", "evidence": "核查记录第3号"}
    stage.moved(made.proposals[0], "disqualify", supervisor, **given)
    stage.applied(call=made.call)
    return made


def counts(page: str) -> dict[str, int]:
    return {html.unescape(query): int(count) for query, count in COUNTED.findall(page)}


@pytest.mark.each_database
def test_each_count_is_that_of_the_list_it_leads_to(
    stage: Stage, season: Ranked, sign_in: SignInAs
) -> None:
    client = sign_in(stage.holder(Role.PROGRAMME_OFFICER))
    page = client.get(f"/office/calls/{season.call.id}").text
    found = counts(page)
    assert len(found) > 8
    for query, count in found.items():
        rows = table_of(client.get(f"/sheets/office-proposals.xlsx?{query}").data)[1:]
        assert len(rows) == count, query
    disqualified = f"call={season.call.id}&reached=noticed&stopped=1&state=disqualified"
    assert found[disqualified] == 1
    assert "公示" in client.get(f"/office/proposals?{disqualified}").text


def test_drawing_and_table_are_taken_away_as_they_stand(
    stage: Stage, season: Ranked, sign_in: SignInAs
) -> None:
    path = f"/office/calls/{season.call.id}"
    client = sign_in(stage.holder(Role.DECISION_MAKER))
    assert client.get(f"{path}/funnel.svg").text in client.get(path).text
    table = table_of(client.get(f"{path}/funnel.xlsx").data)
    assert [row[1] for row in table[1:]] == [6, 5, 5, 5, 5, 5, 2, 2, 0]
    stage.session.execute(update(Proposal).values(came_to=None))
    stage.session.commit()
    of_history = table_of(client.get(f"{path}/funnel.xlsx").data)
    assert of_history == table, "of what moved before anybody noted it the history tells the same"
    applicant = sign_in(season.applied[0].pi)
    assert applicant.get(f"{path}/funnel.svg").status_code == 403


def test_a_proposal_an_official_stands_aside_from_is_in_no_count_and_list_of_that_official(
    stage: Stage, season: Ranked, sign_in: SignInAs
) -> None:
    officer = stage.holder(Role.PROGRAMME_OFFICER, "aside")
    page = f"/office/calls/{season.call.id}"
    path, sheet = f"{page}/funnel.xlsx", f"/sheets/proposals.xlsx?number={season.call.id}"
    before = table_of(sign_in(officer).get(path).data)
    counted, listed = sign_in(officer).get(page).text, table_of(sign_in(officer).get(sheet).data)
    last, title = season.proposals[-1].id, season.proposals[-1].title
    stage.session.add(
        OfficialRecusal(
            person_id=officer.id,
            proposal_id=last,
            standing="declared",
            reason="近亲属任职",
            recorded_at=stage.now,
        )
    )
    stage.session.commit()
    after = table_of(sign_in(officer).get(path).data)
    assert [row[1] - less[1] for row, less in zip(before[1:], after[1:], strict=True)] == [
        *[1] * 6,
        *[0] * 3,
    ]
    now = sign_in(officer).get(page).text
    assert (title in counted, title in now) == (True, False)
    assert _by_state(counted) - _by_state(now) == 1
    assert len(listed) - len(table_of(sign_in(officer).get(sheet).data)) == 1


def _by_state(page: str) -> int:
    """All proposals that the progress of a call counts."""
    progress = page.split("申报进展")[1].split("</p>")[0]
    return sum(int(n) for n in re.findall(r"<b>(\d+)</b>", progress))


def test_the_public_is_told_of_a_concluded_call_what_notices_and_results_tell(
    stage: Stage, season: Ranked, client: FlaskClient
) -> None:
    path = f"/calls/{season.call.id}"
    stage.session.commit()
    assert client.get(f"{path}/funnel.svg").status_code == 404
    assert "<svg" not in client.get(path).text
    season.call.state = "decided"
    stage.session.commit()
    assert client.get(f"{path}/funnel.svg").text in client.get(path).text
    assert table_of(client.get(f"{path}/funnel.xlsx").data)[1:] == [("公示", 2), ("立项", 0)]
