"""Lists: their queries do not grow with their rows, and every page of them can be reached."""

from __future__ import annotations

import html
import io
import re
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from app.models import Call, DocumentNumber, Letter, Organisation, Person
from app.services.moves import begin
from tests.conftest import START, SignInAs
from tests.factories import call, expert, grant, official, organisation, person, proposal
from tests.web.counting import counting
from workflows.roles import Role

pytestmark = pytest.mark.each_database

FEW, MANY = 2, 14
QUERIES_MOST = 12


class Office:
    """A call, a unit and people of every kind, to be filled with rows."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.officer = official(session, Role.PROGRAMME_OFFICER)
        self.admin = official(session, Role.SYS_ADMIN)
        self.manager = official(session, Role.EXPERT_MANAGER)
        self.authority: Organisation = organisation(session, is_recommender=True)
        self.unit = organisation(session, recommender_id=self.authority.id)
        self.recommender, self.sealer = person(session), person(session)
        grant(session, self.recommender, Role.RECOMMENDER, organisation_id=self.authority.id)
        grant(session, self.sealer, Role.UNIT_ADMIN, organisation_id=self.unit.id)
        self.pi = person(session, organisation_id=self.unit.id)
        self.call: Call = call(session, drafted_by=self.officer)

    def add(self, rows: int) -> None:
        """Everything that a list may show, `rows` times."""
        for _ in range(rows):
            call(self.session, drafted_by=self.officer)
            expert(self.session, unit=organisation(self.session))
            person(self.session)
            for state in ("unit_review", "recommend_review"):
                proposal(self.session, call=self.call, lead_unit=self.unit, pi=self.pi, state=state)
        self.session.commit()


@pytest.fixture
def office(session: Session) -> Office:
    return Office(session)


LISTS = {
    "/my/proposals": "pi",
    "/unit/proposals": "sealer",
    "/recommending/proposals": "recommender",
    "/office/calls": "officer",
    "/my/calendar": "officer",
    "/office/calls?q=测试&state=open&year=2026": "officer",
    "/office/calls/1": "officer",
    "/office/proposals": "officer",
    "/office/proposals?call=1&state=unit_review&sort=rank": "officer",
    "/office/proposals?q=测试": "officer",
    "/sheets/office-proposals.xlsx?call=1": "officer",
    "/office/experts": "manager",
    "/office/experts.xlsx": "manager",
    "/admin/people": "admin",
    "/admin/history": "admin",
    "/admin/register": "admin",
    "/admin/queue": "admin",
    "/unit/proposals?q=测试": "sealer",
    "/admin/units?q=测试": "admin",
    "/calls": "pi",
    "/calls?q=测试&mechanism=open_competition": "pi",
    "/notices": "pi",
    "/results": "pi",
    "/home": "pi",
    "/home?when=": "officer",
    "/home/inbox": "pi",
    "/": "pi",
    "/find?q=测试&kind=proposal": "officer",
    "/home/news": "officer",
    "/home/watch/stuck": "officer",
    "/sheets/our-proposals.xlsx": "sealer",
}


def test_the_number_of_queries_does_not_grow_with_the_rows(
    app: Flask, office: Office, sign_in: SignInAs
) -> None:
    def asked(path: str) -> int:
        client = sign_in(getattr(office, LISTS[path]))
        with counting(app.extensions["database"].engine) as statements:
            assert client.get(path).status_code == 200, path
        return len(statements)

    office.add(FEW)
    before = {path: asked(path) for path in LISTS}
    office.add(MANY)
    after = {path: asked(path) for path in LISTS}
    for path in LISTS:
        assert before[path] <= after[path] <= before[path] + 1, (
            f"{path}: only what does not fit on a page is counted as well"
        )
    assert [path for path in LISTS if after[path] > QUERIES_MOST] == []


def test_every_row_stands_on_exactly_one_page(office: Office, sign_in: SignInAs) -> None:
    office.add(25)
    client = sign_in(office.sealer)
    assert sorted(_walk(client, "/unit/proposals", "next").rows) == list(range(1, 51))


def test_by_key_every_row_stands_on_exactly_one_page_in_both_directions(
    office: Office, sign_in: SignInAs
) -> None:
    office.add(25)
    client = sign_in(office.officer)
    steps = {"sort=moved": 1, "sort=newest": 1, "q=测试": 1, "state=unit_review": 2}
    for chosen, step in steps.items():
        forth = _walk(client, f"/office/proposals?{chosen}", "next")
        assert sorted(forth.rows) == list(range(1, 51, step)), chosen
        back = _walk(client, forth.last, "prev")
        assert sorted(back.rows) == list(range(1, 51, step)), chosen


def test_both_ends_of_a_list_are_one_step_away(office: Office, sign_in: SignInAs) -> None:
    office.add(11)
    client = sign_in(office.officer)
    first, last = (_rows_at(client, "/office/proposals?sort=newest", link) for link in ("", "末页"))
    assert (first[0], last[-1]) == (22, 1)
    assert _rows_at(client, "/office/proposals?sort=newest&before=", "首页") == first


def test_who_listens_tells_two_lists_of_a_page_apart(office: Office, sign_in: SignInAs) -> None:
    office.add(20)
    page = sign_in(office.pi).get("/my/proposals").text
    assert re.findall(r'class="pager" aria-label="([^"]+)"', page) == [
        "分页",
        "分页：可以申报的指南",
    ]


def _rows_at(client: FlaskClient, address: str, link: str) -> list[int]:
    """Of the page there or, with a link, of the one it leads to."""
    page = client.get(address).text
    if link:
        (there,) = re.findall(rf'<a href="([^"]+)">{link}</a>', page)
        page = client.get(html.unescape(there)).text
    return list(map(int, re.findall(r'href="/proposals/(\d+)"', page)))


def test_a_list_and_its_sheet_show_the_state_that_was_chosen(
    office: Office, sign_in: SignInAs
) -> None:
    office.add(2)
    client = sign_in(office.sealer)
    listed = {
        state: client.get(f"/unit/proposals?state={state}").text
        for state in ("", "unit_review", "accepted", "no-state")
    }
    rows = {state: page.count('href="/proposals/') for state, page in listed.items()}
    assert rows == {"": 4, "unit_review": 2, "accepted": 0, "no-state": 4}
    assert "没有符合条件的事项" in listed["accepted"]
    assert 'value="draft"' not in listed[""], "drafts are the leader's own affair"
    (sheet,) = re.findall(r'href="(/sheets/our-proposals[^"]+)"', listed["unit_review"])
    found = load_workbook(io.BytesIO(client.get(html.unescape(sheet)).data)).active
    assert found.max_row == 1 + 2


def test_a_key_of_no_row_shows_the_beginning(office: Office, sign_in: SignInAs) -> None:
    office.add(1)
    client = sign_in(office.officer)
    for key in ("x", "1~2~3", "9" * 30, "2026-01-01~1", "~", "a~b~c"):
        page = client.get("/office/proposals", query_string={"after": key})
        assert page.status_code == 200, key
        assert "/proposals/1" in page.text, key


@pytest.mark.parametrize("key", ["x~y~1", "%00~b~1", "a~b", "a~b~z"])
def test_a_key_of_texts_that_is_none_shows_a_list(
    session: Session, sign_in: SignInAs, key: str
) -> None:
    client = sign_in(official(session, Role.PLANNING_OFFICER))
    for path in ("/office/plan/units", "/office/plan/people"):
        assert client.get(path, query_string={"after": key}).status_code == 200


@dataclass
class _Walk:
    rows: list[int]
    last: str


def _walk(client: FlaskClient, address: str, rel: str) -> _Walk:
    """From page to page as far as the links lead."""
    rows: list[int] = []
    while True:
        page = client.get(address).text
        rows += map(int, re.findall(r'href="/proposals/(\d+)"', page))
        found = re.search(rf'rel="{rel}" href="([^"]+)"', page)
        if found is None:
            return _Walk(rows, address)
        assert len(rows) <= 50, "a page leads back to where one has been"
        address = html.unescape(found[1])


@pytest.mark.parametrize(
    ("path", "reader"),
    [
        ("/admin/people?q=查无此人", "admin"),
        ("/admin/units?q=查无此单位", "admin"),
        ("/office/proposals?q=查无此题", "officer"),
        ("/office/experts?q=查无此人", "manager"),
        ("/results?q=查无此题", "officer"),
        ("/office/calls?state=paused", "officer"),
        ("/unit/proposals?q=查无此题", "sealer"),
        ("/calls?year=1999", "pi"),
    ],
)
def test_a_list_that_shows_nothing_says_why_and_leads_to_all_of_it(
    office: Office, sign_in: SignInAs, path: str, reader: str
) -> None:
    office.add(1)
    page = sign_in(getattr(office, reader)).get(path).text
    said = page.partition('<p class="empty">')[2].partition("</p>")[0]
    assert "没有符合条件的" in said
    assert f'<a href="{path.partition("?")[0]}">列出全部</a>' in said


def test_a_list_of_calls_is_narrowed_and_its_pages_and_its_sheet_stay_so(
    office: Office, sign_in: SignInAs
) -> None:
    for _ in range(21):
        call(office.session, drafted_by=office.officer, title="新能源专项指南", year=2025)
    call(office.session, title="新能源专项指南", state="draft", year=2025)
    office.session.commit()
    client = sign_in(office.officer)
    asked = "q=新能源&state=open&year=2025&mechanism=open_competition"
    first = client.get(f"/office/calls?{asked}").text
    (further,) = re.findall(r'rel="next" href="([^"]+)"', first)
    second = client.get(html.unescape(further)).text
    assert [len(_calls_on(page)) for page in (first, second)] == [20, 1]
    assert office.call.id not in _calls_on(first)
    (sheet,) = re.findall(r'href="(/sheets/calls[^"]+)"', first)
    assert load_workbook(io.BytesIO(client.get(html.unescape(sheet)).data)).active.max_row == 22


def test_what_is_not_public_is_neither_found_nor_offered_to_the_public(
    office: Office, sign_in: SignInAs
) -> None:
    call(office.session, title="已发布的指南", year=2025)
    call(office.session, title="未发布的指南", year=2024, state="draft")
    office.session.commit()
    client = sign_in(office.pi)
    offered = client.get("/calls").text
    assert "<option>2025</option>" in offered
    assert "<option>2024</option>" not in offered
    found = client.get("/calls?q=发布的指南").text
    assert "已发布的指南" in found
    assert "未发布的指南" not in found
    assert 'value="draft"' not in offered


def _calls_on(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'<td><a href="/office/calls/(\d+)"', page)]


def test_the_register_is_searched_by_what_of_it_is_shown(
    session: Session, sign_in: SignInAs
) -> None:
    """A letter that an administrator may not read is found by its number alone."""
    admin, supervisor = official(session, Role.SYS_ADMIN), official(session, Role.SUPERVISOR)
    for serial, kind in enumerate(("award_letter", "integrity_decision"), start=1):
        letter = Letter(
            letter_kind=kind,
            key=kind,
            about_kind="project",
            about_id=1,
            title=f"关于甲项目的公文之{serial}",
            payload={},
            payload_digest=kind,
            verification_code=kind,
            created_at=START,
        )
        begin(session, letter, admin, START)
        session.add(
            DocumentNumber(
                authority="闽科", year=2026, serial=serial, letter_id=letter.id, issued_at=START
            )
        )
    session.commit()

    def found(reader: Person, words: str) -> int:
        page = sign_in(reader).get("/admin/register", query_string={"q": words}).text
        return page.count("<tr><td>")

    assert [found(admin, words) for words in ("", "甲项目", "〔2026〕2号")] == [2, 1, 1]
    assert found(supervisor, "甲项目") == 2


def test_where_nothing_is_left_on_the_last_stretch_the_list_begins_anew(
    office: Office, sign_in: SignInAs
) -> None:
    office.add(1)
    client = sign_in(office.officer)
    beyond = client.get("/office/calls?after=-1").text
    assert "还没有指南" not in beyond
    assert f"/office/calls/{office.call.id}" in beyond
