"""What the guards of a project look at."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.engine.facts import Facts
from workflows.facts.words import Names, SigningEnds


@dataclass(frozen=True, kw_only=True)
class ProjectFacts(Facts):
    """Of a project of 揭榜挂帅: `pledge_gaps` of the 军令状, `core_unmeasured` and `core_missed` among
    the core metrics, `user_test_signed` by the end user."""

    unmeasured_milestones: Names = ()
    integrity_findings: Names = ()
    lapse_at: SigningEnds = None
    pledge_gaps: Names = ()
    user_money_short: bool = False
    milestones_open: Names = ()
    third_party_reported: bool = True
    user_test_signed: bool = True
    core_unmeasured: Names = ()
    core_missed: Names = ()
