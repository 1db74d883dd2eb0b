"""The number of a bank account, of a unit or of an expert, as it is typed and as it is kept."""

from __future__ import annotations

import re

from workflows.engine.text import Text

_NUMBER = re.compile(r"[0-9]{8,30}")


def digits_of(typed: str) -> str:
    """Blanks and hyphens are for the eye."""
    return re.sub(r"[\s-]", "", typed)


def fault_of(digits: str) -> Text | None:
    return None if _NUMBER.fullmatch(digits) else _NO_NUMBER


_NO_NUMBER = Text("账号须为 8 至 30 位数字。", "The account number must have 8 to 30 digits.")
