"""Rows of a sheet that somebody hands in: XLSX, or CSV in UTF-8; cleaned text, one row a line."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any, BinaryIO
from zipfile import ZipFile

from app.files.content import inspect
from app.files.kinds import Fault, FileType, Limits, Rejected
from app.names import clean_line
from workflows.engine.text import Text

ROWS_MOST = 5000
_COLUMNS_MOST = 60
"""However wide a sheet says it is."""

_LIMITS = Limits(
    size_most=20 * 1024**2, types=frozenset({FileType.XLSX}), unpacked_most=100 * 1024**2
)

NO_SHEET = Text(
    "文件不是可读的 Excel 表格（xlsx）", "The file is not a readable Excel workbook (xlsx)"
)
_NOT_ONE = frozenset({Fault.EMPTY, Fault.UNKNOWN_TYPE, Fault.OTHER_TYPE, Fault.DAMAGED})
_ENTITIES = Text(
    "表格文件含有自定义实体，请用 Excel 另存后重新上传",
    "The workbook contains custom entities. Save it again in Excel and upload that",
)
NO_ROWS = Text("表中没有数据行", "There are no data rows in the sheet")
FORMULA = Text("含有公式，请改为文字", "contains a formula; change it to text")
TOO_MANY = Text(f"一次最多导入 {ROWS_MOST} 行", f"You can import at most {ROWS_MOST} rows at once")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """`number` as a spreadsheet counts; empty cells are empty text."""

    number: int
    cells: Sequence[str]
    has_formula: bool = False

    def at_fault(self, words: Text) -> Text:
        place = Text(f"第 {self.number} 行：", f"Row {self.number}: ")
        return Text(place.zh + words.zh, place.en + words.en)


def workbook_rows(file: BinaryIO, columns: int) -> Iterator[SheetRow] | Text:
    """Every row below the heading that holds anything, or why there are none."""
    lines = rows_of(file, ROWS_MOST + 2)
    if isinstance(lines, Text):
        return lines
    return _filled(
        SheetRow(
            number,
            [_typed(cell.value) for cell in cells[:columns]],
            any(cell.data_type == "f" for cell in cells),
        )
        for number, cells in enumerate(lines, start=2)
    )


def rows_of(file: BinaryIO, last: int, *, computed: bool = False) -> list[tuple[Any, ...]] | Text:
    """The cells of the first sheet from row 2 to `last`, or why the file is not opened: it must be
    a sound XLSX without macros, of a size that unpacks to little, and without a document type,
    whose entities could grow. `computed` for the values of formulas instead of the formulas."""
    from openpyxl import load_workbook  # late: pages that read no table do without it

    found = inspect(file, "sheet.xlsx", _LIMITS)
    if isinstance(found, Rejected):
        return NO_SHEET if found.fault in _NOT_ONE else found.reason
    try:
        if _defines_entities(file):
            return _ENTITIES
        sheet = load_workbook(file, read_only=True, data_only=computed).worksheets[0]
        return list(sheet.iter_rows(min_row=2, max_row=last, max_col=_COLUMNS_MOST))
    except Exception:
        # Damaged files make zlib, zipfile, the XML parser and openpyxl fail in ways that none of
        # them declares; each means the same.
        return NO_SHEET


def _defines_entities(file: BinaryIO) -> bool:
    """No part of a workbook has a document type, nor is any written in UTF-16, where one could
    hide."""
    with ZipFile(file) as package:
        parts = [n for n in package.namelist() if n.endswith((".xml", ".rels", ".vml"))]
        contents = [package.read(name) for name in parts]
    file.seek(0)
    return any(b"<!DOCTYPE" in c or b"<!ENTITY" in c or b"\0" in c for c in contents)


def any_rows(file: BinaryIO, columns: int) -> Iterator[SheetRow] | Text:
    """XLSX, or else CSV in UTF-8 with the same columns."""
    begins = file.read(2)
    file.seek(0)
    if begins == b"PK":
        return workbook_rows(file, columns)
    try:
        text = file.read().decode("utf-8-sig")
        lines = list(csv.reader(StringIO(text), strict=True))
    except (UnicodeDecodeError, csv.Error):
        return Text(
            "文件不是 xlsx，也不是 UTF-8 的 CSV；请在表格软件中另存为 xlsx",
            "The file is neither xlsx nor UTF-8 CSV. Save it as xlsx in your spreadsheet program",
        )
    return _filled(
        SheetRow(number, [_typed(cell) for cell in cells[:columns]])
        for number, cells in enumerate(lines[1 : ROWS_MOST + 2], start=2)
    )


def _filled(rows: Iterator[SheetRow]) -> Iterator[SheetRow]:
    return (row for row in rows if any(row.cells))


def _typed(value: Any) -> str:
    if value is None:
        return ""
    text = value.date().isoformat() if hasattr(value, "date") else str(value)
    return clean_line(text)
