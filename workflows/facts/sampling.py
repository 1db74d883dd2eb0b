"""What the guards of the audit sample look at."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.engine.facts import Facts


@dataclass(frozen=True, kw_only=True)
class AuditSampleFacts(Facts):
    """`as_committed`: list and seed are still those of the commitment."""

    as_committed: bool = True


@dataclass(frozen=True, kw_only=True)
class SpendingAuditFacts(Facts):
    """`files` counts what the unit has uploaded as its report."""

    files: int = 0
