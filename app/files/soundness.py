"""Is a file of a known type whole, open and free of macros? None means yes."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from io import SEEK_END
from typing import BinaryIO

from pypdf import PdfReader

from app.files.kinds import Fault, FileType, Limits
from workflows.engine.text import Text

Finding = tuple[Fault, Text]

_CONTENT_TYPES = "[Content_Types].xml"
_CONTENT_TYPES_MOST = 1024 * 1024
_MAIN_PARTS = {
    b"wordprocessingml.document.main+xml": FileType.DOCX,
    b"spreadsheetml.sheet.main+xml": FileType.XLSX,
}
_PNG_END = b"IEND\xaeB`\x82"
_JPEG_END = b"\xff\xd9"
_TAIL = 64 * 1024


def pdf_fault(stream: BinaryIO) -> Finding | None:
    """Encrypted files are refused even without a password to open them: they cannot be archived."""
    if b"%%EOF" not in _tail(stream):
        return _DAMAGED
    stream.seek(0)
    try:
        reader = PdfReader(stream)
        if reader.is_encrypted:
            return _LOCKED_PDF
        return None if len(reader.pages) else _DAMAGED
    except Exception:
        # Broken files make the parser fail in ways it does not declare; each means the same.
        return _DAMAGED


def image_fault(stream: BinaryIO, type: FileType) -> Finding | None:
    """A picture cut off on its way lacks its end mark."""
    end = _PNG_END if type is FileType.PNG else _JPEG_END
    return None if end in _tail(stream) else _DAMAGED


def package_type(stream: BinaryIO, limits: Limits) -> FileType | Finding:
    """What a ZIP container is: an office document or a plain archive; or why it is refused."""
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as package:
            entries = package.infolist()
            fault = _archive_fault(entries, limits)
            if fault is not None:
                return fault
            if _CONTENT_TYPES not in package.namelist():
                return FileType.ZIP
            with package.open(_CONTENT_TYPES) as part:
                return _office_type(entries, part.read(_CONTENT_TYPES_MOST))
    except Exception:
        # As with PDF: a broken container fails in many ways, from bad offsets to bad data.
        return _DAMAGED


def _tail(stream: BinaryIO) -> bytes:
    size = stream.seek(0, SEEK_END)
    stream.seek(max(0, size - _TAIL))
    return stream.read(_TAIL)


def _archive_fault(entries: Sequence[zipfile.ZipInfo], limits: Limits) -> Finding | None:
    if not entries:
        return _EMPTY_ARCHIVE
    if any(entry.flag_bits & 1 for entry in entries):
        return _LOCKED_ARCHIVE
    if sum(entry.file_size for entry in entries) > limits.unpacked_most:
        return _BOMB
    return None


def _office_type(entries: Iterable[zipfile.ZipInfo], content_types: bytes) -> FileType | Finding:
    has_project = any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries)
    if has_project or b"macroenabled" in content_types.lower():
        return _MACROS
    found = [type for mark, type in _MAIN_PARTS.items() if mark in content_types]
    return found[0] if len(found) == 1 else _OTHER_OFFICE


_DAMAGED = (
    Fault.DAMAGED,
    Text(
        "文件已损坏或不完整，请在本机打开确认后重新上传",
        "The file is damaged or incomplete; open it on your computer, then upload it again",
    ),
)
_LOCKED_PDF = (
    Fault.LOCKED,
    Text(
        "PDF 已加密或限制权限，请去掉密码和权限限制后重新上传",
        "The PDF is encrypted; remove its password and restrictions, then upload it again",
    ),
)
_LOCKED_ARCHIVE = (
    Fault.LOCKED,
    Text("压缩包已加密，请去掉密码后重新上传", "The archive is encrypted; remove its password"),
)
_EMPTY_ARCHIVE = (Fault.EMPTY, Text("压缩包里没有文件", "The archive holds no file"))
_BOMB = (
    Fault.TOO_LARGE,
    Text("压缩包解开后过大，请分开上传", "The archive unpacks to too much; upload in parts"),
)
_MACROS = (
    Fault.MACROS,
    Text(
        "文件含有宏，请另存为不含宏的 .docx 或 .xlsx 后重新上传",
        "The file holds macros; save it as .docx or .xlsx without macros, then upload it again",
    ),
)
_OTHER_OFFICE = (
    Fault.UNKNOWN_TYPE,
    Text(
        "这种 Office 文件不受理，请另存为 .docx、.xlsx 或 PDF",
        "This kind of office file is not taken; save it as .docx, .xlsx or PDF",
    ),
)
