"""What is wrong with something typed: every field that is, and the words to show beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workflows.engine.text import Text


@dataclass(frozen=True, slots=True)
class Problems:
    """A refusal to save; nothing was written. An empty key speaks of the whole."""

    by_field: Mapping[str, Text]


NO_UNIT = Text(
    "您的账户尚未加入单位，请先在“我的账户”中加入单位或者申请登记单位。",
    "You have not joined a unit yet. First join one, or request its registration, "
    "under “My account”.",
)
"""To whoever begins what only a unit can do."""


def alone(words: Text) -> Problems:
    """One problem that belongs to no single field."""
    return Problems({"": words})
