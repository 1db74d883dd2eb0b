"""Office documents and archives without names: of authors and editors in the ones, of files in the
others."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import PurePosixPath
from typing import BinaryIO

from app.files.office import CONTENT_TYPES

_PART_MOST = 50 * 1024 * 1024
_PROPERTIES = re.compile(
    rb"(\A\s*(?:<\?[^>]*>\s*)?<(?:\w+:)?(?:coreProperties|Properties)\b[^>]*?)/?>.*", re.DOTALL
)
"""Of a document: its author, who saved it last, the company, and what a house adds."""
_ROOT = re.compile(rb"(<[A-Za-z_][^>]*?)/?>.*", re.DOTALL)
_HOUSE_DATA = re.compile(r"customxml/item\d*\.xml", re.IGNORECASE)
"""What the cover page and document libraries keep of a document."""
_EDITORS = re.compile(
    rb"(<(?:\w+:)?person\b[^>]*?\sdisplayName=|[\s:](?:author|initials|userName|userId)="
    rb"|<(?:\w+:)?absPath\b[^>]*?\surl=)(?:\"[^\"]*\"|'[^']*')"
)
"""Who changed or remarked something, and the folder in which a workbook was saved."""
_FOLDERS = re.compile(rb"(\sTarget=)(?:\"file:[^\"]*\"|'file:[^']*')", re.IGNORECASE)
"""Where its maker keeps the pictures and workbooks it refers to, often under the maker's name."""
_REMARKS_BY = re.compile(rb"(<(?:\w+:)?author>)[^<]*")
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def package_cleared(stream: BinaryIO, clear: Callable[[bytes], bytes]) -> bytes:
    """`clear` is for what the package holds. Raises ValueError."""
    out = BytesIO()
    with zipfile.ZipFile(stream) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        is_document = CONTENT_TYPES in given.namelist()
        for number, entry in enumerate(_files(given), start=1):
            if entry.file_size > _PART_MOST:
                raise ValueError("a part is too large")
            part = clear(given.read(entry))
            if is_document:
                made.writestr(zipfile.ZipInfo(entry.filename), _part(entry.filename, part), 8)
            else:
                made.writestr(zipfile.ZipInfo(_plain_name(number, entry.filename)), part, 8)
    return out.getvalue()


def _files(package: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [entry for entry in package.infolist() if not entry.is_dir()]


def _plain_name(number: int, name: str) -> str:
    ending = PurePosixPath(name).suffix
    return f"文件{number}{ending if ending[1:].isalnum() else ''}"


def _part(name: str, content: bytes) -> bytes:
    if not name.lower().endswith((".xml", ".rels")):
        return content
    if content.startswith(_WIDE):
        raise ValueError("a part in an encoding that no office program writes")
    house_data = _HOUSE_DATA.fullmatch(name) is not None
    emptied = (_ROOT if house_data else _PROPERTIES).sub(rb"\1/>", content, count=1)
    homeless = _FOLDERS.sub(rb'\1"file:///"', emptied)
    return _REMARKS_BY.sub(rb"\1", _EDITORS.sub(rb'\1""', homeless))
