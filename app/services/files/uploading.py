"""Files that arrive in parts, so that a line that breaks loses one part and not the file.

An upload is its sender's own. It is used once, by a form that takes it for a file of its own; it
goes in the same commit, and its parts right after. What no form has taken within a day goes too.
Nothing here judges content: `uploads.take_in` does, as of every file.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.files.naming import safe_name
from app.files.places import parts_of
from app.files.shelf import Shelf
from app.files.store import StoreAway
from app.models import Outbox, Person, Upload, UploadPart
from app.services.files.uploads import FILES_MOST, TOGETHER
from config import Settings
from workflows.engine.text import Text

KEPT_FOR = timedelta(days=1)

PART = 1024 * 1024
"""The most that lies in one part, in bytes; what comes at once may be several."""

_KEY = re.compile(r"[0-9a-f]{32}")


class Why(StrEnum):
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Refusal:
    why: Why
    reason: Text


def new_key() -> str:
    """Nobody guesses it."""
    return secrets.token_hex(16)


def begin(
    session: Session, person: Person, name: str, size: int, now: datetime, key: str = ""
) -> Upload | Refusal:
    """`size` in bytes; under a new key unless one was promised."""
    refusal = no_room(session, person, size)
    if refusal is not None:
        return refusal
    upload = Upload(
        key=key or new_key(),
        person_id=person.id,
        name=safe_name(name),
        size=size,
        received=0,
        begun_at=now,
    )
    session.add(upload)
    session.flush()
    return upload


def no_room(session: Session, person: Person, size: int) -> Refusal | None:
    """Why this person cannot begin another upload of that many bytes."""
    settings: Settings = session.info["settings"]
    if size > settings.upload_most:
        return Refusal(Why.TOO_LARGE, _TOO_LARGE.format(most=settings.upload_most // 1024**2))
    count, together = session.execute(
        select(func.count(Upload.id), func.coalesce(func.sum(Upload.size), 0)).where(
            Upload.person_id == person.id
        )
    ).one()
    if count >= FILES_MOST or together + size > TOGETHER * settings.upload_most:
        return Refusal(Why.TOO_MANY, _TOO_MANY)
    return None


def find(session: Session, person: Person, key: str, *, to_change: bool) -> Upload | None:
    """One's own. To change it, it is locked: two that send at once take turns."""
    if not _KEY.fullmatch(key):
        return None
    query = select(Upload).where(Upload.key == key, Upload.person_id == person.id)
    return session.scalar(query.with_for_update() if to_change else query)


def append(session: Session, upload: Upload, offset: int, stream: BinaryIO) -> Refusal | None:
    """What is left in `stream` goes on where the file ends so far, or nowhere. Raises StoreAway."""
    if offset != upload.received:
        return Refusal(Why.ELSEWHERE, _ELSEWHERE.format(received=upload.received))
    shelf = _shelf(session, upload)
    while piece := stream.read(PART):
        start = upload.received
        if start + len(piece) > upload.size:
            return Refusal(Why.TOO_LARGE, _LONGER.format(size=upload.size))
        shelf.write(str(start), piece)
        sha256 = hashlib.sha256(piece).hexdigest()
        session.add(UploadPart(upload_id=upload.id, start=start, size=len(piece), sha256=sha256))
        upload.received += len(piece)
    session.flush()
    return None


def whole(session: Session, upload: Upload) -> BinaryIO | Text:
    """The file, to be read from its start and closed; or why there is none."""
    if not upload.is_whole:
        return _UNFINISHED.format(name=upload.name)
    file = _spool()
    try:
        problem = _join(upload.parts, _shelf(session, upload), file)
    except StoreAway:
        problem = _AWAY
    if problem is not None:
        file.close()
        return problem.format(name=upload.name)
    file.seek(0)
    return file


def forget(session: Session, upload: Upload, now: datetime) -> None:
    """Used or given up. Its parts go after the commit: a form that is refused after all has them
    still."""
    session.delete(upload)
    key, payload = f"upload-{upload.key}", {"upload": upload.key}
    session.add(Outbox(key=key, job="upload_parts", payload=payload, not_before=now))
    session.flush()


def forget_old(session: Session, now: datetime) -> int:
    """Returns how many; what is being written to just now waits for the next time."""
    old = select(Upload).where(Upload.begun_at <= now - KEPT_FOR).with_for_update(skip_locked=True)
    uploads = session.scalars(old).all()
    for upload in uploads:
        forget(session, upload, now)
    return len(uploads)


def _join(parts: Iterable[UploadPart], shelf: Shelf, file: BinaryIO) -> Text | None:
    for part in parts:
        content = shelf.read(str(part.start))
        if content is None or hashlib.sha256(content).hexdigest() != part.sha256:
            return _DAMAGED
        file.write(content)
    return None


def _spool() -> BinaryIO:
    return cast(BinaryIO, SpooledTemporaryFile(PART))


def _shelf(session: Session, upload: Upload) -> Shelf:
    return parts_of(session.info["settings"], upload.key)


GONE = Text(
    "先前上传的文件已被使用或已过期，请重新选择文件",
    "The file uploaded earlier has been used or has expired. Choose the file again",
)
_TOO_LARGE = Text(
    "文件超过 {most} MB，请压缩或拆分后再选",
    "The file is larger than {most} MB. Compress or split it, then choose it again",
)
_TOO_MANY = Text(
    f"您有太多已上传而未使用的文件（最多 {FILES_MOST} 个，合计不超过单个上限的 {TOGETHER} 倍），"
    "请先提交或取消一些；一天后它们会自动清除",
    f"You have too many uploaded files you have not used (at most {FILES_MOST}, and "
    f"{TOGETHER} times the single-file limit in all). Submit or cancel some first. They "
    "are cleared automatically after one day",
)
_ELSEWHERE = Text(
    "此文件已收到 {received} 字节，请从那里续传",
    "{received} bytes of this file have been received; resume from there",
)
_LONGER = Text(
    "文件比声明的 {size} 字节长，请重新选择文件",
    "The file is longer than the {size} bytes declared. Choose the file again",
)
_UNFINISHED = Text(
    "“{name}”还没有传完，请等待上传完成或重新选择文件",
    "“{name}” has not finished uploading. Wait for it, or choose the file again",
)
_DAMAGED = Text(
    "“{name}”在服务器上不完整，请重新选择文件",
    "“{name}” is incomplete on the server; choose the file again",
)
_AWAY = Text(
    "文件库暂时无法读取，“{name}”没有保存；请几分钟后重新选择文件",
    "The file store cannot be read at the moment, so “{name}” was not saved. Choose "
    "the file again in a few minutes",
)
