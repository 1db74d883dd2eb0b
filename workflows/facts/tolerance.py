"""What the guards of a finding of diligence (容错认定) look at."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.engine.facts import Facts


@dataclass(frozen=True, kw_only=True)
class ToleranceFacts(Facts):
    """`has_misconduct`: a case of integrity concerns the project, open or found; it is not named
    (§3.10)."""

    project_state: str = "failed"
    was_overdue: bool = False
    has_misconduct: bool = False
