"""Rows of a sheet that somebody hands in: XLSX, or CSV in UTF-8; cleaned text, one row a line."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any, BinaryIO
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from app.names import clean_line
from workflows.engine.text import Text

ROWS_MOST = 5000

NO_SHEET = Text("文件不是可读的 Excel 表格（xlsx）", "The file is no readable XLSX sheet")
NO_ROWS = Text("表中没有数据行", "The sheet has no rows of data")
FORMULA = Text("含有公式，请改为文字", "holds a formula; please write plain text")
TOO_MANY = Text(f"一次最多导入 {ROWS_MOST} 行", f"At most {ROWS_MOST} rows at once")


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
    try:
        sheet = load_workbook(file, read_only=True, data_only=False).worksheets[0]
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError, IndexError):
        return NO_SHEET
    return _filled(
        SheetRow(
            number,
            [_typed(cell.value) for cell in cells[:columns]],
            any(cell.data_type == "f" for cell in cells),
        )
        for number, cells in enumerate(sheet.iter_rows(min_row=2, max_row=ROWS_MOST + 2), start=2)
    )


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
            "文件不是 xlsx，也不是 UTF-8 的 CSV", "The file is neither XLSX nor CSV in UTF-8"
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
