"""How a command refuses: in both languages, without a traceback."""

from __future__ import annotations

import click

from workflows.engine.text import Text


class Refused(click.ClickException):
    """What was given cannot be worked with; `reason` says where and why."""

    def __init__(self, reason: Text) -> None:
        super().__init__(f"{reason.zh} / {reason.en}")
        self.reason = reason
