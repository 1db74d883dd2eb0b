"""The tasks (重点任务) of a special programme: the sentences of its focus in table 5."""

from __future__ import annotations

import re
from functools import cache

from app.plan.loader import load_programmes
from workflows.engine.text import Text

_ENDS = re.compile(r"[；;。]")


def tasks_of(focus: str) -> tuple[str, ...]:
    """In the order and the words of the plan, without their closing marks."""
    return tuple(part.strip() for part in _ENDS.split(focus) if part.strip())


def worded(task: str) -> Text:
    """In both languages; a task that the plan does not know has no English."""
    return Text(task, _english().get(task, task))


@cache
def _english() -> dict[str, str]:
    return {
        task: english
        for programme in load_programmes()
        for task, english in zip(tasks_of(programme.focus), programme.tasks_en, strict=True)
    }
