"""Checkpoints outside the database: one signed file a day, so that whoever rewrites the history,
its checkpoints and its key still has the office's signature of an earlier day against them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.chain import Mark
from app.audit.checkpoint import take_checkpoint
from app.canonical import canonical_json
from app.models import Checkpoint
from config import Settings
from workflows.engine.calendar import SHANGHAI, local_date

_SIGNATURE = ".p7s"


@dataclass(frozen=True, slots=True)
class Exported:
    """What a file of the folder says. `mark` is None when its signature does not cover it."""

    name: str
    mark: Mark | None


def folder_of(settings: Settings) -> Path:
    return settings.var / "checkpoints"


def is_exported(settings: Settings, day: date) -> bool:
    return _file(settings, day).exists()


def export(session: Session, settings: Settings, now: datetime) -> Path | None:
    """The end of the chain as it is now, in the file of its day; None before the first move.

    Raises NoIdentity: there is nothing to sign with.
    """
    # Heavy, and here and below only: whoever looks at the newest file's name does without.
    from app.documents.sign import identity_of, sign_beside

    take_checkpoint(session, now)
    session.flush()
    newest = session.scalars(select(Checkpoint).order_by(Checkpoint.id.desc()).limit(1)).first()
    if newest is None:
        return None
    content = canonical_json(
        {
            "office": settings.office_name,
            "at": now.astimezone(SHANGHAI).isoformat(timespec="seconds"),
            "rows": newest.rows,
            "history_id": newest.history_id,
            "mac": newest.mac,
        }
    )
    file = _file(settings, local_date(now))
    file.parent.mkdir(parents=True, exist_ok=True)
    # The file of the day appears last: where it is, its signature is too.
    _write(file.with_name(file.name + _SIGNATURE), sign_beside(content, identity_of(settings)))
    _write(file, content)
    return file


def exported(settings: Settings) -> Iterator[Exported]:
    """Every file of the folder, the oldest first."""
    for file in sorted(folder_of(settings).glob("*.json")):
        yield Exported(file.name, _mark(file))


def newest_signed(settings: Settings) -> Exported | None:
    """The newest file that its signature covers."""
    files = sorted(folder_of(settings).glob("*.json"), reverse=True)
    found = (Exported(file.name, _mark(file)) for file in files)
    return next((one for one in found if one.mark is not None), None)


def of_history(session: Session, mark: Mark) -> str | None:
    """The code in the table of checkpoints for the same end of the chain; None when it is gone."""
    found = select(Checkpoint.mac).where(
        Checkpoint.history_id == mark.id, Checkpoint.rows == mark.rows
    )
    return session.scalar(found)


def _mark(file: Path) -> Mark | None:
    signature = file.with_name(file.name + _SIGNATURE)
    if not signature.exists():
        return None
    from app.documents.sign import report_beside

    content = file.read_bytes()
    report = report_beside(content, signature.read_bytes())
    if not (report.intact and report.valid):
        return None
    said = json.loads(content)
    return Mark(said["rows"], said["history_id"], said["mac"])


def _file(settings: Settings, day: date) -> Path:
    return folder_of(settings) / f"{day.isoformat()}.json"


def _write(file: Path, content: bytes) -> None:
    fresh = file.with_name(f".{file.name}.new")
    fresh.write_bytes(content)
    fresh.replace(file)
