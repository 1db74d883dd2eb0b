"""Pages of a ranking: its picture, its figures, its sheet, and who reads none of them."""

from __future__ import annotations

import html
import re
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from app.files.places import takeaway_files_of
from app.models import Takeaway
from app.services.takeaways import asking
from app.web.officer import deciding
from app.worker.context import Context
from app.worker.takeaways import make_takeaway
from tests.conftest import SignInAs
from tests.factories import official
from tests.pictures.drawn import said
from tests.services.awarding import Ranked, ranked
from tests.services.calls_in_review import (
    accepted,
    locked,
    reviews_in,
)
from tests.services.stage import Stage
from workflows.roles import Role


@pytest.fixture
def made(stage: Stage) -> Ranked:
    return ranked(stage, 92, 90, 88, 70)


def test_the_ranking_has_a_picture_its_figures_and_a_sheet(
    stage: Stage, made: Ranked, sign_in: SignInAs
) -> None:
    title = '=HYPERLINK("http://x")'
    made.proposals[0].title = title
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    stage.session.commit()
    client = sign_in(officer)
    page = client.get(f"/office/calls/{made.call.id}/ranking").text
    drawn = client.get(f"/office/calls/{made.call.id}/ranking.svg").text
    assert drawn in page
    assert "资助线" in said(drawn)
    answer = client.get(f"/sheets/ranking.xlsx?number={made.call.id}")
    sheet = load_workbook(BytesIO(answer.data)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=2))
    assert [row[4].value for row in rows] == [92, 90, 88, 70]
    assert rows[0][2].value == title
    assert "f" not in {cell.data_type for row in rows for cell in row}


def test_a_long_ranking_is_read_on_from_page_to_page(
    stage: Stage, made: Ranked, sign_in: SignInAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deciding, "SIZE_OF_STRETCH", 3)
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    stage.session.commit()
    client = sign_in(officer)
    first = client.get(f"/office/calls/{made.call.id}/ranking").text
    onward = html.unescape(re.findall(r'rel="next" href="([^"]+)"', first)[0])
    last = client.get(onward).text
    placed = [re.findall(r"<tr><td>(\d)</td>", page) for page in (first, last)]
    assert placed == [["1", "2", "3"], ["4"]]
    assert client.get(onward.replace("/ranking?", "/ranking.svg?")).text in last
    line = [page.partition("资助线</h2>")[2] for page in (first, last)]
    assert line[0] == line[1], "the line is drawn among all"


def test_the_sheet_of_a_long_ranking_is_made_behind_the_page(
    stage: Stage,
    made: Ranked,
    sign_in: SignInAs,
    context: Context,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(asking, "AT_ONCE_MOST", 3)
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    stage.session.commit()
    client, path = sign_in(officer), f"/sheets/ranking.xlsx?number={made.call.id}"
    assert "共 4 行，将在后台生成" in client.get(path).text
    assert client.post(path).status_code == 303
    takeaway = stage.session.scalars(select(Takeaway)).one()
    stage.session.commit()
    make_takeaway(context, {"takeaway_id": takeaway.id}, stage.now)
    stage.session.refresh(takeaway)
    with takeaway_files_of(context.settings).open(takeaway.sha256 or "") as file:
        sheet = load_workbook(BytesIO(file.read())).active
    assert sheet is not None
    assert [row[4].value for row in sheet.iter_rows(min_row=2)] == [92, 90, 88, 70]


@pytest.mark.parametrize("role", [Role.EXPERT_MANAGER, Role.FORMAL_CHECKER, Role.SYS_ADMIN])
def test_whoever_reads_no_ranking_gets_no_sheet(
    stage: Stage, made: Ranked, sign_in: SignInAs, role: Role
) -> None:
    person = official(stage.session, role)
    stage.session.commit()
    path = f"/sheets/ranking.xlsx?number={made.call.id}"
    assert sign_in(person).get(path).status_code in (403, 404)


def test_fast_reviews_are_flagged_in_the_ranking_and_none_is_left_out(
    stage: Stage, sign_in: SignInAs
) -> None:
    group = locked(stage, accepted(stage), "80")
    slow = reviews_in(stage, group)[0]
    slow.seconds_active = 1800
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    stage.moved(group.call, "finish_review", officer)
    stage.session.commit()
    page = sign_in(officer).get(f"/office/calls/{group.call_id}/ranking").text
    assert page.count('class="flag"') == 4
    assert page.count("80.00") >= 5
