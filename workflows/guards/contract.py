"""Rules of contracts (任务书): J1, §3.9."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.calendar import deadline_words
from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import ProjectFacts
from workflows.guards.examples import PROJECT
from workflows.guards.shapes import has_come, nothing_in, requires
from workflows.hands import CLOCK, DECIDES, NOBODY, PI, SUPERVISOR
from workflows.roles import Role

ProjectGuard = Guard[ProjectFacts]


def _last_day_to_sign(facts: ProjectFacts) -> tuple[Text, ...]:
    if facts.lapse_at is None:
        return ()
    until = Text("任务书最迟于 {day} 前签订", "the contract must be signed by {day}")
    return (until.format(day=deadline_words(facts.lapse_at)),)


contract_drafted = requires(
    "contract_version",
    of=PROJECT,
    key="contract_drafted",
    reason=Text("任务书尚未起草。", "The contract has not been drafted."),
    supplied_by=PI,
)
milestones_measurable = nothing_in(
    "unmeasured_milestones",
    of=PROJECT,
    key="milestones_measurable",
    reason=Text(
        "节点缺少可考核的交付物：{missing}。",
        "These milestones have no measurable deliverable: {missing}.",
    ),
    supplied_by=PI,
)
metrics_not_lowered = ProjectGuard(
    key="metrics_not_lowered",
    reason=Text(
        "任务书指标低于申报承诺，须恢复原值，或由厅务会议定：{missing}。",
        "These metrics are lower in the contract than in the proposal: {missing}. Restore them, "
        "or ask the executive meeting to decide.",
    ),
    supplied_by=frozenset({Role.APPLICANT, Role.DECISION_MAKER}),
    holds=lambda f: not f.lowered_metrics or f.lowering_permitted,
    passing=PROJECT,
    failing=replace(PROJECT, lowered_metrics=("能量密度 400→350",)),
    missing=lambda f: f.lowered_metrics,
)
metrics_are_lowered = ProjectGuard(
    key="metrics_are_lowered",
    reason=Text(
        "任务书没有低于申报承诺的指标，无须议定。",
        "No metric in the contract is lower than in the proposal, so there is nothing to decide.",
    ),
    supplied_by=PI,
    holds=lambda f: bool(f.lowered_metrics) and not f.lowering_permitted,
    passing=replace(PROJECT, lowered_metrics=("能量密度 400→350",)),
    failing=PROJECT,
)
lowering_settled = ProjectGuard(
    key="lowering_settled",
    reason=Text(
        "任务书指标低于申报承诺，待厅务会议定：{missing}。",
        "These metrics are lower in the contract than in the proposal and await a decision of the "
        "executive meeting: {missing}.",
    ),
    supplied_by=DECIDES,
    holds=lambda f: not f.lowering_to_decide,
    passing=PROJECT,
    failing=replace(PROJECT, lowered_metrics=("能量密度 400→350",), lowering_to_decide=True),
    missing=lambda f: f.lowered_metrics,
)
lowering_wanted = requires(
    "lowering_to_decide",
    of=PROJECT,
    key="lowering_wanted",
    reason=Text(
        "没有待议定的指标降低事项，或者已经议定。",
        "No lower metrics are waiting for a decision, or it has already been made.",
    ),
    supplied_by=PI,
)
matching_proven = nothing_in(
    "matching_problems",
    of=PROJECT,
    key="matching_proven",
    reason=Text(
        "配套资金未落实：{missing}。", "There is no proof of the matching funds: {missing}."
    ),
    supplied_by=frozenset({Role.APPLICANT, Role.UNIT_ADMIN}),
)
party_not_barred = nothing_in(
    "integrity_findings",
    of=PROJECT,
    key="party_not_barred",
    reason=Text("诚信审核未通过：{missing}。", "The integrity check has findings: {missing}."),
    supplied_by=SUPERVISOR,
)
leader_within_running_limits = ProjectGuard(
    key="leader_within_running_limits",
    reason=Text(
        "超出在研限项，暂不能签订：{missing}。待在研项目结束后签订，或由单位放弃本项目；签订期限不因此"
        "顺延，逾期未签的失效。",
        "The leader exceeds the limit on running projects, so the contract cannot be signed yet: "
        "{missing}. Sign once a running project ends, or the unit gives this project up. The "
        "signing deadline is not extended; an award not signed in time lapses.",
    ),
    supplied_by=frozenset({Role.APPLICANT, Role.UNIT_ADMIN}),
    holds=lambda f: not f.limit_findings,
    passing=PROJECT,
    failing=replace(PROJECT, limit_findings=("张三主持在研项目 1 项，已达上限 1 项",)),
    missing=lambda f: (*f.limit_findings, *_last_day_to_sign(f)),
)
leader_above_running_limits = requires(
    "limit_findings",
    of=PROJECT,
    key="leader_above_running_limits",
    reason=Text("负责人未超出在研限项。", "The leader is within the limit on running projects."),
    supplied_by=NOBODY,
)
reminder_is_due = has_come(
    "remind_at",
    of=PROJECT,
    key="reminder_is_due",
    reason=Text("未到提醒日，或已提醒过。", "The reminder is not due, or has already been sent."),
    supplied_by=CLOCK,
)
indirect_within_cap = nothing_in(
    "indirect_excess",
    of=PROJECT,
    key="indirect_within_cap",
    reason=Text(
        "间接费用超出比例上限：{missing}。", "Indirect costs exceed the maximum share: {missing}."
    ),
    supplied_by=PI,
)
