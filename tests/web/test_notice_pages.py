"""A notice of thousands: paged by key, searched by what everybody reads, taken away as a whole."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.models import Call, Letter, Notice, NoticeItem, Person
from app.services.awarding.noticing import supervision_channel
from app.services.cases import place_at_start
from tests.conftest import START, SignInAs
from tests.factories import call, official, organisation, person, proposal
from tests.services.stage import a_page
from tests.web.counting import counting
from workflows.engine.calendar import end_of_day
from workflows.roles import Role

pytestmark = pytest.mark.each_database

ITEMS = 7


@pytest.fixture
def notice(session: Session, monkeypatch: pytest.MonkeyPatch) -> Notice:
    """Published, with pages of three."""
    for view in ("app.web.public.noticing.SIZE", "app.web.officer.deciding.SIZE"):
        monkeypatch.setattr(view, 3)
    of_call: Call = call(session, drafted_by=official(session, Role.PROGRAMME_OFFICER))
    row = Notice(call=of_call, title="公示", drafted_by_id=of_call.drafted_by_id)
    place_at_start(row, START)
    row.state = "published"
    row.starts_on, row.ends_on = START.date(), START.date() + timedelta(days=7)
    row.ends_at = end_of_day(row.ends_on)
    unit, leader = organisation(session, name="闽江研究所"), person(session, name="某某甲")
    row.items = [_item(session, of_call, unit, leader, n) for n in range(ITEMS)]
    row.items[2].proposal.title = "固态电池100%_研究"
    session.add(row)
    session.commit()
    return row


def _item(session: Session, of_call: Call, unit: object, leader: Person, number: int) -> NoticeItem:
    made = proposal(session, call=of_call, lead_unit=unit, pi=leader, title=f"题目{number}号")
    made.state = "notice"
    return NoticeItem(proposal=made, amount=2_000_000_00)


def titles(page: str) -> list[str]:
    return re.findall(r"题目\d号|固态电池100%_研究", page)


@pytest.mark.parametrize("office", [False, True])
def test_every_item_stands_on_exactly_one_page(
    session: Session, client: FlaskClient, sign_in: SignInAs, notice: Notice, office: bool
) -> None:
    if office:
        client = sign_in(session.get_one(Person, notice.drafted_by_id))
    pages: list[int] = []
    shown: list[str] = []
    address = f"{'/office' if office else ''}/notices/{notice.id}"
    while address:
        page = client.get(address).text
        pages.append(len(titles(page)))
        shown += titles(page)
        found = re.search(r'rel="next" href="([^"]+)"', page)
        address = html.unescape(found[1]) if found else ""
    assert pages == [3, 3, 1]
    assert shown == [item.proposal.title for item in notice.items]


def test_where_to_object_is_said_in_the_language_of_the_reader(
    session: Session, client: FlaskClient, notice: Notice
) -> None:
    notice.channel = supervision_channel(session)
    session.commit()
    address = f"/notices/{notice.id}"
    assert "监督诚信处" in client.get(address).text
    english = client.get(f"{address}?lang=en", follow_redirects=True).text
    assert "Supervision and integrity division" in english
    assert "监督诚信处" not in english


@pytest.mark.parametrize("office", [False, True])
def test_a_page_asks_the_same_however_many_items_it_shows(
    app: Flask,
    session: Session,
    client: FlaskClient,
    sign_in: SignInAs,
    notice: Notice,
    monkeypatch: pytest.MonkeyPatch,
    office: bool,
) -> None:
    if office:
        client = sign_in(session.get_one(Person, notice.drafted_by_id))
    asked = []
    for size in (2, ITEMS):
        monkeypatch.setattr("app.web.public.noticing.SIZE", size)
        monkeypatch.setattr("app.web.officer.deciding.SIZE", size)
        with counting(app.extensions["database"].engine) as statements:
            client.get(f"{'/office' if office else ''}/notices/{notice.id}")
        asked.append(len(statements))
    assert asked[0] == asked[1] <= (12 if office else 3)


@pytest.mark.parametrize(
    ("words", "found"), [("题目4", 1), ("固态 闽江", 1), ("100%_", 1), ("闽江", 3), ("某某甲", 0)]
)
def test_words_are_looked_for_in_what_stands_there_and_nowhere_else(
    client: FlaskClient, notice: Notice, words: str, found: int
) -> None:
    page = client.get(f"/notices/{notice.id}", query_string={"q": words}).text
    assert len(titles(page)) == found
    assert f'value="{words}"' in page


def test_the_sheet_has_all_items_in_bands_of_money(client: FlaskClient, notice: Notice) -> None:
    answer = client.get(f"/notices/{notice.id}/items.xlsx")
    rows = list(load_workbook(BytesIO(answer.data)).active.iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == [item.proposal.title for item in notice.items]
    assert "2000000" not in str(rows)


def test_of_a_draft_there_is_no_sheet(
    session: Session, client: FlaskClient, notice: Notice
) -> None:
    notice.state = "draft"
    session.commit()
    assert client.get(f"/notices/{notice.id}/items.xlsx").status_code == 404


def test_an_objection_is_to_an_item_of_this_notice(
    session: Session, client: FlaskClient, notice: Notice
) -> None:
    first = notice.items[0].id
    page = client.get(f"/notices/{notice.id}/items/{first}/object")
    assert page.status_code == 200
    assert f"{notice.ends_on} 24:00" in page.text
    assert client.get(f"/notices/{notice.id + 1}/items/{first}/object").status_code == 404
    assert client.get(f"/notices/{notice.id}/items/{first + ITEMS}/object").status_code == 404


def test_the_front_page_names_a_notice_only_while_it_may_be_objected_to(
    session: Session, client: FlaskClient, notice: Notice
) -> None:
    link = f'href="/notices/{notice.id}"'
    assert link in client.get("/").text
    notice.state = "ended"
    session.commit()
    assert link not in client.get("/").text
    assert link in client.get("/notices").text


def test_once_the_notice_is_over_its_objection_page_says_when_and_has_no_form(
    session: Session, client: FlaskClient, notice: Notice
) -> None:
    address = f"/notices/{notice.id}/items/{notice.items[0].id}/object"
    ended = f"公示已于 {notice.ends_on} 期满"
    page = client.get(address).text
    assert 'name="evidence"' in page
    assert ended not in page
    notice.state = "ended"
    session.commit()
    page = client.get(address).text
    assert 'name="evidence"' not in page
    assert ended in page


@pytest.mark.parametrize(
    ("state", "stands"), [("notice", True), ("objection", True), ("re_review", False)]
)
def test_what_left_a_running_notice_is_marked_there_and_what_is_looked_into_is_not(
    session: Session, client: FlaskClient, notice: Notice, state: str, stands: bool
) -> None:
    notice.items[0].proposal.state = state
    session.commit()
    page = client.get(f"/notices/{notice.id}").text
    assert ("已撤出本次公示" in page) is not stands
    assert page.count('/object">') == (3 if stands else 2)
    form = client.get(f"/notices/{notice.id}/items/{notice.items[0].id}/object").text
    assert ('name="evidence"' in form) is stands
    assert ("该项目已撤出本次公示" in form) is not stands


@pytest.mark.parametrize(
    "typed", ["1a2b-3c4d-5e6f-7a8b", "1A2B3C4D5E6F7A8B", " １A2B 3C4D 5E6F 7A8B "]
)
def test_the_code_of_a_letter_is_known_however_its_groups_are_parted(
    session: Session, client: FlaskClient, notice: Notice, typed: str
) -> None:
    made = Letter(
        letter_kind="notice_announcement",
        key=f"verify-{notice.id}",
        about_kind="notice",
        about_id=notice.id,
        title="公告",
        is_public=True,
        payload={},
        payload_digest="0" * 64,
        verification_code="1A2B-3C4D-5E6F-7A8B",
        sha256="0" * 64,
        size=1,
        created_at=START,
        state="filed",
        state_entered_at=START,
        workflow_version=1,
    )
    session.add(made)
    session.commit()
    answer = client.post("/verify", data={"code": typed})
    assert answer.headers["Location"] == f"/verify/{made.verification_code}"
    assert client.post("/verify", data={"code": "不是验证码"}).status_code == 404


def test_a_unit_that_objects_sends_what_its_legal_representative_signed_and_supervision_reads_it(
    session: Session, client: FlaskClient, notice: Notice, sign_in: SignInAs
) -> None:
    address = f"/notices/{notice.id}/items/{notice.items[0].id}/object"
    supervisor = official(session, Role.SUPERVISOR)
    session.commit()
    typed = {
        "name": "易质询",
        "contact": "13800000000",
        "unit": "演示大学",
        "text": "编号查无此件。",
    }

    def sent(**more: object) -> TestResponse:
        return client.post(
            address, data=typed | {"evidence": (BytesIO(a_page().getvalue()), "佐证.pdf")} | more
        )

    refused = sent()
    assert refused.status_code == 422
    assert "缺少法定代表人签字并加盖公章的异议书" in refused.text
    signed = {
        "representative": "代表人",
        "affirms": "y",
        "paper": (BytesIO(a_page().getvalue()), "异议书.pdf"),
    }
    assert sent(**signed).status_code == 201
    reads = sign_in(supervisor)
    page = reads.get("/objections/1").text
    assert "代表人" in page
    assert 'href="/objections/1/signed"' in page
    with reads.get("/objections/1/signed") as scan:
        assert scan.mimetype == "application/pdf"


def test_whoever_objects_is_told_all_that_is_missing_at_once_and_which_files_to_choose_again(
    client: FlaskClient, notice: Notice
) -> None:
    address = f"/notices/{notice.id}/items/{notice.items[0].id}/object"

    def sent(unit: str) -> str:
        evidence = (BytesIO(a_page().getvalue()), "佐证.pdf")
        answer = client.post(address, data={"name": "易质询", "unit": unit, "evidence": evidence})
        assert answer.status_code == 422
        return answer.text

    of_a_unit, of_a_person = sent("演示大学"), sent("")
    missing = "缺少法定代表人签字并加盖公章的异议书"
    assert (missing in of_a_unit, missing in of_a_person) == (True, False)
    for page in (of_a_unit, of_a_person):
        assert "请填写“联系方式”。" in page
        assert page.count("所选文件须重新选择。") == 1


def columns_of(client: FlaskClient, notice: Notice) -> tuple[str, ...]:
    sheet = client.get(f"/notices/{notice.id}/items.xlsx")
    first = load_workbook(BytesIO(sheet.data)).worksheets[0]
    return tuple(str(cell.value) for row in first.iter_rows() for cell in row)


@pytest.mark.parametrize(
    ("said", "state", "named"), [(0, "published", 0), (1, "published", 1), (1, "ended", 0)]
)
def test_leaders_are_named_where_the_call_says_so_and_while_the_notice_runs(
    session: Session, client: FlaskClient, notice: Notice, said: int, state: str, named: int
) -> None:
    notice.call.rules = notice.call.rules | {"leader_on_notice": said}
    notice.state = state
    session.commit()
    page = client.get(f"/notices/{notice.id}").text
    assert ("某某甲" in page) is bool(named)
    assert ("某某甲" in columns_of(client, notice)) is bool(named)
