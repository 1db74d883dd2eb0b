"""Whole numbers: of rows and their editions, as somebody typed them; and shares of a number."""

from __future__ import annotations


def row_number(typed: str | None) -> int | None:
    """None for what is none, or greater than any row has: the database would not take it."""
    words = typed or ""
    return int(words) if words.isascii() and words.isdigit() and len(words) < 10 else None


def share_of(number: int, percent: int) -> int:
    """Rounded up: where anybody is asked for at all, one is."""
    return -(-number * percent // 100)
