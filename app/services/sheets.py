"""A plain XLSX table that can be opened without harm: text stays text, whatever it begins with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import chain
from typing import Any

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TITLE_MARKS = re.compile(r"[\[\]:*?/\\]")
_TITLE_MOST = 31


def table(title: str, header: Sequence[str], rows: Iterable[Sequence[str | int | float]]) -> bytes:
    """Row by row, so that a long table needs no more memory than a short one."""
    from openpyxl import Workbook  # late: pages that make no table do without it

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_TITLE_MARKS.sub(" ", title)[:_TITLE_MOST])
    sheet.freeze_panes = "A2"
    for row in chain((header,), rows):
        sheet.append([_cell(sheet, value) for value in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: str | int | float) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type, cell.number_format = "s", "@"
    return cell
