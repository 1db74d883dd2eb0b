"""What every upload goes through: judged by its content, shown to the scanner, stored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session
from structlog import get_logger

from app.files.content import inspect
from app.files.kinds import Accepted, Fault, FileType, Limits, Rejected
from app.files.scanner import Scan, ScanState, scan
from app.files.store import Store, StoreAway
from app.files.words import covers_of
from app.models import FileScan
from app.secrecy import MARKED, is_marked
from config import Settings
from workflows.engine.text import Text

_log = get_logger()

FILES_MOST = 60
"""In one place: on one proposal, one milestone, one acceptance."""

TOGETHER = 10
"""How many times the largest single file all files of one place may weigh together."""


def take_in(
    session: Session,
    store: Store,
    stream: BinaryIO,
    name: str,
    now: datetime,
    beside: Sequence[int] = (),
    types: frozenset[FileType] = frozenset(FileType),
) -> Accepted | Rejected:
    """As `examine`, and what is accepted lies in the store before any row names it. A store that is
    away refuses the file, so that the form is shown again with all that was typed."""
    found = examine(session, stream, name, now, beside, types)
    if isinstance(found, Accepted):
        try:
            store.put(stream)
        except StoreAway as away:
            _log.error("store_away", error=str(away))
            return Rejected(found.name, Fault.STORE_AWAY, _STORE_AWAY)
    return found


def examine(
    session: Session,
    stream: BinaryIO,
    name: str,
    now: datetime,
    beside: Sequence[int] = (),
    types: frozenset[FileType] = frozenset(FileType),
) -> Accepted | Rejected:
    """`beside` are the sizes of the files that lie there already, in bytes.

    A scanner that does not answer stops nobody before a close: the file is taken and looked at
    later (`flask files scan`).
    """
    settings: Settings = session.info["settings"]
    found = inspect(stream, name, Limits(settings.upload_most, types))
    if isinstance(found, Rejected):
        return found
    if len(beside) >= FILES_MOST or sum(beside) + found.size > TOGETHER * settings.upload_most:
        return Rejected(found.name, Fault.TOO_LARGE, TOO_MANY_FILES)
    if is_marked(name) or is_marked(covers_of(stream)):
        return Rejected(found.name, Fault.CLASSIFIED, MARKED)
    if settings.scanner is None:
        return found
    said = scan(settings.scanner, stream)
    if said.state is ScanState.INFECTED:
        return Rejected(found.name, Fault.INFECTED, _INFECTED.format(virus=said.finding))
    note(session, found.sha256, said, now)
    return found


def note(session: Session, sha256: str, said: Scan, now: datetime) -> None:
    row = session.scalar(select(FileScan).where(FileScan.sha256 == sha256))
    if row is None:
        row = FileScan(sha256=sha256)
        session.add(row)
    row.state, row.finding, row.scanned_at = said.state.value, said.finding, now
    session.flush()


def state_of(session: Session, sha256: str) -> ScanState:
    state = session.scalar(select(FileScan.state).where(FileScan.sha256 == sha256))
    return ScanState(state) if state else ScanState.UNSCANNED


TOO_MANY_FILES = Text(
    f"此处的文件过多或过大：最多 {FILES_MOST} 个，合计不超过单个上限的 {TOGETHER} 倍；"
    "请先删除或合并",
    f"Too many or too large files here: at most {FILES_MOST}, and {TOGETHER} times the "
    "single-file limit in all. Delete or combine some first",
)
_STORE_AWAY = Text(
    "文件库暂时无法写入，这份文件没有保存，其他填写内容仍在；请几分钟后再上传，"
    "仍不成功请联系系统管理员",
    "The file store cannot be written to at the moment, so this file was not saved. "
    "Everything else you entered is still here. Upload it again in a few minutes; if "
    "that fails, contact the system administrator",
)
_INFECTED = Text(
    "文件含有病毒（{virus}），没有保存，请在本机查杀后重新上传",
    "The file contains a virus ({virus}) and was not saved. Clean it on your computer, "
    "then upload it again",
)
