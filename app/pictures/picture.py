"""A figure with everything that belongs to it: drawing, words for who does not see it, table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

Cell = str | int | Decimal
"""A decimal is money in yuan."""


@dataclass(frozen=True, slots=True)
class Picture:
    """`svg` stands alone, and everything that people wrote is escaped in it; `name` is that of the
    files. `header` and `rows` are the table behind the drawing."""

    name: str
    title: str
    svg: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    hint: str = field(default="")

    def __html__(self) -> str:
        return self.svg
