"""`flask backup create`: a snapshot of the database, and then the files that it names."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.audit.named import named_files
from app.backup.archive import DATABASE, VAR, Manifest, Writer, writing
from app.backup.database import revision_of, snapshot
from app.database import Database
from app.files.places import CHECKPOINTS, checkpoints_of, store_at
from app.files.store import MissingFile
from app.models import History
from config import Settings

_ATTEMPTS = 2


def create(database: Database, settings: Settings, folder: Path, now: datetime) -> Path:
    """The archive. Nobody need stop working: a file never changes, and it is there before the row
    that names it."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"chongxian-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.tar"
    for attempt in range(1, _ATTEMPTS + 1):
        # A bid sealed meanwhile takes its readable files away: then another snapshot is taken.
        if not _create(database, settings, folder / name, now) or attempt == _ATTEMPTS:
            break
    return folder / name


def _create(database: Database, settings: Settings, target: Path, now: datetime) -> list[str]:
    """What the database names and was not there."""
    missing: list[str] = []
    with TemporaryDirectory(dir=target.parent) as scratch, writing(target) as out:
        dumped = Path(scratch) / DATABASE
        with snapshot(database.engine, dumped) as session:
            for named in named_files(session):
                try:
                    with store_at(settings, named.folder).open(named.sha256) as content:
                        out.add(f"{VAR}/{named.place}", content)
                except MissingFile:
                    missing.append(f"{named.by} {named.place}")
            manifest = _manifest(session, settings, now, missing)
        _add_checkpoints(settings, out)
        with dumped.open("rb") as content:
            out.add(DATABASE, content)
        out.close_with(manifest, Path(scratch) / "manifest")
    return missing


def _manifest(session: Session, settings: Settings, now: datetime, missing: list[str]) -> Manifest:
    return Manifest(
        taken_at=now.astimezone(UTC).isoformat(timespec="seconds"),
        office=settings.office_name,
        dialect=session.get_bind().dialect.name,
        revision=revision_of(session),
        rows=session.scalar(select(func.count(History.id))) or 0,
        missing=missing,
    )


def _add_checkpoints(settings: Settings, out: Writer) -> None:
    shelf = checkpoints_of(settings)
    for name in shelf.names():
        out.add(f"{VAR}/{CHECKPOINTS}/{name}", BytesIO(shelf.read(name) or b""))
