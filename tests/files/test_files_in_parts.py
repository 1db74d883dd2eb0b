"""A file that arrives in parts, in every kind of store: whole, used once, gone without a trace."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import cast

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.audit.named import named_files
from app.files.places import parts_of
from app.models import Outbox, Person, Upload, UploadPart
from app.services.files import uploading
from app.services.files.uploading import Refusal, Why
from app.worker.context import Context
from app.worker.daily import forget_uploads
from app.worker.jobs import work
from config import Settings
from tests.conftest import START
from tests.factories import person
from workflows.engine.text import Text

CONTENT = b"0123456789" * 300_000
"""Three parts at least."""


@pytest.fixture(params=["folder", "objects"])
def settings(request: pytest.FixtureRequest, settings: Settings) -> Settings:
    if request.param == "folder":
        return settings
    return replace(settings, object_storage=request.getfixturevalue("bucket"))


@pytest.fixture
def sender(session: Session) -> Person:
    return person(session)


def begun(session: Session, sender: Person, size: int = len(CONTENT)) -> Upload:
    return cast(Upload, uploading.begin(session, sender, "方案.pdf", size, START))


def arrived(session: Session, sender: Person) -> Upload:
    upload = begun(session, sender)
    half = len(CONTENT) // 2
    for offset, piece in ((0, CONTENT[:half]), (half, CONTENT[half:])):
        assert uploading.append(session, upload, offset, BytesIO(piece)) is None
    session.commit()
    return upload


def do_all_work(session: Session, context: Context) -> None:
    jobs = session.scalars(select(Outbox.id).where(Outbox.job == "upload_parts")).all()
    session.commit()
    for job in jobs:
        work(context, job, START)


def test_what_no_form_has_taken_yet_is_no_file_that_an_audit_or_a_backup_asks_for(
    session: Session, sender: Person
) -> None:
    arrived(session, sender)
    assert list(named_files(session)) == []


def test_what_arrived_in_parts_is_the_file_and_leaves_with_its_name_once_it_was_used(
    session: Session, context: Context, sender: Person
) -> None:
    upload = arrived(session, sender)
    key = upload.key
    assert len(upload.parts) == 4
    file = uploading.whole(session, upload)
    assert not isinstance(file, Text)
    with file:
        assert hashlib.sha256(file.read()).digest() == hashlib.sha256(CONTENT).digest()
    uploading.forget(session, upload, START)
    session.flush()
    assert parts_of(context.settings, key).names(), "a form that is refused after all needs them"
    session.commit()
    do_all_work(session, context)
    assert parts_of(context.settings, key).names() == []
    for model in (Upload, UploadPart):
        assert session.scalar(select(func.count(model.id))) == 0
    assert uploading.find(session, sender, key, to_change=False) is None


def test_a_file_with_a_part_missing_or_altered_is_refused_and_names_itself(
    session: Session, context: Context, sender: Person
) -> None:
    upload = arrived(session, sender)
    shelf = parts_of(context.settings, upload.key)
    shelf.write("0", b"something else")
    altered = uploading.whole(session, upload)
    shelf.clear()
    missing = uploading.whole(session, upload)
    for answer in (altered, missing):
        assert isinstance(answer, Text)
        assert "方案.pdf" in answer.zh


def test_what_nobody_used_within_a_day_is_removed_by_the_clock(
    session: Session, context: Context, sender: Person
) -> None:
    upload = arrived(session, sender)
    key, day = upload.key, timedelta(days=1)
    assert forget_uploads(context, START + day - timedelta(seconds=1)) == 0
    assert forget_uploads(context, START + day) == 1
    session.expire_all()
    do_all_work(session, context)
    assert parts_of(context.settings, key).names() == []
    assert session.scalar(select(func.count(Upload.id))) == 0


def test_a_file_that_is_longer_than_announced_or_goes_on_elsewhere_is_refused(
    session: Session, sender: Person
) -> None:
    upload = begun(session, sender, size=10)
    longer = uploading.append(session, upload, 0, BytesIO(b"0123456789x"))
    elsewhere = uploading.append(session, upload, 5, BytesIO(b"01234"))
    assert isinstance(longer, Refusal)
    assert isinstance(elsewhere, Refusal)
    assert (longer.why, elsewhere.why) == (Why.TOO_LARGE, Why.ELSEWHERE)
    assert upload.received == 0
    assert isinstance(uploading.whole(session, upload), Text), "it has not arrived"
    assert uploading.append(session, upload, 0, BytesIO(b"0123456789")) is None
    assert upload.is_whole
