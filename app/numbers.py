"""Numbers of rows as a request or a sheet sends them."""

from __future__ import annotations


def row_number(typed: str) -> int | None:
    """None for what is none, or greater than any row has: the database would not take it."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None


def edition_number(typed: str | None) -> int:
    """-1, which no edition has, for what is none: whoever sends that overwrites nothing."""
    number = row_number(typed or "")
    return -1 if number is None else number
