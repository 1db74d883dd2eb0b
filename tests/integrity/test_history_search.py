"""The auditor finds what was done by whom, when and with which words, and nothing behind a wall."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Select, event

from app.access.recused import aside_from
from app.models import OfficialRecusal, Person, Proposal
from app.queries.record import history_search
from app.queries.record.history_search import Wanted, search
from app.services import history
from tests.conftest import SignInAs
from tests.factories import person, proposal
from tests.integrity.handling import opened
from tests.services.stage import Stage
from workflows.roles import Role

pytestmark = pytest.mark.each_database


@pytest.fixture
def done(stage: Stage) -> Proposal:
    """A proposal with two notes by 林巧稚, a day apart."""
    case = proposal(stage.session)
    by = person(stage.session, name="林巧稚")
    for words in ("补正“附件一”100%", "另行说明"):
        note(stage, case, by, Role.APPLICANT, words)
        stage.clock.advance(days=1)
    return case


def note(stage: Stage, case: Proposal, by: Person, role: Role, words: str) -> None:
    given = {"reason": words}
    history.note(
        stage.session, case, "withdraw", actor_id=by.id, role=role, now=stage.now, given=given
    )


def found(stage: Stage, role: Role = Role.DISCIPLINE, **typed: str) -> list[str]:
    """The words of what is found, the newest first."""
    return words_of(stage, search_as(stage, typed, role))


def search_as(stage: Stage, typed: dict[str, str], role: Role) -> Select[Any]:
    reader = stage.holder(role)
    hidden = aside_from(stage.session, reader)
    return search(Wanted.of(typed), reader, frozenset({role}), hidden)


def words_of(stage: Stage, query: Select[Any]) -> list[str]:
    return [row.given.get("reason", "") for row in stage.session.scalars(query)]


BOTH = ["另行说明", "补正“附件一”100%"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"person": "巧稚"}, BOTH),
        ({"person": "巧稚", "words": "附件一”100%"}, BOTH[1:]),
        ({"person": "巧稚", "words": "附件 100% 补正"}, BOTH[1:]),
        ({"words": "附件_”"}, []),
        ({"person": "巧稚", "since": "2026-03-03"}, BOTH[:1]),
        ({"person": "巧稚", "until": "2026-03-02"}, BOTH[1:]),
        ({"person": "巧稚", "move": "撤回"}, BOTH),
        ({"person": "巧稚", "move": "withdr"}, BOTH),
        ({"person": "巧稚", "move": "立项"}, []),
        ({"person": "巧稚", "kind": "project"}, []),
        ({"person": "巧稚", "case": "999"}, []),
        ({"person": "巧稚", "since": "三月"}, []),
    ],
)
def test_each_filter_narrows_what_is_found(
    stage: Stage, done: Proposal, typed: dict[str, str], expected: list[str]
) -> None:
    query = search_as(stage, typed, Role.DISCIPLINE)
    assert words_of(stage, query) == expected


def test_a_case_is_found_by_its_number(stage: Stage, done: Proposal) -> None:
    done.number = "2026-001-00001"
    assert found(stage, case="2026-001-00001", move="withdraw") == BOTH
    assert found(stage, case=str(done.id), kind="proposal", move="withdraw") == BOTH


def test_who_objected_is_found_by_name_by_the_supervisor_alone(
    stage: Stage, done: Proposal
) -> None:
    note(stage, done, person(stage.session, name="举报甲"), Role.OBJECTOR, "异议")
    assert found(stage, Role.SUPERVISOR, person="举报甲") == ["异议"]
    assert found(stage, Role.DISCIPLINE, person="举报甲") == []


def test_whoever_stands_aside_from_a_proposal_finds_nothing_of_it(
    stage: Stage, done: Proposal
) -> None:
    stage.session.add(
        OfficialRecusal(
            person_id=stage.holder(Role.DISCIPLINE).id,
            proposal_id=done.id,
            standing="declared",
            reason="亲属",
            recorded_at=stage.now,
        )
    )
    stage.session.flush()
    assert found(stage, Role.DISCIPLINE, person="巧稚") == []
    assert found(stage, Role.SUPERVISOR, person="巧稚") == BOTH


def test_a_case_against_oneself_is_in_neither_history(stage: Stage, sign_in: SignInAs) -> None:
    discipline, supervisor = stage.holder(Role.DISCIPLINE), stage.holder(Role.SUPERVISOR)
    second = stage.holder(Role.SUPERVISOR, "second")
    opened(stage, second)
    assert "初核属实。" in found(stage, Role.DISCIPLINE)
    stage.session.commit()
    for path in ("/integrity/history", "/admin/history"):
        assert "立案" in sign_in(supervisor).get(path).text
        assert "立案" not in sign_in(second).get(path).text
    assert "立案" in sign_in(discipline).get("/integrity/history?kind=integrity_case").text


def test_what_is_typed_stays_and_a_wrong_date_is_said(
    stage: Stage, done: Proposal, sign_in: SignInAs
) -> None:
    auditor = sign_in(stage.holder(Role.DISCIPLINE))
    page = auditor.get("/integrity/history?since=三月&words=附件").text
    assert 'value="三月"' in page
    assert 'value="附件"' in page
    assert "请写成 2026-03-02" in page


def test_more_rows_cost_no_more_queries(stage: Stage, done: Proposal, sign_in: SignInAs) -> None:
    auditor = sign_in(stage.holder(Role.DISCIPLINE))

    def after_more(count: int) -> int:
        for number in range(count):
            other = proposal(stage.session)
            note(stage, other, person(stage.session), Role.APPLICANT, str(number))
        stage.session.commit()
        return queries(auditor)

    assert after_more(20) == after_more(20)


def test_a_long_history_is_read_from_its_end_by_key(
    stage: Stage, done: Proposal, sign_in: SignInAs
) -> None:
    by = person(stage.session, name="万婴")
    for number in range(25):
        note(stage, done, by, Role.APPLICANT, f"第{number}次")
    stage.session.commit()
    auditor = sign_in(stage.holder(Role.SUPERVISOR))
    assert _rows_of_pages(auditor, "/integrity/history?person=万婴") == [20, 5]
    assert _rows_of_pages(auditor, "/admin/history")[:1] == [20]


def test_what_is_rare_is_looked_for_bit_by_bit_and_all_of_it_is_found(
    stage: Stage, done: Proposal, sign_in: SignInAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = person(stage.session, name="万婴")
    for number in range(30):
        note(stage, done, by, Role.APPLICANT, f"第{number}次")
    stage.session.commit()
    auditor, address = sign_in(stage.holder(Role.DISCIPLINE)), "/integrity/history?words=另行说明"
    assert _rows_of_pages(auditor, address) == [1]
    monkeypatch.setattr(history_search, "LOOKED_THROUGH_MOST", 8)
    pages = _rows_of_pages(auditor, address)
    assert len(pages) > 3
    assert sum(pages) == 1
    assert "更早的记录请翻到下一页" in auditor.get(address).text
    assert _rows_of_pages(auditor, f"{address}&since=2099-01-01") == [0]


def _rows_of_pages(client: FlaskClient, address: str) -> list[int]:
    """From page to page as far as the links lead."""
    rows = []
    while address:
        page = client.get(address).text
        rows.append(page.count('<td data-label="动作">'))
        onward = re.search(r'rel="next" href="([^"]+)"', page)
        address = html.unescape(onward[1]) if onward else ""
    return rows


def queries(client: FlaskClient) -> int:
    engine = client.application.extensions["database"].engine
    seen: list[str] = []

    def count(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", count)
    assert client.get("/integrity/history").status_code == 200
    event.remove(engine, "before_cursor_execute", count)
    return len(seen)
