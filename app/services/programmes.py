"""What a special programme of the plan is called."""

from __future__ import annotations

from app.models import Programme
from workflows.engine.text import Text


def name_of(programme: Programme) -> Text:
    """The plan is in Chinese; whoever loads one may give English names beside."""
    return Text(programme.name, programme.name_en or programme.name)
