"""The home page: the most urgent first, in a few queries."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.models import PendingSignature, Person, Proposal
from app.queries.attention.morning import STUCK_AFTER
from tests.conftest import START, SignInAs
from tests.factories import call, official, organisation, person, proposal
from tests.web.counting import counting
from workflows.roles import Role


def drafts(session: Session, pi: Person, *due: datetime | None) -> list[Proposal]:
    """Drafts of one person, which wait for that person until then."""
    of_call, unit = call(session), organisation(session)
    found = []
    for moment in due:
        row = proposal(session, call=of_call, lead_unit=unit, pi=pi)
        row.due_at = moment
        found.append(row)
    session.commit()
    return found


def test_the_overdue_stands_first_then_by_deadline_then_what_has_none(
    session: Session, sign_in: SignInAs
) -> None:
    me = person(session)
    never, late, soon, far = drafts(
        session,
        me,
        None,
        START - timedelta(days=3),
        START + timedelta(days=1),
        START + timedelta(days=20),
    )
    page = sign_in(me).get("/home").text
    order = ["已逾期 3 天", late.title, soon.title, "还有 1 天", far.title, never.title]
    positions = [page.index(words) for words in order if words != "已逾期 3 天"]
    assert positions == sorted(positions)
    assert "已逾期 3 天" in page


def test_the_first_line_says_how_much_waits_and_what_to_begin_with(
    session: Session, sign_in: SignInAs
) -> None:
    me, idle = person(session), person(session)
    _, late = drafts(session, me, START + timedelta(days=1), START - timedelta(days=3))
    page = sign_in(me).get("/home").text
    line = re.sub(r"\s+", " ", page.partition('class="told">')[2].partition("</p>")[0])
    assert "待您办理 2 件，其中已逾期 1 件。" in line
    assert line.index("先办：") < line.index(late.title)
    assert "草稿" in line
    assert "已逾期 3 天" in line
    assert "先办：" not in sign_in(idle).get("/home").text


def test_a_deadline_at_midnight_is_shown_as_the_end_of_the_day_before(
    session: Session, sign_in: SignInAs
) -> None:
    me = person(session)
    drafts(session, me, datetime(2026, 3, 9, 16, 0, tzinfo=UTC))
    page = sign_in(me).get("/home").text
    assert "2026-03-09 24:00" in page
    assert "还有 7 天" in page


def test_the_number_of_queries_does_not_grow_with_what_waits(
    app: Flask, session: Session, sign_in: SignInAs
) -> None:
    one, many = person(session), person(session)
    drafts(session, one, START)
    for _ in range(3):
        drafts(session, many, *[START] * 5)
    counts = []
    for me in (one, many):
        client = sign_in(me)
        with counting(app.extensions["database"].engine) as statements:
            assert client.get("/home").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 12


def test_an_officer_who_watches_and_reads_news_finds_both_in_a_few_queries(
    app: Flask, session: Session, sign_in: SignInAs
) -> None:
    officer = official(session, Role.PROGRAMME_OFFICER)
    of_call = call(session, drafted_by=officer)
    for _ in range(3):
        proposal(session, call=of_call, state="formal_check")
    session.commit()
    client = sign_in(officer)
    with counting(app.extensions["database"].engine) as statements:
        page = client.get("/home").text
    assert "今日概览" in page
    assert "上次来访之后的变化" in page
    assert len(statements) <= 13


def test_whoever_administers_calls_sees_own_work_in_the_menu_only_once_there_is_some(
    session: Session, sign_in: SignInAs
) -> None:
    officer, scientist = official(session, Role.PROGRAMME_OFFICER), person(session)
    session.commit()
    client = sign_in(officer)
    assert {"我的申报", "我的需求"} <= words_of_menu(sign_in(scientist))
    assert not {"我的申报", "我的需求"} & words_of_menu(client)
    drafts(session, officer, None)
    assert "我的申报" in words_of_menu(client)
    assert "我的需求" not in words_of_menu(client)


def words_of_menu(client: FlaskClient) -> set[str]:
    menu = client.get("/account/profile").text.partition("<main")[0]
    return {word.strip() for word in re.findall(r">([^<>]+)<", menu)}


def test_a_long_list_is_paged_and_a_strange_page_number_is_the_nearest_page(
    session: Session, sign_in: SignInAs
) -> None:
    me = person(session)
    rows = drafts(session, me, *[START + timedelta(days=n + 5) for n in range(23)])
    client = sign_in(me)
    assert "第 1 / 2 页，共 23 条" in client.get("/home").text
    for strange in ("2", "99", "9" * 30):
        assert client.get(f"/home?page={strange}").status_code == 200
    assert rows[22].title in client.get("/home?page=2").text
    assert rows[22].title in client.get("/home?page=99").text
    assert rows[0].title in client.get("/home?page=-1").text
    assert rows[0].title in client.get("/home?page=x").text


def test_one_heap_can_be_looked_at_alone(session: Session, sign_in: SignInAs) -> None:
    me = person(session)
    draft, correction = drafts(session, me, START, START)
    correction.state = "correction"
    session.commit()
    page = sign_in(me).get("/home?kind=proposal&state=correction").text
    assert correction.title in page
    assert draft.title not in page
    none = sign_in(me).get("/home?kind=proposal&state=rejected_formal").text
    assert "这一类现在没有等您办理的事项" in none, "others wait"
    assert '<a href="/home">列出全部</a>' in none


def test_the_morning_view_names_only_what_there_is(session: Session, sign_in: SignInAs) -> None:
    officer = official(session, Role.PROGRAMME_OFFICER)
    session.commit()
    client = sign_in(officer)
    assert "没有积压或即将到期的事项" in client.get("/home").text
    of_call = call(session, drafted_by=officer)
    row = proposal(session, call=of_call, state="formal_check")
    row.state_entered_at = START - STUCK_AFTER * 2
    session.commit()
    page = client.get("/home").text
    assert re.findall(r"/home/watch/(\w+)", page) == ["stuck"]


def test_what_waits_is_listed_with_what_is_to_be_done_and_not_only_how_it_stands(
    session: Session, sign_in: SignInAs
) -> None:
    checker = official(session, Role.FORMAL_CHECKER)
    proposal(session, state="formal_check")
    session.commit()
    page = sign_in(checker).get("/home").text
    row = page.partition('<table class="table cards waiting">')[2]
    assert "形式审查通过、要求补正、形式审查不通过" in row


def test_a_signature_that_is_still_missing_is_named_by_its_move(
    session: Session, sign_in: SignInAs
) -> None:
    """An open call waits for nobody, until its officer has signed an amendment."""
    officer = official(session, Role.PROGRAMME_OFFICER)
    decider = official(session, Role.DECISION_MAKER)
    opened = call(session, state="open", drafted_by=officer)
    session.flush()
    signed = PendingSignature(
        case_kind="call", case_id=opened.id, transition="amend", person_id=officer.id
    )
    signed.role, signed.given, signed.signed_at = Role.PROGRAMME_OFFICER.value, {}, START
    session.add(signed)
    session.commit()
    assert "会签：更正或延期" in sign_in(decider).get("/home").text
