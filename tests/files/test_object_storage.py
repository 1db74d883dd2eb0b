"""The house on an object store: letters, uploads, backups and proofs, and the store going away."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.audit.exported import export, exported
from app.backup import restoring
from app.backup.creating import create
from app.files.places import files_of, letters_of
from app.files.store import Store
from app.models import Attachment, IntegrityCase, Outbox, Proposal
from app.worker.context import Context
from app.worker.jobs import work
from app.worker.letters import make_letter
from config import Settings, settings_from
from connections import ObjectStorage
from environment import BadSetting
from tests.audit.stored import another_house, put_on_record
from tests.audit.test_backup import _mark_revision, faults
from tests.conftest import StillClock
from tests.databases import FreshDatabases
from tests.object_server import new_bucket
from tests.played import Library, Playback
from tests.services.stage import Stage, a_page
from tests.services.test_letters import accepted, letter_of

NOWHERE = ObjectStorage("http://127.0.0.1:1", "bucket", "us-east-1", "key", "secret")


SAID = {
    "CHONGXIAN_MODE": "test",
    "CHONGXIAN_S3_ENDPOINT": "https://store.example:9000",
    "CHONGXIAN_S3_BUCKET": "chongxian",
    "CHONGXIAN_S3_ACCESS_KEY": "key",
    "CHONGXIAN_S3_SECRET_KEY": "secret",
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENDPOINT", ""),
        ("SECRET_KEY", ""),
        ("ENDPOINT", "store.example"),
        ("ENDPOINT", "https://store.example/path"),
        ("ENDPOINT", "ftp://store.example"),
        ("BUCKET", "Not A Bucket"),
    ],
)
def test_an_object_store_is_named_in_full_or_not_at_all(name: str, value: str) -> None:
    assert settings_from({"CHONGXIAN_MODE": "test"}).object_storage is None
    assert settings_from(SAID).object_storage is not None
    with pytest.raises(BadSetting, match=f"CHONGXIAN_S3_{name}"):
        settings_from(SAID | {f"CHONGXIAN_S3_{name}": value})


@pytest.fixture
def settings(settings: Settings, bucket: ObjectStorage) -> Settings:
    return replace(settings, object_storage=bucket)


@pytest.fixture
def library(databases: FreshDatabases, tmp_path: Path) -> Library:
    """Of this test alone: the shared one keeps files of folders."""
    return Library(databases, tmp_path / "played")


@pytest.fixture
def stage(session: Session, clock: StillClock, context: Context, playback: Playback) -> Stage:
    return Stage(session, clock, context, playback)


def uploaded(store: Store, proposal: Proposal, now: datetime) -> Attachment:
    return Attachment(
        key="other",
        name="方案.pdf",
        media_type="application/pdf",
        size=1,
        sha256=store.put(a_page()),
        uploaded_by_id=proposal.pi_id,
        uploaded_at=now,
    )


def files_in(folder: Path) -> list[str]:
    return [f.name for f in folder.rglob("*") if f.is_file() and f.name != "demo.p12"]


def test_letters_checkpoints_and_uploads_are_backed_up_proved_and_restored(
    stage: Stage, context: Context, endpoint: str, tmp_path: Path
) -> None:
    settings, proposal = context.settings, accepted(stage)
    proposal.attachments.append(uploaded(files_of(settings), proposal, stage.now))
    put_on_record(stage)
    letter = letter_of(stage, proposal)
    stage.session.commit()
    make_letter(context, {"letter_id": letter.id}, stage.now)
    stage.session.expire_all()
    _mark_revision(stage.session)
    export(stage.session, settings, stage.now)
    stage.session.commit()
    assert files_in(settings.var) == []
    archive = create(context.database, settings, tmp_path / "archives", stage.now)
    house = another_house(settings, tmp_path / "elsewhere")
    there = replace(house, object_storage=new_bucket(endpoint))
    assert faults(restoring.restore(archive, there, overwrite=False)) == []
    assert letters_of(there).all() == [letter.sha256]
    assert files_of(there).all() == [proposal.attachments[0].sha256]
    assert [one.mark is None for one in exported(there)] == [False]


def test_a_letter_waits_for_a_store_that_is_away_and_is_filed_once_when_it_is_back(
    stage: Stage, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.worker.letters.render", lambda *_of: a_page().getvalue())
    letter = letter_of(stage, accepted(stage))
    job = stage.session.scalars(select(Outbox).where(Outbox.job == "letter")).one()
    stage.session.commit()
    away = replace(context, settings=replace(context.settings, object_storage=NOWHERE))
    work(away, job.id, stage.now)
    stage.session.expire_all()
    assert (letter.state, letter.sha256, job.status) == ("issued", None, "waiting")
    assert "StoreAway" in job.error
    stage.session.commit()
    work(context, job.id, stage.now)
    stage.session.expire_all()
    assert (letter.state, job.status) == ("filed", "done")
    assert letters_of(context.settings).all() == [letter.sha256]


TIP = {"subject": "某单位", "when_and_where": "去年的项目", "act": "同一份成果重复报送两个项目" * 3}


def tip(client: FlaskClient) -> tuple[int, str]:
    upload = {"evidence": (BytesIO(a_page().getvalue()), "证据.pdf")}
    answer = client.post("/integrity-tips", data=TIP | upload)
    return answer.status_code, answer.text


def test_a_store_that_is_away_refuses_an_upload_keeps_what_was_typed_and_writes_no_row(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(settings, object_storage=NOWHERE)
    status, page = tip(client)
    assert status == 422
    assert "文件库暂时无法写入" in page
    assert all(typed in page for typed in TIP.values())
    assert session.scalar(select(func.count(IntegrityCase.id))) == 0
    session.rollback()
    app.config["SETTINGS"] = settings
    assert tip(client)[0] == 201
    assert len(files_of(settings).all()) == 1


def test_a_reader_is_told_that_files_are_away_and_probes_and_measures_say_it(
    app: Flask, client: FlaskClient, stage: Stage, context: Context
) -> None:
    letter = letter_of(stage, accepted(stage))
    letter.is_public, letter.state, letter.sha256 = True, "filed", "0" * 64
    stage.session.commit()
    settings = replace(app.config["SETTINGS"], metrics_token="t" * 16)
    for storage, status, said in ((settings.object_storage, 404, "ok"), (NOWHERE, 503, "away")):
        app.config["SETTINGS"] = replace(settings, object_storage=storage)
        answer = client.get(f"/letters/{letter.id}.pdf")
        assert answer.status_code == status
        assert ("系统正在恢复" in answer.text) == (said == "away")
        ready = client.get("/readyz")
        assert (ready.json or {})["files"] == said
        measures = client.get("/metrics", headers={"Authorization": f"Bearer {'t' * 16}"}).text
        assert f"chongxian_files_up {float(said == 'ok')}" in measures
