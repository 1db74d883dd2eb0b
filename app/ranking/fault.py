"""What is wrong with what a ranking, a line or a lottery was asked to reckon with."""

from __future__ import annotations

from workflows.engine.text import Text


class BadCase(ValueError):
    """What was given cannot be reckoned with; `reason` says where and why."""

    def __init__(self, reason: Text) -> None:
        super().__init__(f"{reason.zh} / {reason.en}")
        self.reason = reason
