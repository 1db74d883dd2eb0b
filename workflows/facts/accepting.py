"""What the guards of changes, suspensions, acceptances and appeals look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from workflows.engine.facts import Facts
from workflows.engine.text import Text
from workflows.facts.panel import PanelFacts
from workflows.facts.urgent import UrgentFacts
from workflows.facts.words import Names

SuspensionEnds = Annotated[datetime | None, Text("暂停期满", "the end of the suspension")]
NoticeOver = Annotated[
    datetime | None, Text("验收公示期满", "the end of the public notice of acceptance")
]
ApplyUntil = Annotated[
    datetime | None, Text("申请验收期满", "the deadline to apply for acceptance")
]

Overdue = Annotated[datetime | None, Text("验收逾期日", "the day acceptance is overdue")]


@dataclass(frozen=True, kw_only=True)
class ChangeFacts(PanelFacts):
    """`chain` is that of the matrix; `lowers` the metrics the change would set below the contract
    in force, `below_posting` those it would set below what a list posted, and `panel_verdict` what
    most of the experts say to lowering: agree or disagree; `extension_problems`,
    `new_party_problems`, `share_problems`, `budget_problems` and `total_problems` what speaks
    against an extension, against a new leader, lead unit, end user or partner, against new shares,
    against another budget and against more or less in all; `moves_of_the_race` what a race fixes
    for all teams and changes by its own moves only; `unit_joins` that the change takes in a unit
    which has no part in the project yet, `units_changed` that it would take in another than the
    one it was drafted to ask; `large_awards` the award, where the change raises it to one that is
    reported to the government.
    """

    chain: str = "filing"
    is_extension: bool = False
    project_state: str = "active"
    days_left: int = 365
    closed_days: int = 90
    force_majeure: bool = False
    gaps: Names = ()
    lowers: Names = ()
    below_posting: Names = ()
    panel_opinions_missing: Names = ()
    unsigned_opinions: Names = ()
    panel_verdict: str = ""
    extension_problems: Names = ()
    new_party_problems: Names = ()
    share_problems: Names = ()
    budget_problems: Names = ()
    total_problems: Names = ()
    moves_of_the_race: Names = ()
    unit_joins: bool = False
    units_changed: bool = False
    large_awards: Names = ()


@dataclass(frozen=True, kw_only=True)
class SuspensionFacts(UrgentFacts):
    """`races`: the project is that of a team in a race; `stands_until`: as long as the order lacks
    minutes, the term to ratify it."""

    project_state: str = "active"
    ends_at: SuspensionEnds = None
    stands_until: SuspensionEnds = None
    races: bool = False


@dataclass(frozen=True, kw_only=True)
class AcceptanceFacts(PanelFacts):
    """`verdict` is what most of the panel propose; `tasks_percent` the share of metrics they hold
    to be met; `score` what is typed with the conclusion, in points (None before);
    `parts_unfound` are partners of a consortium whose part nobody has found done or not;
    `overdue_at` is when the project fails unless it has applied, None while that is not due;
    `proposes_no_conclusion`: its panel was convened when it could not propose to conclude;
    `objection_out_of_period`: the day an objection came, as typed, lies outside the notice;
    `audit_report_due`: it was drawn into the audit sample and its report is not filed."""

    project_state: str = "active"
    round: int = 1
    apply_until: ApplyUntil = None
    overdue_at: Overdue = None
    gaps: Names = ()
    corrections: int = 0
    panel_problems: Names = ()
    unsigned_opinions: Names = ()
    opinions: int = 0
    opinions_least: int = 5
    verdict: str = ""
    proposes_no_conclusion: bool = False
    tasks_percent: int = 0
    core_not_met: Names = ()
    parts_unfound: Names = ()
    score: int | None = None
    conclusion: str = ""
    notice_ends_at: NoticeOver = None
    objection_out_of_period: bool = False
    audit_report_due: bool = False


@dataclass(frozen=True, kw_only=True)
class AppealFacts(Facts):
    filed_in_time: bool = True
