"""`flask backup verify` and `flask backup restore`: an archive is unpacked, loaded and proved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic.script import ScriptDirectory

from app.audit.proving import Checked, prove
from app.backup import postgres
from app.backup.archive import DATABASE, VAR, BadArchive, Manifest, read_manifest, unpack
from app.backup.database import dialect_of, is_empty, load, take_back
from app.database import Database
from app.files.places import CHECKPOINTS, checkpoints_of, shelf_at, store_at
from app.files.store import is_digest
from app.migrating import alembic_config, clear, transaction, upgrade
from config import Settings
from workflows.engine.text import Text


class CannotRestore(RuntimeError):
    """It is not done; `reason` says why, and what would let it be done."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


def verify(archive: Path, settings: Settings, scratch: str | None) -> list[Checked]:
    """Every byte against the manifest, and everything that can be proved of what it restores to.
    SQLite is restored to a temporary file; PostgreSQL to `scratch`, the URL of an empty database,
    without which only the bytes are looked at and nothing is proved (an empty list).

    Raises BadArchive, CannotRestore.
    """
    manifest = _known(archive)
    with _unpacked(archive, manifest, None) as folder:
        url = scratch
        if manifest.dialect == "sqlite":
            url = f"sqlite:///{folder / 'scratch.sqlite'}"
        elif not postgres.is_readable(folder / DATABASE):
            raise BadArchive(_NOT_READABLE)
        if url is None:
            return []
        tried = replace(settings, database_url=url, var=folder / VAR, object_storage=None)
        _require_same_dialect(manifest, url)
        with _opened(url) as database:
            if not is_empty(database.engine):
                raise CannotRestore(_SCRATCH_NOT_EMPTY)
            try:
                return _load_and_prove(database, folder, tried)
            finally:
                _empty(database)


def restore(archive: Path, settings: Settings, *, overwrite: bool) -> list[Checked]:
    """Into this installation, whose programs are stopped. Files that are there stay: nothing but
    what the database names is found. Raises BadArchive, CannotRestore."""
    manifest = _known(archive)
    _require_same_dialect(manifest, settings.database_url)
    settings.var.mkdir(parents=True, exist_ok=True)
    with (
        _unpacked(archive, manifest, settings.var) as folder,
        _opened(settings.database_url) as database,
    ):
        take_back(database.engine)
        if not overwrite and not is_empty(database.engine):
            raise CannotRestore(_NOT_EMPTY)
        _put_checkpoints_aside(settings)
        _put_files_back(folder / VAR, settings)
        return _load_and_prove(database, folder, settings)


def _load_and_prove(database: Database, folder: Path, settings: Settings) -> list[Checked]:
    load(database.engine, folder / DATABASE)
    with transaction(database.engine) as connection:
        upgrade(connection)
    with database.session(writing=False) as session:
        return list(prove(session, settings))


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    database = Database(url)
    try:
        yield database
    finally:
        database.engine.dispose()


@contextmanager
def _unpacked(archive: Path, manifest: Manifest, beside: Path | None) -> Iterator[Path]:
    with TemporaryDirectory(prefix="restoring-", dir=beside) as folder:
        unpack(archive, manifest, Path(folder))
        yield Path(folder)


def _known(archive: Path) -> Manifest:
    """An archive whose tables this version of the program knows, or their predecessors."""
    manifest = read_manifest(archive)
    with _opened("sqlite://") as nowhere, nowhere.engine.connect() as connection:
        known = ScriptDirectory.from_config(alembic_config(connection))
        revisions = {script.revision for script in known.walk_revisions()}
    if manifest.revision not in revisions:
        raise CannotRestore(_UNKNOWN_REVISION.format(revision=manifest.revision))
    return manifest


def _require_same_dialect(manifest: Manifest, url: str) -> None:
    if dialect_of(url) != manifest.dialect:
        raise CannotRestore(_OTHER_DATABASE.format(dialect=manifest.dialect))


def _empty(database: Database) -> None:
    """What is personal lies in no second place, and the next archive finds the place empty."""
    with transaction(database.engine) as connection:
        clear(connection)


def _put_checkpoints_aside(settings: Settings) -> None:
    """Those of what is overwritten speak of a history that is no more; they stay readable."""
    shelf, aside = checkpoints_of(settings), shelf_at(settings, f"{CHECKPOINTS}-overwritten")
    for name in shelf.names():
        aside.write(name, shelf.read(name) or b"")
    shelf.clear()


def _put_files_back(folder: Path, settings: Settings) -> None:
    for file in sorted(f for f in folder.rglob("*") if f.is_file()):
        if is_digest(file.name):
            place = file.relative_to(folder).parents[2].as_posix()
            with file.open("rb") as content:
                store_at(settings, place).put(content)
        else:
            place = file.parent.relative_to(folder).as_posix()
            shelf_at(settings, place).write(file.name, file.read_bytes())


_NOT_READABLE = Text(
    "pg_restore 读不出其中的数据库", "pg_restore cannot read the database in the archive"
)
_UNKNOWN_REVISION = Text(
    "备份的表结构版本是“{revision}”，本程序不认识：请用同版或更新的程序恢复",
    "its tables are of revision “{revision}”, which this program does not know: restore with the "
    "version that made it, or a newer one",
)
_OTHER_DATABASE = Text(
    "备份来自 {dialect}，请把 CHONGXIAN_DATABASE_URL（或 --scratch）指向同类数据库",
    "the archive is of {dialect}: let CHONGXIAN_DATABASE_URL (or --scratch) name one of that kind",
)
_SCRATCH_NOT_EMPTY = Text(
    "--scratch 所指的数据库里已有账号或流转记录，未作核验；请指定一个空数据库",
    "the database named by --scratch holds accounts or a history and was left alone: name an empty "
    "one",
)
_NOT_EMPTY = Text(
    "数据库里已有账号或流转记录，未作恢复；确要覆盖请加 --overwrite",
    "the database holds accounts or a history and was left alone; --overwrite replaces it",
)
