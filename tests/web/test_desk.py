"""What people arrange for themselves: news since their last visit, and lists saved under a name."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Person, SavedView, Visit
from app.queries.attention import news
from app.queries.attention.news import news_for
from app.queries.sight.seeing import Sight
from app.services.identity import desk
from app.services.identity.passwords import hashed
from app.services.problems import Problems
from tests.conftest import START, SignInAs, StillClock
from tests.factories import official, person, proposal
from tests.web.looking import looking
from workflows.roles import Role


def test_news_is_what_others_did_since_the_visit_before(session: Session) -> None:
    made, officer = proposal(session), official(session, Role.PROGRAMME_OFFICER)
    stranger = person(session)
    hour = timedelta(hours=1)

    def seen(someone: Person) -> list[object]:
        since = _since(session, someone) or START - hour
        rows = news_for(session, Sight(session, someone, START), someone, since).rows
        return [one.case for one in rows if one.case.kind == "proposal"]

    assert seen(officer) == [], "a draft is its leader's own affair"
    made.state = "formal_check"
    session.flush()
    assert seen(officer) == [made]
    assert seen(made.pi) == [], "one's own moves are no news"
    assert seen(stranger) == []
    for at in (START - 2 * hour, START - hour / 2):
        desk.arrived(session, officer, at)
        session.flush()
    assert seen(officer) == [made], "since the visit before, not since this one"
    desk.caught_up(session, officer, START)
    session.flush()
    assert seen(officer) == []


def test_enough_news_among_the_newest_moves_is_enough_and_fewer_are_all_told(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, officer = proposal(session, state="formal_check"), official(session, Role.EXPERT_MANAGER)
    proposal(session, call=made.call, state="formal_check")
    since = START - timedelta(hours=1)
    monkeypatch.setattr(news, "BEHIND", news.behind_newest(1))

    def told() -> tuple[int, bool]:
        page = news_for(session, Sight(session, officer, START), officer, since)
        return page.total, page.is_cut

    everything = told()[0]
    monkeypatch.setattr(news, "_ENOUGH", 1)
    assert everything > 1
    assert told() == (1, True), "older moves are not looked at"
    monkeypatch.setattr(news, "_ENOUGH", everything)
    assert told() == (everything, False)


def test_signing_in_is_a_visit(
    app: Flask, session: Session, client: FlaskClient, clock: StillClock
) -> None:
    me = person(session, password_hash=hashed("correct-horse-battery"))
    session.commit()
    for _ in range(2):
        answer = client.post(
            "/account/sign-in", data={"email": me.email, "password": "correct-horse-battery"}
        )
        assert answer.status_code == 303
        client.post("/account/sign-out")
        clock.advance(hours=3)
    with looking(app) as reading:
        assert _since(reading, me) == START
    assert "知道了" not in client.get("/home").text


def test_a_list_is_saved_with_its_filters_shown_at_home_and_forgotten(
    app: Flask, session: Session, sign_in: SignInAs
) -> None:
    me, other = person(session), person(session)
    session.commit()
    client = sign_in(me)
    path = "/find?q=%E7%94%B5%E6%B1%A0&kind=call"
    saved = client.post("/home/views", data={"name": " 电池指南 ", "path": path})
    assert saved.headers["Location"] == path
    assert 'href="/find?q=%E7%94%B5%E6%B1%A0&amp;kind=call">电池指南' in client.get("/home").text
    assert "电池指南" not in sign_in(other).get("/home").text
    with looking(app) as reading:
        number = reading.query(SavedView).one().id
    assert sign_in(other).post(f"/home/views/{number}/forget").status_code == 404
    assert client.post(f"/home/views/{number}/forget").status_code == 303
    assert "电池指南" not in client.get("/home").text


def test_nothing_but_a_page_of_this_site_is_saved(session: Session, sign_in: SignInAs) -> None:
    me = person(session)
    session.commit()
    client = sign_in(me)
    for path in ("https://example.org/", "//example.org/x", "/no/such/page", "javascript:1", ""):
        answer = client.post("/home/views", data={"name": "x", "path": path})
        assert answer.status_code == 400, path
    assert client.post("/home/views", data={"name": "  ", "path": "/find"}).status_code == 303
    assert "请填写“名称”" in client.get("/find").text
    assert client.get("/home").text.count("/forget") == 0


def test_a_name_is_used_once_and_there_is_an_end_to_names(session: Session) -> None:
    me = person(session)
    for n in range(desk.VIEWS_MOST):
        desk.save_view(session, me, f"列表{n}", "/find", START)
        session.flush()
    assert isinstance(desk.save_view(session, me, "又一个", "/find", START), Problems)
    again = desk.save_view(session, me, "列表0", "/find?q=1", START)
    assert isinstance(again, SavedView)
    assert again.path == "/find?q=1"


def test_the_calendar_feed_holds_what_waits_for_its_owner_on_its_last_day(
    session: Session, sign_in: SignInAs, client: FlaskClient
) -> None:
    draft = proposal(session)
    draft.due_at = datetime(2026, 3, 9, 16, 0, tzinfo=UTC)
    session.commit()
    owner = sign_in(draft.pi)
    owner.post("/my/calendar")
    found = re.search(r"(/calendar/[0-9a-f-]+\.ics)", owner.get("/my/calendar").text)
    assert found is not None
    feed = client.get(found.group(1)).text.replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20260309" in feed
    assert f"· {draft.title}" in feed
    assert f"/proposals/{draft.id}\r\n" in feed


def _since(session: Session, someone: Person) -> datetime | None:
    """When the visit before began."""
    return session.scalar(select(Visit.since).where(Visit.person_id == someone.id))
