"""What machines that watch this one are told, and what the log says of a request."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.database import Database
from app.factory import equip
from app.models import HistoryCheck, Outbox, Timer
from app.operating.readiness import revisions
from app.queries.administering.operating import standing
from config import ROOT, settings_from
from environment import BadSetting
from tests.conftest import START, StillClock
from tests.factories import call, proposal

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


def test_while_its_database_is_away_the_measures_say_so(
    app: Flask, watched: Flask, clock: StillClock
) -> None:
    assert scrape(watched)["chongxian_database_up"] == 1
    away = Database("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    equip(app, app.config["SETTINGS"], clock, away)
    found = scrape(app)
    assert found["chongxian_database_up"] == 0
    assert found["chongxian_files_up"] == 1
    assert "chongxian_outbox_oldest_seconds" not in found
    assert any(name.startswith("chongxian_requests_total") for name in found)


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
from app.queries.administering.operating import Standing
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


@pytest.mark.parametrize(("broken_row", "holds"), [(None, 1.0), (7, 0.0)])
def test_a_history_that_no_longer_holds_wakes_somebody(
    session: Session, watched: Flask, clock: StillClock, broken_row: int | None, holds: float
) -> None:
    assert "chongxian_history_holds" not in scrape(watched), "nobody has verified it yet"
    assert scrape(watched)["chongxian_history_verified_seconds"] == float("inf"), "never"
    session.add(HistoryCheck(at=clock.now(), rows=9, broken_row=broken_row))
    session.commit()
    clock.advance(hours=3)
    measures = scrape(watched)
    assert measures["chongxian_history_holds"] == holds
    assert measures["chongxian_history_verified_seconds"] == 3 * 3600


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
