"""Is a file of a known type whole, open, and what it says? None means yes."""

from __future__ import annotations

import zipfile
from io import SEEK_END
from typing import BinaryIO

from app.files.kinds import Fault, FileType, Finding, Limits
from app.files.office import CONTENT_TYPES, office_type
from app.files.packages import archive_fault, contents_fault
from app.files.pictures import disguise_fault
from workflows.engine.text import Text

_PNG_END = b"IEND\xaeB`\x82"
_JPEG_END = b"\xff\xd9"
_TAIL = 64 * 1024
_LZW_MOST = 256 * 1024
"""What is read here of a PDF, its tables and its packed objects, has been packed by another method
for twenty years; this one takes seconds for each megabyte."""


def pdf_fault(stream: BinaryIO) -> Finding | None:
    """Encrypted files are refused even without a password to open them: they cannot be archived."""
    if b"%%EOF" not in _tail(stream):
        return _DAMAGED
    # late: a library that only those who hand in a PDF need
    from pypdf import PdfReader, apply_configuration

    from app.files.active import acts

    stream.seek(0)
    try:
        with apply_configuration(lzw_maximum_output_length=_LZW_MOST):
            reader = PdfReader(stream)
            if reader.is_encrypted:
                return _LOCKED_PDF
            if not len(reader.pages):
                return _DAMAGED
            return _ACTIVE_PDF if acts(stream, reader) else None
    except Exception:
        # Broken files make the parser fail in ways it does not declare; each means the same.
        return _DAMAGED


def image_fault(stream: BinaryIO, type: FileType) -> Finding | None:
    """A picture cut off on its way lacks its end mark."""
    end = _PNG_END if type is FileType.PNG else _JPEG_END
    return disguise_fault(stream, type) if end in _tail(stream) else _DAMAGED


def package_type(stream: BinaryIO, limits: Limits) -> FileType | Finding:
    """What a ZIP container is: an office document or a plain archive; or why it is refused."""
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as package:
            entries = package.infolist()
            fault = archive_fault(entries, limits)
            if fault is not None:
                return fault
            if CONTENT_TYPES not in package.namelist():
                return contents_fault(package, limits) or FileType.ZIP
            return office_type(package)
    except Exception:
        # As with PDF: a broken container fails in many ways, from bad offsets to bad data.
        return _DAMAGED


def _tail(stream: BinaryIO) -> bytes:
    size = stream.seek(0, SEEK_END)
    stream.seek(max(0, size - _TAIL))
    return stream.read(_TAIL)


_DAMAGED = (
    Fault.DAMAGED,
    Text(
        "文件已损坏或不完整，请在本机打开确认后重新上传",
        "The file is damaged or incomplete. Check that it opens on your computer, then "
        "upload it again",
    ),
)
_LOCKED_PDF = (
    Fault.LOCKED,
    Text(
        "PDF 已加密或限制权限，请去掉密码和权限限制后重新上传",
        "The PDF is encrypted or has restrictions. Remove the password and restrictions, "
        "then upload it again",
    ),
)
_ACTIVE_PDF = (
    Fault.ACTIVE,
    Text(
        "PDF 含有脚本、可启动的程序或夹带的文件，请用“打印为 PDF”另存后重新上传",
        "The PDF contains scripts, programs or attached files. Use “Print to PDF” to save "
        "a copy and upload that",
    ),
)
