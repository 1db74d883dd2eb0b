"""Rules of a finding of diligence (容错认定): S0, chapters 8-9; domain J12, B18."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import ToleranceFacts
from workflows.guards.examples import TOLERANCE
from workflows.roles import Role

ToleranceGuard = Guard[ToleranceFacts]

_OFFICER = frozenset({Role.PROGRAMME_OFFICER})
_SUPERVISOR = frozenset({Role.SUPERVISOR})

ended_without_success = ToleranceGuard(
    "ended_without_success",
    Text(
        "只对验收不通过或终止的项目作容错认定。",
        "Only a project that failed or was terminated is found tolerable.",
    ),
    _OFFICER,
    lambda f: f.project_state in ("failed", "terminated"),
    TOLERANCE,
    replace(TOLERANCE, project_state="revoked"),
)
was_not_overdue = ToleranceGuard(
    "was_not_overdue",
    Text("逾期不申请验收的，不属勤勉尽责。", "Letting the acceptance pass is no diligence."),
    _OFFICER,
    lambda f: not f.was_overdue,
    TOLERANCE,
    replace(TOLERANCE, was_overdue=True),
)
no_misconduct = ToleranceGuard(
    "no_misconduct",
    Text(
        "项目有关情况正在核实或已作诚信处理，不予容错。",
        "The facts are being verified or were sanctioned; misconduct is not tolerated.",
    ),
    _SUPERVISOR,
    lambda f: not f.has_misconduct,
    TOLERANCE,
    replace(TOLERANCE, has_misconduct=True),
)
