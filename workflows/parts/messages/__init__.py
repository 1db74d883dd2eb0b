"""What people are told, in both languages; slots: {title} {number} {due} {reason}."""

from __future__ import annotations

from workflows.parts.messages.accepting import ACCEPTING
from workflows.parts.messages.applying import APPLYING
from workflows.parts.messages.calls import CALLS
from workflows.parts.messages.cards import CARDS
from workflows.parts.messages.deciding import DECIDING
from workflows.parts.messages.fees import FEES
from workflows.parts.messages.integrity import INTEGRITY
from workflows.parts.messages.milestones import MILESTONES
from workflows.parts.messages.money import MONEY
from workflows.parts.messages.needs import NEEDS
from workflows.parts.messages.open_call import OPEN_CALL
from workflows.parts.messages.panels import PANELS
from workflows.parts.messages.projects import PROJECTS
from workflows.parts.messages.racing import RACING
from workflows.parts.messages.reviewing import REVIEWING
from workflows.parts.messages.sampling import SAMPLING
from workflows.parts.messages.wording import Wording

__all__ = ["MESSAGES", "Wording"]

MESSAGES: dict[str, Wording] = {
    **CALLS,
    **APPLYING,
    **REVIEWING,
    **PANELS,
    **DECIDING,
    **PROJECTS,
    **INTEGRITY,
    **ACCEPTING,
    **NEEDS,
    **OPEN_CALL,
    **MILESTONES,
    **RACING,
    **CARDS,
    **MONEY,
    **SAMPLING,
    **FEES,
}
