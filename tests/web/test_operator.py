"""What machines that watch this one are told, and what the log says of a request."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
import structlog
from alembic.config import Config
from alembic.script import ScriptDirectory
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.database import Database
from app.factory import equip
from app.models import Outbox, Timer
from app.operating.logs import MASK, init_logs, without_people
from app.operating.readiness import revisions
from app.queries.operating import standing
from app.worker import jobs
from app.worker.context import Context
from config import ROOT, settings_from
from environment import BadSetting
from tests.conftest import START, SignInAs, StillClock
from tests.factories import call, person, proposal
from tests.web.looking import looking

pytestmark = pytest.mark.each_database

TOKEN = "a-token-of-the-office-only"


@pytest.fixture
def watched(app: Flask, clock: StillClock) -> Flask:
    settings = replace(app.config["SETTINGS"], metrics_token=TOKEN)
    equip(app, settings, clock, app.extensions["database"])
    return app


def scrape(app: Flask, token: str = TOKEN) -> dict[str, float]:
    answer = app.test_client().get("/metrics", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines}


def at_revision(session: Session, revision: str) -> None:
    session.connection().exec_driver_sql(
        "CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL)"
    )
    session.connection().exec_driver_sql("DELETE FROM alembic_version")
    session.connection().exec_driver_sql(
        f"INSERT INTO alembic_version (version_num) VALUES ('{revision}')"
    )
    session.commit()


@pytest.fixture
def versioned(session: Session) -> Iterator[Session]:
    yield session
    session.rollback()
    session.connection().exec_driver_sql("DROP TABLE IF EXISTS alembic_version")
    session.commit()


def test_a_process_is_ready_when_its_tables_are_there_even_while_the_queue_is_away(
    client: FlaskClient, versioned: Session
) -> None:
    head = revisions()[-1]
    for revision, status, said in (
        (head, 200, "ok"),
        ("0001", 503, "behind"),
        ("9999", 200, "ahead"),
    ):
        at_revision(versioned, revision)
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json) == (
            status,
            {
                "database": "ok",
                "migrations": said,
                "redis": "degraded",
                "files": "ok",
                "replica": "none",
                "signing": "none",
            },
        )


def test_revisions_stand_in_one_line_numbered_by_their_files() -> None:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("path_separator", "os")
    walked = ScriptDirectory.from_config(config).walk_revisions()
    assert [script.revision for script in walked][::-1] == list(revisions())


def test_without_its_database_a_process_lives_and_is_not_ready(
    app: Flask, clock: StillClock
) -> None:
    away = Database("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    equip(app, app.config["SETTINGS"], clock, away)
    client = app.test_client()
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["database"]) == (503, "away")  # type: ignore[index]


def test_measures_exist_for_whoever_brings_the_token_and_for_nobody_else(
    app: Flask, watched: Flask, clock: StillClock
) -> None:
    assert scrape(watched)
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic eDp5"}):
        assert watched.test_client().get("/metrics", headers=headers).status_code == 404
    equip(
        app, replace(app.config["SETTINGS"], metrics_token=None), clock, app.extensions["database"]
    )
    empty = {"Authorization": "Bearer "}
    assert app.test_client().get("/metrics", headers=empty).status_code == 404
    with pytest.raises(BadSetting, match="METRICS_TOKEN"):
        settings_from({"CHONGXIAN_MODE": "test", "CHONGXIAN_METRICS_TOKEN": "short"})


def test_requests_are_counted_by_the_pattern_of_their_address(watched: Flask) -> None:
    asked = 'chongxian_requests_total{method="GET",route="/calls/<int:number>",status="404"}'
    before = scrape(watched).get(asked, 0)
    for number in (71, 72):
        watched.test_client().get(f"/calls/{number}")
    found = scrape(watched)
    assert found[asked] == before + 2
    assert found['chongxian_request_seconds_count{route="/calls/<int:number>"}'] >= 2


PROCESSES = """
import os, sys
from app.operating.measures import Around, count, exposition
from app.queries.operating import Standing
count("/calls", "GET", 200, 0.01)
if os.fork() == 0:
    count("/calls", "GET", 200, 0.01)
    os._exit(0)
os.wait()
print(exposition(Standing({}, 0, 0, 0, 0, 0), Around(True)).decode())
"""


def test_whichever_process_answers_tells_of_all(tmp_path: Path) -> None:
    environment = {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"}
    command = (sys.executable, "-c", PROCESSES)
    told = subprocess.check_output(command, cwd=ROOT, env=environment, text=True)
    assert 'chongxian_requests_total{method="GET",route="/calls",status="200"} 2.0' in told


def test_the_standing_of_the_work_tells_what_is_late(session: Session, clock: StillClock) -> None:
    late = START - timedelta(minutes=2)
    for number, status in enumerate(("waiting", "failed", "done")):
        session.add(
            Outbox(key=f"k{number}", job="mail", payload={}, status=status, not_before=late)
        )
    made = proposal(session)
    for name, due, refused in (("a", late, ""), ("b", late, "还差材料"), ("c", START, "")):
        session.add(
            Timer(
                case_kind="proposal", case_id=made.id, transition=name, due_at=due, refused=refused
            )
        )
    for hours in (-1, 1, 30):
        close = START + timedelta(hours=hours)
        call(session, state="open", open_at=START - timedelta(days=9), close_at=close)
    session.flush()
    found = standing(session, START)
    assert found.outbox == {"waiting": 1, "queued": 0, "failed": 1}
    assert found.oldest_seconds == 120
    assert (found.timers_late, found.timers_refused) == (1, 1)
    assert found.closing_soon == 1


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
    assert "test_operator.py" in said
    assert typed not in said
