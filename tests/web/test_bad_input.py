"""Bad input to the application form: a clear message, the right status, nothing typed is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.models import Proposal
from tests.conftest import START, SignInAs, StillClock
from tests.factories import person, proposal
from tests.services.stage import a_page
from tests.web.looking import looking

pytestmark = pytest.mark.each_database

RARE = "𠮷田堃喆 — «氫能» Ünïcødé"


@pytest.fixture
def draft(session: Session) -> Proposal:
    made = proposal(session)
    session.commit()
    return made


@pytest.fixture
def pi(draft: Proposal, sign_in: SignInAs) -> FlaskClient:
    return sign_in(draft.pi)


@pytest.fixture
def edit(pi: FlaskClient, draft: Proposal) -> Callable[..., Any]:
    """Send a part of the form as the page with the latest edition would."""

    def send(part: str, edition: int | None = None, **fields: str) -> Any:
        latest = draft.edition if edition is None else edition
        return pi.post(f"/proposals/{draft.id}/edit/{part}", data={"edition": str(latest)} | fields)

    return send


def basics(draft: Proposal, **changed: str) -> dict[str, str]:
    return {
        "title": draft.title,
        "technology_field_id": str(draft.technology_field_id),
        "starts_on": "2026-07-01",
        "ends_on": "2029-06-30",
    } | changed


def refused(answer: Any, status: int, words: str, *typed: str) -> None:
    """The message is there, and so is everything that was typed."""
    page = unescape(answer.text)
    assert answer.status_code == status
    assert words in page
    for text in typed:
        assert text in page


def stored(app: Flask, number: int) -> Proposal:
    with looking(app) as session:
        found = session.get_one(Proposal, number)
        _ = (found.metrics, found.budget_lines, found.attachments, found.members)
        return found


def test_an_empty_title_is_named_and_the_other_fields_stay(
    edit: Callable[..., Any], draft: Proposal
) -> None:
    for nothing in ("  ", "\u200b", "\u3164\u2060"):
        answer = edit("basics", **basics(draft, title=nothing, title_en="Kept in English"))
        refused(answer, 422, "请填写“项目名称”", "Kept in English")


def test_fifty_thousand_characters_are_refused_and_kept(
    app: Flask, edit: Callable[..., Any], draft: Proposal
) -> None:
    answer = edit("sections", summary="长" * 50_000)
    refused(answer, 422, "5000", "长" * 50_000)
    assert "长长" not in str(stored(app, draft.id).sections["summary"])


def test_five_thousand_characters_are_allowed(
    app: Flask, edit: Callable[..., Any], draft: Proposal
) -> None:
    assert edit("sections", summary="长" * 5000).status_code == 303
    assert stored(app, draft.id).sections["summary"] == "长" * 5000


@pytest.mark.parametrize("title", [RARE, "电", "🔋 固态电池"])
def test_rare_characters_one_character_and_emoji_are_kept_as_they_are(
    app: Flask, edit: Callable[..., Any], draft: Proposal, title: str
) -> None:
    assert edit("basics", **basics(draft, title=title)).status_code == 303
    assert stored(app, draft.id).title == title


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("-5", "不能为负"),
        ("九十", "阿拉伯数字"),
        ("1,20", "千分位"),
        ("0.0000001", "最小到分"),
        ("999999999999", "金额过大"),
        ("1e9", "阿拉伯数字"),
        ("", "请填写“申请财政经费”"),
    ],
)
def test_money_that_is_none_says_why(edit: Callable[..., Any], amount: str, words: str) -> None:
    fields = {"rows-0-heading": "设备费（含税）", "rows-0-fiscal": "10", "rows-0-own": "0"}
    refused(edit("budget", requested=amount, matching="1", **fields), 422, words, "设备费（含税）")


def test_dates_out_of_order_are_refused_and_stay(edit: Callable[..., Any], draft: Proposal) -> None:
    answer = edit("basics", **basics(draft, ends_on="2026-01-01"))
    refused(answer, 422, "结束日期须晚于开始日期", "2026-01-01")


@pytest.mark.parametrize("day", ["2026-02-30", "明天", "31/12/2026", "99999-01-01", "9999-12-31"])
def test_a_day_that_is_none_is_refused_and_kept(
    edit: Callable[..., Any], draft: Proposal, day: str
) -> None:
    refused(edit("basics", **basics(draft, starts_on=day)), 422, "日期无法识别", day)


def test_a_stale_tab_is_told_who_saved_and_loses_nothing(
    app: Flask, edit: Callable[..., Any], draft: Proposal
) -> None:
    opened = draft.edition
    assert edit("basics", opened, **basics(draft, title="先保存的名称")).status_code == 303
    answer = edit("basics", opened, **basics(draft, title="后来的名称"))
    refused(answer, 409, draft.pi.name, "后来的名称")
    assert stored(app, draft.id).title == "先保存的名称"
    assert edit("basics", opened + 1, **basics(draft, title="后来的名称")).status_code == 303


@pytest.mark.parametrize("edition", ["", "x", "-1", "²", "99999999999999999999"])
def test_an_edition_that_never_was_overwrites_nothing(
    app: Flask, pi: FlaskClient, draft: Proposal, edition: str
) -> None:
    path = f"/proposals/{draft.id}/edit/basics"
    answer = pi.post(path, data=basics(draft, title="偷换") | {"edition": edition})
    assert answer.status_code == 409
    assert stored(app, draft.id).title == draft.title


def attach(pi: FlaskClient, draft: Proposal, content: bytes, name: str) -> Any:
    file = {"key": "other", "file": (BytesIO(content), name)}
    return pi.post(f"/proposals/{draft.id}/edit/attachments", data=file)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"MZ\x90\x00 this program cannot be run", "可研报告.pdf", "文件内容"),
        (b"", "空.pdf", "空"),
        (b"%PDF-1.7\nbroken", "坏.pdf", "坏"),
        (b"<html><script>alert(1)</script>", "网页.pdf", "文件内容"),
    ],
)
def test_a_file_that_lies_about_its_type_is_refused(
    app: Flask, pi: FlaskClient, draft: Proposal, content: bytes, name: str, words: str
) -> None:
    refused(attach(pi, draft, content, name), 422, words)
    assert stored(app, draft.id).attachments == []


def test_a_sound_file_is_taken(app: Flask, pi: FlaskClient, draft: Proposal) -> None:
    assert attach(pi, draft, a_page().getvalue(), "𠮷报告.pdf").status_code == 303
    assert [a.name for a in stored(app, draft.id).attachments] == ["𠮷报告.pdf"]


def test_a_file_beyond_the_limit_is_refused_with_its_status(
    app: Flask, pi: FlaskClient, draft: Proposal
) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 100 * 1024
    large = a_page().getvalue() + b"\0" * (200 * 1024)
    answer = attach(pi, draft, large, "太大.pdf")
    refused(answer, 413, "太大")
    assert stored(app, draft.id).attachments == []


@pytest.mark.parametrize("name", ["", "王😀", "x" * 200])
def test_a_member_without_a_proper_name_is_refused_and_the_rest_stays(
    app: Flask, pi: FlaskClient, draft: Proposal, name: str
) -> None:
    typed = {"name": name, "email": "someone@example.org", "unit_name": "某单位", "duty": "试验"}
    path = f"/proposals/{draft.id}/edit/members"
    answer = pi.post(path, data=typed | {"months": "6"})
    refused(answer, 422, "姓名", "someone@example.org", "试验")
    assert stored(app, draft.id).members == []


def test_a_member_of_one_character_is_a_member(
    app: Flask, pi: FlaskClient, draft: Proposal
) -> None:
    typed = {"name": "𠮷", "email": "ji@example.org", "unit_name": "某单位", "duty": "试验"}
    path = f"/proposals/{draft.id}/edit/members"
    assert pi.post(path, data=typed | {"months": "6"}).status_code == 303
    assert [m.name for m in stored(app, draft.id).members] == ["𠮷"]


def test_pressing_start_twice_gives_one_draft(
    app: Flask, session: Session, draft: Proposal, sign_in: SignInAs
) -> None:
    newcomer = person(session, organisation_id=draft.lead_unit_id)
    session.commit()
    client = sign_in(newcomer)
    answers = [client.post(f"/calls/{draft.call_id}/proposals") for _ in range(2)]
    assert answers[0].status_code == 303
    assert answers[1].headers.get("Location") == answers[0].headers["Location"] or (
        answers[1].status_code == 409
    )
    with looking(app) as now:
        assert now.query(Proposal).filter(Proposal.pi_id == newcomer.id).count() == 1


def test_a_move_one_millisecond_late_says_that_the_servers_clock_closed_it(
    app: Flask, session: Session, pi: FlaskClient, draft: Proposal, clock: StillClock
) -> None:
    assert draft.call.close_at is not None
    path = f"/cases/proposal/{draft.id}/moves/submit"
    clock.move_to(draft.call.close_at - timedelta(milliseconds=1))
    seen = re.findall(r'name="seen"[^>]*value="([^"]*)"', pi.get(path).text)[0]
    clock.move_to(draft.call.close_at + timedelta(milliseconds=1))
    answer = pi.post(path, data={"seen": seen})
    refused(answer, 409, "以服务器时间为准", f"/cases/proposal/{draft.id}/late/")
    assert stored(app, draft.id).state == "draft"
    assert clock.now() > START
