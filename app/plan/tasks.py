"""The tasks (重点任务) of a special programme: the sentences of its focus in table 5."""

from __future__ import annotations

import re

_ENDS = re.compile(r"[；;。]")


def tasks_of(focus: str) -> tuple[str, ...]:
    """In the order and the words of the plan, without their closing marks."""
    return tuple(part.strip() for part in _ENDS.split(focus) if part.strip())
