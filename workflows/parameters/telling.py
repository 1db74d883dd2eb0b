"""How long messages to the parties of a call wait before they go; until then its officer may hold,
edit or cancel them (pretalx's outbox; wrong and doubled mails of decisions are what offices fear).
"""

from __future__ import annotations

from workflows.engine.text import Text
from workflows.parameters.model import MINUTES, Parameter

TELLING: tuple[Parameter, ...] = (
    Parameter(
        "letter_message_minutes",
        Text("随公文的通知发出前等候", "Wait before sending notices of letters"),
        MINUTES,
        30,
        0,
        2880,
        "D",
    ),
    Parameter(
        "other_message_minutes",
        Text("其他通知发出前等候", "Wait before sending other notices"),
        MINUTES,
        0,
        0,
        2880,
        "D",
    ),
)
