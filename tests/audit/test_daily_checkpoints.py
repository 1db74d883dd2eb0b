"""A checkpoint a day proves its place, and what lies before it need not be read again."""

from __future__ import annotations

import shutil

import pytest
from sqlalchemy import delete, func, select, update

from app.audit.checkpoint import verify_since
from app.audit.exported import newest_signed
from app.documents.sign import identity_of
from app.models import (
    History,
    HistoryCheck,
)
from app.worker.context import Context
from app.worker.daily import export_of_day, verification_of_hour
from app.worker.verifying import verify_newest
from tests.audit.stored import Stored
from tests.audit.test_proving import broken
from tests.services.stage import Stage
from workflows.roles import Role


def test_the_clock_exports_one_checkpoint_a_day(
    stage: Stage, kept: Stored, context: Context
) -> None:
    stage.session.commit()
    files = context.settings.var / "checkpoints"
    before = (files / "2026-03-02.json").stat().st_mtime_ns
    export_of_day(context, stage.now)
    assert (files / "2026-03-02.json").stat().st_mtime_ns == before
    stage.clock.advance(days=1)
    export_of_day(context, stage.now)
    assert sorted(f.name for f in files.glob("*.json")) == ["2026-03-02.json", "2026-03-03.json"]
    assert broken(stage) == {}


def test_letters_and_checkpoints_of_a_signing_identity_that_was_replaced_hold(
    stage: Stage, kept: Stored, context: Context
) -> None:
    stage.session.commit()
    folder = context.settings.var / "identity"
    before = identity_of(context.settings).signing_cert
    shutil.rmtree(folder)
    stage.clock.advance(days=1)
    export_of_day(context, stage.now)
    assert identity_of(context.settings).signing_cert != before
    assert len(list((context.settings.var / "checkpoints").glob("*.p7s"))) == 2
    assert broken(stage) == {}


def test_what_lies_behind_the_newest_checkpoint_is_verified_and_what_lies_before_it_is_not_read(
    stage: Stage, kept: Stored, context: Context
) -> None:
    session, keys = stage.session, context.settings.audit_keys
    newest = newest_signed(context.settings)
    assert newest is not None
    stage.moved(kept.payment, "approve", stage.holder(Role.FINANCE))
    last = session.scalars(select(History).order_by(History.id.desc())).first()
    assert last is not None
    assert verify_since(session, keys, newest.mark) is None
    session.execute(update(History).where(History.id == 1).values(role="finance"))
    assert verify_since(session, keys, newest.mark) is None
    last.role = "supervisor"
    session.flush()
    broken = verify_since(session, keys, newest.mark)
    assert broken is not None
    assert broken.id == last.id


def test_a_worker_verifies_once_an_hour_and_notes_what_it_found(
    stage: Stage, kept: Stored, context: Context
) -> None:
    session = stage.session
    session.commit()
    assert verification_of_hour(context, stage.now)
    assert not verification_of_hour(context, stage.now)
    verify_newest(context, {}, stage.now)
    found = session.scalars(select(HistoryCheck)).one()
    rows = session.scalar(select(func.count(History.id)))
    assert (found.at, found.rows, found.broken_row) == (stage.now, rows, None)
    last = session.scalars(select(History).order_by(History.id.desc())).first()
    assert last is not None
    last.role = "supervisor"
    session.commit()
    stage.clock.advance(hours=1)
    assert verification_of_hour(context, stage.now)
    verify_newest(context, {}, stage.now)
    session.expire_all()
    assert session.scalars(select(HistoryCheck)).one().broken_row == rows


@pytest.mark.parametrize("which", ["before", "itself"])
def test_a_checkpoint_proves_its_place_and_its_record(
    stage: Stage, kept: Stored, context: Context, which: str
) -> None:
    session = stage.session
    newest = newest_signed(context.settings)
    assert newest is not None
    mark = newest.mark
    assert mark is not None
    if which == "before":
        session.execute(delete(History).where(History.id == 2))
    else:
        session.execute(update(History).where(History.id == mark.id).values(role="finance"))
    broken = verify_since(session, context.settings.audit_keys, mark)
    assert broken is not None
    assert broken.id == mark.id
