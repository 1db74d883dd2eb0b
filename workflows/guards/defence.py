"""Rules of a team that did not come to its defence: domain P10."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.text import Text
from workflows.guards.examples import LATER, LONG_AGO, PROPOSAL
from workflows.guards.proposal import ProposalGuard
from workflows.guards.shapes import forbids
from workflows.hands import OFFICER

defence_time_has_come = ProposalGuard(
    key="defence_time_has_come",
    reason=Text(
        "未到该项目的答辩时间，或尚未向其发出通知，不能记为未到场。",
        "The defence of this proposal is yet to come, or its team has no notice of it: nobody can "
        "have missed it.",
    ),
    supplied_by=OFFICER,
    holds=lambda f: f.defence_at is not None and f.now >= f.defence_at,
    passing=replace(PROPOSAL, defence_at=LONG_AGO),
    failing=replace(PROPOSAL, defence_at=LATER),
)
was_not_seen = forbids(
    "seen_at_defence",
    of=PROPOSAL,
    key="was_not_seen",
    reason=Text(
        "已登记该项目到场；登记有误的，先在答辩安排中撤销登记。",
        "The team is recorded as present; if that is wrong, take it back on the page of the "
        "meeting first.",
    ),
    supplied_by=OFFICER,
)
