"""The kinds of file that are taken, and the two answers an inspection gives."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum

from workflows.engine.text import Text

_OFFICE = "application/vnd.openxmlformats-officedocument"


class FileType(Enum):
    """Media type, endings of the name, words."""

    PDF = ("application/pdf", (".pdf",), Text("PDF 文件", "a PDF"))
    DOCX = (
        f"{_OFFICE}.wordprocessingml.document",
        (".docx",),
        Text("Word 文档（docx）", "a Word document (docx)"),
    )
    XLSX = (
        f"{_OFFICE}.spreadsheetml.sheet",
        (".xlsx",),
        Text("Excel 表格（xlsx）", "an Excel workbook (xlsx)"),
    )
    PNG = ("image/png", (".png",), Text("PNG 图片", "a PNG image"))
    JPEG = ("image/jpeg", (".jpg", ".jpeg"), Text("JPEG 图片", "a JPEG image"))
    ZIP = ("application/zip", (".zip",), Text("ZIP 压缩包", "a ZIP archive"))

    def __init__(self, media_type: str, endings: tuple[str, ...], label: Text) -> None:
        self.media_type = media_type
        self.endings = endings
        self.label = label


@dataclass(frozen=True, slots=True)
class Limits:
    """What a field takes. Sizes in bytes; `unpacked_most` bounds what an archive says it holds,
    `entries_most` how many files."""

    size_most: int
    types: frozenset[FileType] = frozenset(FileType)
    unpacked_most: int = 1024**3
    entries_most: int = 2000


class Fault(StrEnum):
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN_TYPE = "unknown_type"
    OTHER_TYPE = "other_type"
    DAMAGED = "damaged"
    LOCKED = "locked"
    MACROS = "macros"
    ACTIVE = "active"
    DISGUISED = "disguised"
    CLASSIFIED = "classified"
    INFECTED = "infected"
    STORE_AWAY = "store_away"


@dataclass(frozen=True, slots=True)
class Accepted:
    """`name` is safe to show and to save under; `size` in bytes; `sha256` in hex."""

    name: str
    type: FileType
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Rejected:
    name: str
    fault: Fault
    reason: Text


Finding = tuple[Fault, Text]
"""Why a file is refused."""
