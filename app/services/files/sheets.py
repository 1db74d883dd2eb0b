"""Plain XLSX tables that can be opened without harm: text stays text, whatever it begins with; a
day is a day, and money counts to the 分."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Value = str | int | float | Decimal | date
"""A decimal is money in yuan."""


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
