"""What a special programme of the plan, and a call for it, is called."""

from __future__ import annotations

from app.models import Call, Programme
from workflows.engine.text import Text


def name_of(programme: Programme) -> Text:
    """The plan is in Chinese; whoever loads one may give English names beside."""
    return Text(programme.name, programme.name_en or programme.name)


def title_of(call: Call) -> Text:
    """In English where the office has given an English title."""
    return Text(call.title, call.title_en or call.title)
