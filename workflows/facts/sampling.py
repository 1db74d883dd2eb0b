"""What the guards of the audit sample look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from workflows.engine.facts import Facts
from workflows.engine.text import Text

ReportReminder = Annotated[datetime | None, Text("审计报告提醒日", "the audit report reminder")]


@dataclass(frozen=True, kw_only=True)
class AuditSampleFacts(Facts):
    """`as_committed`: list and seed are still those of the commitment."""

    as_committed: bool = True


@dataclass(frozen=True, kw_only=True)
class SpendingAuditFacts(Facts):
    """`files` counts what the unit has uploaded as its report; `commissioned` is the auditor whom
    supervision named instead, if it did. A reminder that has been sent is no moment any more."""

    files: int = 0
    commissioned: str = ""
    remind_at: ReportReminder = None
