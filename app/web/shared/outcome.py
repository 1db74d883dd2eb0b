"""What became of a press of a button, said on the page that follows."""

from __future__ import annotations

from flask import flash

from app.web.shared.filters import say
from workflows.engine.text import Text


def say_outcome(refused: Text | None, done: str) -> None:
    if refused is None:
        flash(done, "success")
    else:
        flash(say(refused), "warning")
