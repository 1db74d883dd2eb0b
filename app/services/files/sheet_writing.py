"""How a table becomes XLSX, with openpyxl."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import chain, islice
from typing import Any
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from app.services.files.sheets import Sheet, Value

_TITLE_MARKS = re.compile(r"[\[\]:*?/\\]")
_TITLE_MOST = 31
_MEASURED = 50
"""Rows by which the width of the columns is chosen."""
_NARROWEST, _WIDEST = 8, 48


def written(sheets: Iterable[Sheet]) -> bytes:
    """Row by row, so that a long table needs no more memory than a short one."""
    book = Workbook(write_only=True)
    for one in sheets:
        _write(book.create_sheet(_TITLE_MARKS.sub(" ", one.title)[:_TITLE_MOST]), one)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _write(sheet: Any, one: Sheet) -> None:
    rows = iter(one.rows)
    first = list(islice(rows, _MEASURED))
    for number, width in enumerate(_widths(one.header, first), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_heading(sheet, words) for words in one.header])
    for row in chain(first, rows):
        sheet.append([_cell(sheet, value) for value in row])


def _widths(header: Sequence[str], rows: Sequence[Sequence[Value]]) -> list[int]:
    """In characters; a Chinese one takes two."""
    longest = [max(map(_width, column)) for column in zip(header, *rows, strict=True)]
    return [min(_WIDEST, max(_NARROWEST, width + 2)) for width in longest]


def _width(value: Value) -> int:
    if isinstance(value, Decimal):
        return len(f"{value:,.2f}")
    text = str(value)
    return len(text) + sum(east_asian_width(char) in "WF" for char in text)


def _heading(sheet: Any, words: str) -> Any:
    cell = _cell(sheet, words)
    cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(sheet: Any, value: Value) -> Any:
    if not isinstance(value, str):
        cell = WriteOnlyCell(sheet, value)
        if isinstance(value, Decimal):
            cell.number_format = "#,##0.00"
        elif isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
        return cell
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type, cell.number_format = "s", "@"
    return cell
