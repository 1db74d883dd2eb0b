"""Rules of the defence round (答辩): whether there is one, who is in it, who missed it: P9-P10."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.text import Text
from workflows.guards.examples import PROPOSAL
from workflows.guards.proposal import ProposalGuard
from workflows.guards.shapes import forbids, has_come, requires
from workflows.hands import MANAGER, OFFICER

has_defence = ProposalGuard(
    key="has_defence",
    reason=Text("本指南不设会议答辩。", "This call has no defence round."),
    supplied_by=OFFICER,
    holds=lambda f: f.parameters["defence_round"] == 1,
    passing=replace(PROPOSAL, parameters={**PROPOSAL.parameters, "defence_round": 1}),
    failing=PROPOSAL,
    marks_path=True,
)
has_no_defence = ProposalGuard(
    key="has_no_defence",
    reason=Text("本指南设会议答辩，须先入围并答辩。", "This call has a defence round first."),
    supplied_by=OFFICER,
    holds=lambda f: f.parameters["defence_round"] == 0,
    passing=PROPOSAL,
    failing=replace(PROPOSAL, parameters={**PROPOSAL.parameters, "defence_round": 1}),
    marks_path=True,
)
no_choice_to_make = ProposalGuard(
    key="no_choice_to_make",
    reason=Text(
        "评审组已锁定，请确定是否入围答辩。",
        "The panel has locked; choose whether it is shortlisted for the defence.",
    ),
    supplied_by=OFFICER,
    holds=lambda f: not f.group_locked or f.parameters["defence_round"] == 0,
    passing=PROPOSAL,
    failing=replace(
        PROPOSAL, group_locked=True, parameters={**PROPOSAL.parameters, "defence_round": 1}
    ),
)
within_multiple = ProposalGuard(
    key="within_multiple",
    reason=Text(
        "名次在公布的入围倍数之外，不能入围。", "Its rank lies outside the published multiple."
    ),
    supplied_by=OFFICER,
    holds=lambda f: (
        f.rank is not None and f.rank <= f.parameters["shortlist_times"] * f.planned_awards
    ),
    passing=replace(PROPOSAL, rank=3),
    failing=replace(PROPOSAL, rank=4),
)
defence_panel_ready = requires(
    "defence_panel_ready",
    of=PROPOSAL,
    key="defence_panel_ready",
    reason=Text("答辩专家组不足规定人数或非单数。", "The defence panel is too small or not odd."),
    supplied_by=MANAGER,
)
defence_time_has_come = has_come(
    "defence_at",
    of=PROPOSAL,
    key="defence_time_has_come",
    reason=Text(
        "未到该项目的答辩时间，或尚未向其发出通知，不能记为未到场。",
        "The defence of this proposal is yet to come, or its team has no notice of it: nobody can "
        "have missed it.",
    ),
    supplied_by=OFFICER,
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
