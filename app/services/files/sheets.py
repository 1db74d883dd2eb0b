"""Plain tables, XLSX or CSV, that can be opened without harm: text stays text, whatever it begins
with; a day is a day, and money counts to the 分."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO, TextIOWrapper

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
Value = str | int | float | Decimal | date
"""A decimal is money in yuan."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A spreadsheet in Chinese reads the wide signs like the narrow ones."""


@dataclass(frozen=True, slots=True)
class Sheet:
    title: str
    header: Sequence[str]
    rows: Iterable[Sequence[Value]]


def yuan(fen: int) -> Decimal:
    """Exact; told from other numbers by its type."""
    return Decimal(fen).scaleb(-2)


def table(title: str, header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    return workbook([Sheet(title, header, rows)])


def workbook(sheets: Iterable[Sheet]) -> bytes:
    # Late: pages that make no table do without the library.
    from app.services.files.sheet_writing import written

    return written(sheets)


def csv_table(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> BytesIO:
    """UTF-8 with its mark, as spreadsheets expect; no cell is a formula. Once in memory, and
    encoded as it is written."""
    out = BytesIO()
    words = TextIOWrapper(out, encoding="utf-8-sig", newline="")
    writer = csv.writer(words)
    writer.writerow(header)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    words.detach()
    out.seek(0)
    return out


def _harmless(cell: Value) -> Value:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
