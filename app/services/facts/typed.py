"""What was typed with a move, as a guard compares it."""

from __future__ import annotations


def whole_number(typed: str) -> int | None:
    """None: nothing was typed. What is no whole number is -1, and so out of every scale."""
    words = typed.strip()
    if not words:
        return None
    return int(words) if words.isascii() and words.isdigit() else -1
