"""Rules of a finding of diligence (容错认定): S0, chapters 8-9; domain J12, B18."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import ToleranceFacts
from workflows.guards.examples import TOLERANCE
from workflows.guards.shapes import forbids
from workflows.hands import OFFICER, SUPERVISOR

ToleranceGuard = Guard[ToleranceFacts]

ended_without_success = ToleranceGuard(
    key="ended_without_success",
    reason=Text(
        "只对验收不通过或终止的项目作容错认定。",
        "A finding of diligence applies only to a project that failed acceptance or was "
        "terminated.",
    ),
    supplied_by=OFFICER,
    holds=lambda f: f.project_state in ("failed", "terminated"),
    passing=TOLERANCE,
    failing=replace(TOLERANCE, project_state="revoked"),
)
was_not_overdue = forbids(
    "was_overdue",
    of=TOLERANCE,
    key="was_not_overdue",
    reason=Text(
        "逾期不申请验收的，不属勤勉尽责。",
        "A project that did not apply for acceptance in time does not count as diligent.",
    ),
    supplied_by=OFFICER,
)
no_misconduct = forbids(
    "has_misconduct",
    of=TOLERANCE,
    key="no_misconduct",
    reason=Text(
        "项目有关情况正在核实或已作诚信处理，不予容错。",
        "The project is being verified or has had an integrity decision, so no finding of "
        "diligence can be made.",
    ),
    supplied_by=SUPERVISOR,
)
