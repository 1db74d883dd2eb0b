"""What the guards of a case look at that may stand still before the executive meeting has met."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from workflows.engine.facts import Facts
from workflows.engine.text import Text

RatifyUntil = Annotated[datetime | None, Text("追认期满", "the deadline to ratify")]


@dataclass(frozen=True, kw_only=True)
class UrgentFacts(Facts):
    """`lacks_minutes`: it was paused at once and is not ratified, which it has to be before
    `ratify_until`; `has_lapsed`: the last pause at once was not, and the meeting has not decided
    since."""

    lacks_minutes: bool = False
    ratify_until: RatifyUntil = None
    has_lapsed: bool = False
