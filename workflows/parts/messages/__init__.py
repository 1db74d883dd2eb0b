"""What people are told, in both languages; slots: {title} {number} {due} {reason}."""

from __future__ import annotations

from workflows.parts.messages.applying import APPLYING
from workflows.parts.messages.calls import CALLS
from workflows.parts.messages.deciding import DECIDING
from workflows.parts.messages.money import MONEY
from workflows.parts.messages.projects import PROJECTS
from workflows.parts.messages.racing import RACING
from workflows.parts.messages.reviewing import REVIEWING
from workflows.parts.messages.wording import Wording

__all__ = ["MESSAGES", "Wording"]

MESSAGES: dict[str, Wording] = {
    **CALLS,
    **APPLYING,
    **REVIEWING,
    **DECIDING,
    **PROJECTS,
    **RACING,
    **MONEY,
}
