"""What an uploaded file really is: decided by its content, never by its name."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import BinaryIO

from app.files.kinds import Accepted, Fault, FileType, Finding, Limits, Rejected
from app.files.naming import ending_of, safe_name
from app.files.soundness import image_fault, package_type, pdf_fault
from workflows.engine.text import Text

_CHUNK = 64 * 1024
_HEAD = 2048
_SURE = 0.4
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def inspect(content: BinaryIO | bytes, declared_name: str, limits: Limits) -> Accepted | Rejected:
    """Reads a seekable stream in small pieces and stops as soon as it is too large.

    The stream is left at its start. Nothing is run.
    """
    stream = BytesIO(content) if isinstance(content, bytes) else content
    name = safe_name(declared_name)
    measured = _measure(stream, limits.size_most)
    if not isinstance(measured, tuple):
        return Rejected(name, Fault.TOO_LARGE, measured)
    size, sha256 = measured
    found = _EMPTY if size == 0 else _sound_type(stream, limits)
    if isinstance(found, FileType):
        found = _against(found, name, limits) or found
    stream.seek(0)
    if isinstance(found, FileType):
        return Accepted(name, found, size, sha256)
    return Rejected(name, *found)


def _measure(stream: BinaryIO, most: int) -> tuple[int, str] | Text:
    stream.seek(0)
    size, digest = 0, hashlib.sha256()
    while piece := stream.read(_CHUNK):
        size += len(piece)
        if size > most:
            return _TOO_LARGE.format(most=_in_words(most))
        digest.update(piece)
    return size, digest.hexdigest()


def _sound_type(stream: BinaryIO, limits: Limits) -> FileType | Finding:
    stream.seek(0)
    head = stream.read(_HEAD)
    if head.startswith(b"%PDF-"):
        return pdf_fault(stream) or FileType.PDF
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return image_fault(stream, FileType.PNG) or FileType.PNG
    if head.startswith(b"\xff\xd8\xff"):
        return image_fault(stream, FileType.JPEG) or FileType.JPEG
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return package_type(stream, limits)
    return _OLD if head.startswith(_OLD_OFFICE) else (Fault.UNKNOWN_TYPE, _unknown(head))


def _against(type: FileType, name: str, limits: Limits) -> Finding | None:
    """What speaks against a sound file: this field does not take it, or its name lies."""
    if type not in limits.types:
        wanted = [t for t in FileType if t in limits.types]
        zh, en = "、".join(t.label.zh for t in wanted), ", ".join(t.label.en for t in wanted)
        return Fault.OTHER_TYPE, Text(
            f"此处只收{zh}，这份是{type.label.zh}",
            f"Only {en} can be uploaded here; this is {type.label.en}",
        )
    if ending_of(name) not in type.endings:
        return Fault.OTHER_TYPE, Text(
            f"文件“{name}”的内容是{type.label.zh}，与文件名不符，请改用 {type.endings[0]} 结尾的"
            "文件名，或检查是否选错文件",
            f"The content of “{name}” is {type.label.en}, which does not match the file name. "
            f"Rename it to end in {type.endings[0]}, or check that you chose the right file",
        )
    return None


def _unknown(head: bytes) -> Text:
    import puremagic  # late: its tables are for those who hand in a file

    try:
        best = puremagic.magic_string(head)[0]
    except (puremagic.PureError, ValueError):
        return _UNKNOWN
    if best.confidence < _SURE or not best.byte_match.strip(b"\0"):
        return _UNKNOWN
    return Text(
        f"文件内容像是 {best.name}，不在受理的类型之内；请上传 PDF、docx、xlsx、PNG、JPEG 或 ZIP",
        f"The content looks like {best.name}, which is not accepted. Upload a PDF, docx, "
        "xlsx, PNG, JPEG or ZIP",
    )


def _in_words(size: int) -> str:
    return f"{size / 1024**2:g} MB" if size >= 1024**2 else f"{size / 1024:g} KB"


_EMPTY: Finding = (
    Fault.EMPTY,
    Text("文件是空的（0 字节），请重新选择", "The file is empty (0 bytes). Please choose again"),
)
_TOO_LARGE = Text(
    "文件超过 {most} 的上限，请压缩或分开上传",
    "The file is larger than {most}. Compress it or upload it in parts",
)
_OLD: Finding = (
    Fault.UNKNOWN_TYPE,
    Text(
        "这是旧版或加了密码的 Office 文件，请去掉密码并另存为 .docx、.xlsx 或 PDF",
        "This is an old or password-protected Office file. Remove the password and save it "
        "as .docx, .xlsx or PDF",
    ),
)
_UNKNOWN = Text(
    "认不出文件内容的类型，请上传 PDF、docx、xlsx、PNG、JPEG 或 ZIP",
    "We cannot recognise this file type. Upload a PDF, docx, xlsx, PNG, JPEG or ZIP",
)
