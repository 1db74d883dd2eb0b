"""Values of metrics as people type them: the number, the sign, and whether a target is reached."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

SIGNS = {"at_least": "≥", "at_most": "≤", "equal": "="}
"""By the direction of a metric."""


def number(typed: str) -> Decimal | None:
    """The number a text stands for; None for anything that is no finite number."""
    try:
        value = Decimal(typed.strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def reaches(direction: str, target: str, value: str) -> bool:
    """Whether a value meets a target; what is no number meets only its own spelling."""
    wanted, given = number(target), number(value)
    if wanted is None or given is None:
        return target.strip() == value.strip()
    if direction == "at_least":
        return given >= wanted
    return given <= wanted if direction == "at_most" else given == wanted
