"""What the guards of public notices and objections look at."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.engine.facts import Facts
from workflows.facts.words import Names, NoticeEnds


@dataclass(frozen=True, kw_only=True)
class NoticeFacts(Facts):
    """`stands_still`: its call is paused."""

    stands_still: bool = False
    items: int = 0
    not_proposed: Names = ()
    integrity_findings: Names = ()
    ends_at: NoticeEnds = None


@dataclass(frozen=True, kw_only=True)
class ObjectionFacts(Facts):
    """`filed_in_period` compares the moment of arrival with the end of the notice; `project_left`:
    what it is about is on notice no more. `amount_out_of_bounds`: the ruling names an
    amount that it may not give, `re_reviewed_before`: a re-review of what had one (P12)."""

    filed_in_period: bool = True
    project_left: bool = False
    amount_out_of_bounds: bool = False
    re_reviewed_before: bool = False
    real_name: bool = True
    has_evidence: bool = True
    extended: bool = False
