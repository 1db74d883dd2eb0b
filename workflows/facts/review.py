"""What the guards of panels and reviews look at."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.engine.facts import Facts
from workflows.facts.words import Names


@dataclass(frozen=True, kw_only=True)
class ReviewGroupFacts(Facts):
    proposals: int = 0
    draw_problems: Names = ()
    seats: int = 0
    seats_wanted: int = 0
    open_invitations: Names = ()
    assignment_problems: Names = ()
    conflicted_reviews: Names = ()
    has_chair: bool = False
    unsigned_reviews: Names = ()
    too_few_reviews: Names = ()
    unexplained_outliers: Names = ()


@dataclass(frozen=True, kw_only=True)
class ReviewFacts(Facts):
    group_state: str = "reviewing"
    conflicts_detected: Names = ()
    unscored: Names = ()
    uncommented: Names = ()
    overall_written: bool = True
    voted: bool = True
