"""Rules of contracts (任务书): J1, §3.9."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import ProjectFacts
from workflows.guards.examples import LATER, LONG_AGO, PROJECT
from workflows.roles import Role

ProjectGuard = Guard[ProjectFacts]

_PI = frozenset({Role.APPLICANT})

contract_drafted = ProjectGuard(
    "contract_drafted",
    Text("任务书尚未起草。", "The contract is not drafted yet."),
    _PI,
    lambda f: f.contract_version > 0,
    replace(PROJECT, contract_version=1),
    PROJECT,
)
milestones_measurable = ProjectGuard(
    "milestones_measurable",
    Text(
        "节点缺少可考核的交付物：{missing}。", "Milestones without a measurable result: {missing}."
    ),
    _PI,
    lambda f: not f.unmeasured_milestones,
    PROJECT,
    replace(PROJECT, unmeasured_milestones=("中期",)),
    lambda f: f.unmeasured_milestones,
)
metrics_not_lowered = ProjectGuard(
    "metrics_not_lowered",
    Text(
        "任务书指标低于申报承诺，须恢复原值，或由厅务会议定：{missing}。",
        "The contract sets metrics below the promise; restore them, or have the office meeting "
        "decide: {missing}.",
    ),
    frozenset({Role.APPLICANT, Role.DECISION_MAKER}),
    lambda f: not f.lowered_metrics or f.lowering_permitted,
    PROJECT,
    replace(PROJECT, lowered_metrics=("能量密度 400→350",)),
    lambda f: f.lowered_metrics,
)
metrics_are_lowered = ProjectGuard(
    "metrics_are_lowered",
    Text(
        "任务书没有低于承诺的指标，无须议定。",
        "No metric of the contract is below the promise; there is nothing to decide.",
    ),
    _PI,
    lambda f: bool(f.lowered_metrics) and not f.lowering_permitted,
    replace(PROJECT, lowered_metrics=("能量密度 400→350",)),
    PROJECT,
)
matching_proven = ProjectGuard(
    "matching_proven",
    Text("配套资金未落实：{missing}。", "The matching funds are not proven: {missing}."),
    frozenset({Role.APPLICANT, Role.UNIT_ADMIN}),
    lambda f: not f.matching_problems,
    PROJECT,
    replace(PROJECT, matching_problems=("未附配套资金证明",)),
    lambda f: f.matching_problems,
)
party_not_barred = ProjectGuard(
    "party_not_barred",
    Text("诚信审核未通过：{missing}。", "The integrity check has findings: {missing}."),
    frozenset({Role.SUPERVISOR}),
    lambda f: not f.integrity_findings,
    PROJECT,
    replace(PROJECT, integrity_findings=("某人",)),
    lambda f: f.integrity_findings,
)
reminder_is_due = ProjectGuard(
    "reminder_is_due",
    Text("未到提醒日，或已提醒过。", "The reminder is not due, or has been sent."),
    frozenset({Role.SYSTEM_CLOCK}),
    lambda f: f.remind_at is not None and f.now >= f.remind_at,
    replace(PROJECT, remind_at=LONG_AGO),
    replace(PROJECT, remind_at=LATER),
)
indirect_within_cap = ProjectGuard(
    "indirect_within_cap",
    Text("间接费用超出比例上限：{missing}。", "Indirect costs above the cap: {missing}."),
    _PI,
    lambda f: not f.indirect_excess,
    PROJECT,
    replace(PROJECT, indirect_excess=("最多 30 万元",)),
    lambda f: f.indirect_excess,
)
