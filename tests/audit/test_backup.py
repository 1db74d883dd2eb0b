"""The restore drill: what was backed up while the site ran comes back whole, and proves itself."""

from __future__ import annotations

import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from app.audit.proving import Checked
from app.backup import restoring
from app.backup.archive import BadArchive, read_manifest
from app.backup.creating import create
from app.backup.restoring import CannotRestore
from app.database import Database
from app.migrating import alembic_config
from app.models import History, Letter, Person
from app.worker.context import Context
from config import Settings
from tests.audit.stored import Stored, another_house
from tests.services.stage import Stage

pytestmark = pytest.mark.each_database

Elsewhere = Callable[[], Settings]
"""Settings of an installation that nobody has used yet."""


def faults(checked: list[Checked]) -> list[str]:
    assert checked
    return [f"{c.what.en}: {c.fault.where.en}: {c.fault.reason.en}" for c in checked if c.fault]


def digest_of_rows(url: str) -> list[tuple[int, str]]:
    engine = create_engine(url)
    with Session(engine) as session:
        rows = [(i, m) for i, m in session.execute(select(History.id, History.mac))]
    engine.dispose()
    return sorted(rows)


@pytest.fixture
def archive(stage: Stage, kept: Stored, context: Context, tmp_path: Path) -> Path:
    """Made while somebody writes: what is not committed is not in it."""
    _mark_revision(stage.session)
    stage.session.commit()
    stage.session.add(Person(name="未提交", email="x@x", password_hash="!", created_at=stage.now))
    stage.session.flush()
    made = create(context.database, context.settings, tmp_path / "archives", stage.now)
    stage.session.rollback()
    return made


@pytest.fixture
def elsewhere(context: Context, tmp_path: Path) -> Elsewhere:
    return lambda: another_house(context.settings, tmp_path / "elsewhere")


def test_the_drill_what_was_backed_up_is_there_again_and_proves_itself(
    archive: Path, elsewhere: Elsewhere, context: Context, kept: Stored
) -> None:
    there = elsewhere()
    scratch = None if there.database_url.startswith("sqlite") else there.database_url
    for _twice in range(2):  # and leaves the place as empty as it was
        assert faults(restoring.verify(archive, there, scratch)) == []
    assert faults(restoring.restore(archive, there, overwrite=False)) == []
    if scratch is not None:
        with pytest.raises(CannotRestore, match="--scratch"):
            restoring.verify(archive, there, scratch)
    with pytest.raises(CannotRestore, match="--overwrite"):
        restoring.restore(archive, there, overwrite=False)
    assert faults(restoring.restore(archive, there, overwrite=True)) == []
    assert digest_of_rows(there.database_url) == digest_of_rows(context.settings.database_url)
    database = Database(there.database_url)
    with database.session(writing=False) as session:
        assert session.scalar(select(Person.id).where(Person.name == "未提交")) is None
        assert session.get_one(Letter, kept.letter.id).sha256 == kept.letter.sha256
    database.engine.dispose()


@pytest.mark.schemas
def test_what_a_restore_that_was_killed_had_put_aside_is_there_again_before_the_next_one(
    archive: Path, elsewhere: Elsewhere
) -> None:
    there = elsewhere()
    restoring.restore(archive, there, overwrite=False)
    engine = create_engine(there.database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER SCHEMA public RENAME TO before_restore")
        connection.exec_driver_sql("CREATE SCHEMA public")
    engine.dispose()
    with pytest.raises(CannotRestore, match="--overwrite"):
        restoring.restore(archive, there, overwrite=False)
    assert faults(restoring.restore(archive, there, overwrite=True)) == []


def test_an_archive_that_was_altered_is_refused_and_restores_nothing(
    archive: Path, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    there = elsewhere()
    name = next(m.name for m in read_manifest(archive).members if "letters" in m.name)
    with pytest.raises(BadArchive, match=f"{name}: differs"):
        restoring.restore(_with(archive, name, tmp_path), there, overwrite=False)
    assert not list(there.var.glob("letters/*"))


def _with(archive: Path, name: str, folder: Path) -> Path:
    """The same archive with another content of one member."""
    unpacked, other = folder / "unpacked", folder / "altered.tar"
    with tarfile.open(archive) as tar:
        tar.extractall(unpacked)
        names = tar.getnames()
    with (unpacked / name).open("ab") as file:
        file.write(b" ")
    with tarfile.open(other, "w") as tar:
        for one in names:
            tar.add(unpacked / one, one)
    shutil.rmtree(unpacked)
    return other


def test_a_backup_names_the_file_that_is_not_there(
    stage: Stage, kept: Stored, context: Context, tmp_path: Path
) -> None:
    stage.session.commit()
    shutil.rmtree(context.settings.var / "letters")
    made = create(context.database, context.settings, tmp_path / "archives", stage.now)
    missing = read_manifest(made).missing
    assert [one.split()[0] for one in missing] == ["letter"]


def _mark_revision(session: Session) -> None:
    """The tests make their tables without migrations."""
    script = ScriptDirectory.from_config(alembic_config(session.connection()))
    MigrationContext.configure(session.connection()).stamp(script, "head")
