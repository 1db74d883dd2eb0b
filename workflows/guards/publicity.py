"""Rules of the publicity of a proposal inside its unit, where the call asks for it: P2."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.text import Text
from workflows.guards.examples import PROPOSAL
from workflows.guards.proposal import ProposalGuard
from workflows.hands import OFFICER, UNIT

_WANTED = replace(
    PROPOSAL, parameters={**PROPOSAL.parameters, "internal_publicity_working_days": 5}
)
"""Of a call that asks for publicity inside the unit."""

publicity_is_wanted = ProposalGuard(
    key="publicity_is_wanted",
    reason=Text(
        "本指南不要求单位内部公示。", "This call does not require internal posting at the unit."
    ),
    supplied_by=OFFICER,
    holds=lambda f: f.parameters["internal_publicity_working_days"] > 0,
    passing=_WANTED,
    failing=PROPOSAL,
    marks_path=True,
    of_the_call=True,
)
publicity_days_in_order = ProposalGuard(
    key="publicity_days_in_order",
    reason=Text("公示截止日期早于起始日期。", "The last day is before the first day."),
    supplied_by=UNIT,
    holds=lambda f: (
        not f.given.get("publicised_from")
        or not f.given.get("publicised_to")
        or f.given["publicised_from"] <= f.given["publicised_to"]
    ),
    passing=PROPOSAL,
    failing=replace(
        PROPOSAL, given={"publicised_from": "2026-03-02", "publicised_to": "2026-03-01"}
    ),
)
publicised_inside = ProposalGuard(
    key="publicised_inside",
    reason=Text(
        "单位内部公示未满规定的 {missing} 个工作日；公示起止日期须先登记。",
        "The proposal must be posted internally for {missing} working days. Record the first and "
        "last day.",
    ),
    supplied_by=UNIT,
    holds=lambda f: f.publicity_working_days >= f.parameters["internal_publicity_working_days"],
    passing=PROPOSAL,
    failing=_WANTED,
    missing=lambda f: (str(f.parameters["internal_publicity_working_days"]),),
)
