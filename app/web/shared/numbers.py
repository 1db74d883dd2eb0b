"""Numbers of rows as a request sends them."""

from __future__ import annotations


def row_number(typed: str) -> int | None:
    """None for what is none, or greater than any row has: the database would not take it."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None
