"""What the guards of a milestone and of a panel member's opinion look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from workflows.engine.facts import Facts
from workflows.engine.text import Text
from workflows.facts.panel import PanelFacts
from workflows.facts.words import Names

MilestoneNotice = Annotated[datetime | None, Text("节点考核通知日", "the milestone notice")]
EvidenceDue = Annotated[datetime | None, Text("节点佐证期满", "the deadline for evidence")]
FreezingAt = Annotated[datetime | None, Text("逾期冻结日", "the freeze for overdue evidence")]
RectifyingEnds = Annotated[datetime | None, Text("整改期满", "the end of the rectification period")]


@dataclass(frozen=True, kw_only=True)
class MilestoneFacts(PanelFacts):
    """`verdict` is what most of the panel propose (pass, rectify or fail; empty before), and
    `core_not_met` the core metrics most of them hold to be missed.
    """

    project_state: str = "active"
    notice_at: MilestoneNotice = None
    evidence_until: EvidenceDue = None
    freeze_at: FreezingAt = None
    rectify_until: RectifyingEnds = None
    evidence_problems: Names = ()
    pledge_unsigned_by: Names = ()
    panel_problems: Names = ()
    unsigned_opinions: Names = ()
    opinions: int = 0
    verdict: str = ""
    core_not_met: Names = ()


@dataclass(frozen=True, kw_only=True)
class OpinionFacts(Facts):
    is_running: bool = True
    conflicts_detected: Names = ()
    unanswered: Names = ()
    overall_written: bool = True
    proposes: bool = True
