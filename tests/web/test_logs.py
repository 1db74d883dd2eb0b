"""What the log says of a request and of what it causes, and that it holds nothing of anybody."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO

import pytest
import structlog
from flask import Flask
from flask.testing import FlaskClient
from gunicorn.config import Config
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Outbox
from app.operating.logs import MASK, init_logs, without_people
from app.operating.server_log import ServerLog
from app.worker import jobs
from app.worker.context import Context
from tests.conftest import SignInAs
from tests.factories import person, proposal
from tests.web.looking import looking


def test_the_id_of_a_request_is_kept_or_made_and_shown_where_something_went_wrong(
    client: FlaskClient,
) -> None:
    given = client.get("/nowhere", headers={"X-Request-ID": "from-the-proxy-1"})
    assert given.headers["X-Request-ID"] == "from-the-proxy-1"
    assert "from-the-proxy-1" in given.text
    made = client.get("/nowhere", headers={"X-Request-ID": "<script>alert(1)</script>"})
    assert re.fullmatch("[0-9a-f]{32}", made.headers["X-Request-ID"])
    assert made.headers["X-Request-ID"] in made.text


@pytest.fixture
def in_json() -> Iterator[None]:
    init_logs(as_json=True)
    yield
    init_logs(as_json=False)


@pytest.mark.usefixtures("in_json")
def test_the_id_of_a_request_is_that_of_the_work_it_causes_and_of_what_that_causes_in_turn(
    app: Flask,
    client: FlaskClient,
    context: Context,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    email = person(session).email
    session.commit()

    def causing(given: Context, _payload: object, now: datetime) -> None:
        with given.transaction() as writing:
            writing.add(Outbox(key="caused", job="mail", payload={}, not_before=now))

    monkeypatch.setitem(jobs.HANDLERS, "mail", causing)
    client.post(
        "/account/forgotten", data={"email": email}, headers={"X-Request-ID": "one-click-7"}
    )
    with looking(app) as now:
        first = now.scalars(select(Outbox)).one()
    jobs.work(context, first.id, context.clock.now())
    with looking(app) as now:
        caused = now.scalars(select(Outbox).order_by(Outbox.id)).all()
    assert [row.request_id for row in caused] == ["one-click-7"] * 2
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["event"] for line in lines] == ["request", "job_done"]
    assert [line["request_id"] for line in lines] == ["one-click-7"] * 2
    assert (lines[1]["outbox"], lines[1]["job"]) == (first.id, "mail")


@pytest.mark.usefixtures("in_json")
def test_the_log_names_request_person_and_case_by_their_ids_only(
    session: Session, sign_in: SignInAs, capsys: pytest.CaptureFixture[str]
) -> None:
    made = proposal(session)
    client = sign_in(made.pi)
    client.get(f"/proposals/{made.id}", headers={"X-Request-ID": "request-7"})
    client.get("/account/reset/a-secret-of-somebody")
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert first["request_id"] == "request-7"
    assert (first["case"], first["person"]) == (f"proposal:{made.id}", made.pi.id)
    assert first["route"] == "/proposals/<int:number>"
    assert second["route"] == "/account/reset/<secret>"
    assert "case" not in second
    assert "a-secret" not in json.dumps(second)
    assert made.pi.name not in json.dumps(first, ensure_ascii=False)


@pytest.mark.usefixtures("in_json")
def test_the_log_of_a_whole_way_holds_nothing_of_anybody(
    session: Session,
    client: FlaskClient,
    sign_in: SignInAs,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    name, mail, number = "欧阳知微", "ouyang@example.org", "13800138000"
    secret, words, file, link = "no-password", "绝不写入日志的正文", "机密方案.pdf", "a-secret-link"
    made = proposal(session)
    made.pi.name, made.pi.email = name, mail
    session.commit()
    typed = {"name": name, "email": mail, "password": secret, "title": words, "words": words}
    for path in ("/account/register", "/account/sign-in", "/account/forgotten"):
        client.post(path, data=typed)
    client.get(f"/account/reset/{link}", query_string={"next": words})
    mine = sign_in(made.pi)
    of_draft = f"/proposals/{made.id}"
    for path in (f"{of_draft}/autosave/basics", "/account/profile", "/account/password"):
        mine.post(path, data=typed | {"phone": number})
    mine.get("/find", query_string={"q": f"{name} {number}"}, headers={"Referer": f"/{words}"})
    sent = {"file": (BytesIO(words.encode()), file), "key": "plan"}
    mine.post(f"{of_draft}/edit/attachments", data=sent)
    mine.get("/api/v1/calls", headers={"Authorization": f"Bearer cx_{secret}"})
    mine.post("/account/sign-out")
    out, err = capsys.readouterr()
    lines = [json.loads(line) for line in out.splitlines()]
    assert len(lines) == 11
    assert {line["event"] for line in lines} == {"request"}
    logged = json.dumps(lines, ensure_ascii=False) + err + caplog.text
    said = (name, mail, number, secret, words, file, link)
    assert [one for one in said if one in logged] == []


def test_what_the_queue_says_is_a_line_like_all_others(capsys: pytest.CaptureFixture[str]) -> None:
    init_logs(as_json=True)
    try:
        logging.getLogger("rq.worker").warning("lost %s", "kun@example.org")
    finally:
        init_logs(as_json=False)
    line = json.loads(capsys.readouterr().err)
    assert (line["event"], line["level"]) == (f"lost {MASK}", "warning")


@pytest.mark.usefixtures("in_json")
def test_what_the_server_itself_says_is_a_line_like_all_others_with_the_id_of_the_request(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHONGXIAN_MODE", "production")
    log = ServerLog(Config())
    with structlog.contextvars.bound_contextvars(request_id="one-click-7"):
        log.exception("Error handling request %s %s", "GET", "/account/reset/a-secret")
    structlog.contextvars.clear_contextvars()
    log.critical("WORKER TIMEOUT (pid:%s)", 7)
    in_hand, of_nobody = map(json.loads, capsys.readouterr().err.splitlines())
    assert (in_hand["event"], in_hand["level"]) == ("Error handling request", "error")
    assert in_hand["request_id"] == "one-click-7"
    assert (of_nobody["event"], of_nobody["level"]) == ("WORKER TIMEOUT (pid:7)", "critical")
    assert "request_id" not in of_nobody


@pytest.mark.usefixtures("in_json")
def test_a_request_that_failed_is_one_line_with_its_id_and_without_its_address(
    app: Flask,
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fails(secret: str) -> None:
        raise RuntimeError

    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    monkeypatch.setitem(app.view_functions, "account.reset", fails)
    client.get("/account/reset/a-secret-of-somebody", headers={"X-Request-ID": "one-click-7"})
    out, err = capsys.readouterr()
    assert err + caplog.text == ""
    fault, request = map(json.loads, out.splitlines())
    assert (fault["event"], fault["request_id"]) == ("request failed", "one-click-7")
    assert request["status"] == 500
    assert "a-secret" not in out


def test_what_belongs_to_a_person_is_masked_in_a_log() -> None:
    kept = "350102199001011234567"
    said = f"refused: zhou@example.org, 35010219900101123X, 13800138000; outbox 20260302, {kept}"
    event = without_people(None, "", {"exception": said, "seconds": 1.5})
    assert event == {
        "exception": f"refused: {MASK}, {MASK}, {MASK}; outbox 20260302, {kept}",
        "seconds": 1.5,
    }


@pytest.mark.parametrize("as_json", [True, False])
def test_a_fault_in_the_log_names_its_place_and_no_value_of_a_variable(
    as_json: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    init_logs(as_json=as_json)
    typed = "".join(["密封", "报价"])
    try:
        int(typed[:0])
    except ValueError:
        structlog.get_logger().exception("fault")
    init_logs(as_json=False)
    said = capsys.readouterr().out
    assert "test_logs.py" in said
    assert typed not in said


def test_a_long_text_in_a_log_is_gone_through_once() -> None:
    words = "a" * 400_000  # from each of its characters to its end would take hours
    assert without_people(None, "", {"error": words}) == {"error": words}
