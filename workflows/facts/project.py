"""What the guards of a project look at."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.engine.facts import Facts
from workflows.facts.words import Names, SigningEnds


@dataclass(frozen=True, kw_only=True)
class ProjectFacts(Facts):
    unmeasured_milestones: Names = ()
    integrity_findings: Names = ()
    indirect_excess: Names = ()
    lapse_at: SigningEnds = None
