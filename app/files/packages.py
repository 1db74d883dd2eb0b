"""Is an archive safe to open at the other end: not too much, no archive inside, nothing to run?"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import PurePosixPath

from app.files.kinds import Fault, Finding, Limits
from app.files.office import CONTENT_TYPES, office_type
from workflows.engine.text import Text

_RATIO_MOST = 100
_RATIO_MATTERS = 10 * 1024 * 1024
_INNER_MOST = 50 * 1024 * 1024
_ARCHIVES = re.compile(r"\.(zip|rar|7z|tar|t?gz|bz2|xz|cab|iso|jar)$", re.IGNORECASE)
_PROGRAMS = re.compile(
    r"\.(exe|dll|com|scr|msi|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|lnk|sh|app|svg|html?|chm|reg"
    r"|doc[mt]|dotm|xls[mb]|xltm|pptm|ppam|xlam)$",
    re.IGNORECASE,
)
_PROGRAM_HEADS = (b"MZ", b"\x7fELF", b"#!")


def archive_fault(entries: Sequence[zipfile.ZipInfo], limits: Limits) -> Finding | None:
    """What the list of contents says, for archives and office documents alike."""
    if not entries:
        return _EMPTY
    if any(entry.flag_bits & 1 for entry in entries):
        return _LOCKED
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > limits.unpacked_most or len(entries) > limits.entries_most:
        return _BOMB
    if unpacked > _RATIO_MATTERS and unpacked > packed * _RATIO_MOST:
        return _BOMB
    if any(_leads_out(entry.filename) for entry in entries):
        return _LEADS_OUT
    return None


def contents_fault(package: zipfile.ZipFile, limits: Limits) -> Finding | None:
    """What an archive holds, one level deep; of a document inside, the same is asked as alone."""
    for entry in package.infolist():
        if entry.is_dir():
            continue
        with package.open(entry) as part:
            head = part.read(4)
        if _PROGRAMS.search(entry.filename) or head.startswith(_PROGRAM_HEADS):
            return _named(_PROGRAM, entry)
        if head.startswith(b"PK"):
            fault = _inner_fault(package, entry, limits)
            if fault is not None:
                return fault
        elif _ARCHIVES.search(entry.filename):
            return _named(_NESTED, entry)
    return None


def _inner_fault(
    package: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits
) -> Finding | None:
    if entry.file_size > _INNER_MOST:
        return _named(_NESTED, entry)
    with zipfile.ZipFile(BytesIO(package.read(entry))) as inner:
        fault = archive_fault(inner.infolist(), limits)
        if fault is not None:
            return fault
        if CONTENT_TYPES not in inner.namelist():
            return _named(_NESTED, entry)
        found = office_type(inner)
        return found if isinstance(found, tuple) else None


def _leads_out(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in path.parts[0]


def _named(finding: Finding, entry: zipfile.ZipInfo) -> Finding:
    fault, words = finding
    return fault, words.format(name=entry.filename[:100])


_LOCKED = (
    Fault.LOCKED,
    Text(
        "压缩包已加密，请去掉密码后重新上传",
        "The archive is encrypted. Remove the password and upload it again",
    ),
)
_EMPTY = (Fault.EMPTY, Text("压缩包里没有文件", "There are no files in the archive"))
_BOMB = (
    Fault.TOO_LARGE,
    Text(
        "压缩包解开后过大，请分开上传",
        "The archive is too large when unpacked. Upload the files in parts",
    ),
)
_LEADS_OUT = (
    Fault.DISGUISED,
    Text(
        "压缩包里的文件名带有路径跳转，请重新打包",
        "A file name in the archive leads outside its folder. Please pack it again",
    ),
)
_NESTED = (
    Fault.DISGUISED,
    Text(
        "压缩包里还有压缩包“{name}”，请解开后重新打包",
        "The archive contains another archive, “{name}”. Unpack it and pack again",
    ),
)
_PROGRAM = (
    Fault.ACTIVE,
    Text(
        "压缩包里的“{name}”是程序或可运行的文件，请删除后重新打包",
        "“{name}” in the archive is a program or executable file. Remove it and pack again",
    ),
)
