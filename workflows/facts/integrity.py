"""What the guards of an integrity case look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from workflows.engine.facts import Facts
from workflows.engine.text import Text
from workflows.facts.words import Names, Served

SanctionEnds = Annotated[datetime | None, Text("惩戒期满", "the end of the sanction period")]
RepairFrom = Annotated[
    datetime | None, Text("可申请信用修复之日", "the earliest date to request credit repair")
]


@dataclass(frozen=True, kw_only=True)
class IntegrityFacts(Facts):
    """`term_problems` say what speaks against the term of a sanction as typed; `outcome` is none,
    warning or sanction once it is decided; `served_at` is when that was served, None before;
    `adopted` that another authority imposed the sanction, `has_evidence` that a file lies in the
    case."""

    subject_known: bool = False
    extended: bool = False
    term_problems: Names = ()
    outcome: str = ""
    adopted: bool = False
    has_evidence: bool = False
    served_at: Served = None
    sanction_ends_at: SanctionEnds = None
    repair_from: RepairFrom = None
