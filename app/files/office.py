"""What an office document is, and whether it holds anything that runs or fetches."""

from __future__ import annotations

import re
import zipfile

from app.files.kinds import Fault, FileType, Finding
from workflows.engine.text import Text

CONTENT_TYPES = "[Content_Types].xml"
_PART_MOST = 1024 * 1024
_MAIN_PARTS = {
    b"wordprocessingml.document.main+xml": FileType.DOCX,
    b"spreadsheetml.sheet.main+xml": FileType.XLSX,
}
_MACROS_IN = re.compile(r"vbaproject\.bin$|vbadata\.xml$|/macrosheets/", re.IGNORECASE)
_RUNS_IN = re.compile(r"/activex/|/oleobject[^/]*\.bin$|/embeddings/.*\.bin$", re.IGNORECASE)
_FETCHES = re.compile(rb"attachedTemplate|/frame\"|/oleObject\"|/subDocument\"")


def office_type(package: zipfile.ZipFile) -> FileType | Finding:
    with package.open(CONTENT_TYPES) as part:
        content_types = part.read(_PART_MOST)
    names = package.namelist()
    if any(map(_MACROS_IN.search, names)) or b"macroenabled" in content_types.lower():
        return _HOLDS_MACROS
    if any(map(_RUNS_IN.search, names)) or any(_fetches(package, n) for n in names):
        return _HOLDS_PROGRAMS
    found = [type for mark, type in _MAIN_PARTS.items() if mark in content_types]
    return found[0] if len(found) == 1 else _OTHER_OFFICE


def _fetches(package: zipfile.ZipFile, name: str) -> bool:
    """A template or an object that opening the document would load from elsewhere."""
    if not name.endswith(".rels"):
        return False
    with package.open(name) as part:
        relations = part.read(_PART_MOST)
    return any(
        b'"External"' in relation and _FETCHES.search(relation) is not None
        for relation in re.findall(rb"<Relationship\b[^>]*>", relations)
    )


_HOLDS_MACROS = (
    Fault.MACROS,
    Text(
        "文件含有宏，请另存为不含宏的 .docx 或 .xlsx 后重新上传",
        "The file contains macros. Save it as .docx or .xlsx without macros and upload it again",
    ),
)
_HOLDS_PROGRAMS = (
    Fault.ACTIVE,
    Text(
        "文件嵌有程序对象，或引用了外部模板，请删除后重新上传，或改传 PDF",
        "The file contains embedded program objects or refers to an external template. "
        "Remove them and upload it again, or upload a PDF",
    ),
)
_OTHER_OFFICE = (
    Fault.UNKNOWN_TYPE,
    Text(
        "这种 Office 文件不受理，请另存为 .docx、.xlsx 或 PDF",
        "This type of Office file is not accepted. Save it as .docx, .xlsx or PDF",
    ),
)
