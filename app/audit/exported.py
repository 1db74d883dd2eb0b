"""Checkpoints outside the database: one signed file a day, so that whoever rewrites the history,
its checkpoints and its key still has the office's signature of an earlier day against them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.chain import Mark
from app.audit.checkpoint import take_checkpoint
from app.canonical import canonical_json
from app.files.places import checkpoints_of
from app.files.shelf import Shelf
from app.models import Checkpoint
from config import Settings
from workflows.engine.calendar import SHANGHAI, local_date

if TYPE_CHECKING:
    from asn1crypto import x509

_SIGNATURE = ".p7s"


@dataclass(frozen=True, slots=True)
class Exported:
    """What an exported file says. `mark` is None when its signature does not cover it."""

    name: str
    mark: Mark | None


def is_exported(settings: Settings, day: date) -> bool:
    return checkpoints_of(settings).read(_name(day)) is not None


def export(session: Session, settings: Settings, now: datetime) -> str | None:
    """The end of the chain as it is now, in the file of its day, whose name it returns; None before
    the first move.

    Raises CannotSign: there is nothing to sign with, or the authority of time stamps gave none.
    """
    # Heavy, and here and below only: whoever looks at the newest file's name does without.
    from app.documents.sign import identity_of, sign_beside
    from app.documents.stamps import authority_of

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
    name, shelf = _name(local_date(now)), checkpoints_of(settings)
    # The file of the day appears last: where it is, its signature is too.
    signature = sign_beside(content, identity_of(settings), now, authority_of(settings))
    shelf.write(name + _SIGNATURE, signature)
    shelf.write(name, content)
    return name


def exported(settings: Settings) -> Iterator[Exported]:
    """Every file there is, the oldest first."""
    shelf, roots = checkpoints_of(settings), _roots(settings)
    for name in _names(shelf):
        yield Exported(name, _mark(shelf, name, roots))


def newest_signed(settings: Settings) -> Exported | None:
    """The newest file that its signature covers."""
    shelf, roots = checkpoints_of(settings), _roots(settings)
    found = (Exported(name, _mark(shelf, name, roots)) for name in reversed(_names(shelf)))
    return next((one for one in found if one.mark is not None), None)


def of_history(session: Session, mark: Mark) -> str | None:
    """The code in the table of checkpoints for the same end of the chain; None when it is gone."""
    found = select(Checkpoint.mac).where(
        Checkpoint.history_id == mark.id, Checkpoint.rows == mark.rows
    )
    return session.scalar(found)


def _names(shelf: Shelf) -> list[str]:
    return [name for name in shelf.names() if name.endswith(".json")]


def _roots(settings: Settings) -> Sequence[x509.Certificate]:
    from app.documents.stamps import roots_of

    return roots_of(settings)


def _mark(shelf: Shelf, name: str, roots: Sequence[x509.Certificate]) -> Mark | None:
    content, signature = shelf.read(name), shelf.read(name + _SIGNATURE)
    if content is None or signature is None:
        return None
    from app.documents.sign import report_beside
    from app.documents.stamps import is_of

    report = report_beside(content, signature, roots)
    if not (report.intact and report.valid):
        return None
    said = json.loads(content)
    if not is_of(report.stamp, datetime.fromisoformat(said["at"]), roots):
        return None
    return Mark(said["rows"], said["history_id"], said["mac"])


def _name(day: date) -> str:
    return f"{day.isoformat()}.json"
