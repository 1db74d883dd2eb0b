"""What the guards of an invitation look at."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.engine.facts import Facts
from workflows.facts.words import Names


@dataclass(frozen=True, kw_only=True)
class InvitationFacts(Facts):
    panel_waits: bool = True
    conflicts_detected: Names = ()
