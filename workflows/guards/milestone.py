"""Rules of milestones, their panels and opinions: J3-J7, §3.1-3.2."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import MilestoneFacts, OpinionFacts
from workflows.guards.drawing import drawing_rules
from workflows.guards.examples import ASSESSOR, MILESTONE
from workflows.guards.shapes import at_least, equals, has_come, nothing_in, requires
from workflows.hands import CHAIR, CLOCK, MANAGER, OFFICER, PI
from workflows.roles import Role

MilestoneGuard = Guard[MilestoneFacts]
OpinionGuard = Guard[OpinionFacts]

_PANEL = frozenset({Role.NODE_EXPERT, Role.PANEL_CHAIR})

notice_is_due = has_come(
    "notice_at",
    of=MILESTONE,
    key="notice_is_due",
    reason=Text("未到节点考核通知日。", "The milestone notice is not due yet."),
    supplied_by=CLOCK,
)
project_is_active = equals(
    "project_state",
    "active",
    of=MILESTONE,
    key="project_is_active",
    reason=Text(
        "项目不在“在研”状态（上一节点未结束，或项目已暂停）。",
        "The project is not active: the previous milestone is still open, or the project is "
        "suspended.",
    ),
    supplied_by=frozenset({Role.PANEL_CHAIR, Role.DECISION_MAKER}),
)
evidence_complete = nothing_in(
    "evidence_problems",
    of=MILESTONE,
    key="evidence_complete",
    reason=Text(
        "节点报告不完整：{missing}。", "The milestone report is incomplete. Missing: {missing}."
    ),
    supplied_by=PI,
)
panel_valid = nothing_in(
    "panel_problems",
    of=MILESTONE,
    key="panel_valid",
    reason=Text(
        "考核专家组不符合规定：{missing}。",
        "The assessment panel does not meet the rules: {missing}.",
    ),
    supplied_by=MANAGER,
)
node_panel = drawing_rules(MILESTONE, "node_panel")
opinions_signed = nothing_in(
    "unsigned_opinions",
    of=MILESTONE,
    key="opinions_signed",
    reason=Text(
        "尚未签名的考核意见：{missing}。",
        "Assessment opinions not yet signed: {missing}.",
    ),
    supplied_by=_PANEL,
)
enough_opinions = at_least(
    "opinions",
    "node_panel_least",
    of=MILESTONE,
    key="enough_opinions",
    reason=Text("有效考核意见不足。", "There are too few valid assessment opinions."),
    supplied_by=MANAGER,
)
enough_rechecked = at_least(
    "opinions",
    "recheck_members",
    of=MILESTONE,
    key="enough_rechecked",
    reason=Text("有效复核意见不足。", "There are too few valid re-check opinions."),
    supplied_by=MANAGER,
)
core_metrics_met = nothing_in(
    "core_not_met",
    of=MILESTONE,
    key="core_metrics_met",
    reason=Text(
        "核心指标未达到，不能通过：{missing}。",
        "The milestone cannot be passed because these core metrics were not met: {missing}.",
    ),
    supplied_by=_PANEL,
)
rectification_within_limits = MilestoneGuard(
    key="rectification_within_limits",
    reason=Text(
        "整改期不在规定范围内：须为 {missing}。",
        "The rectification period is outside the allowed range. It must be {missing}.",
    ),
    supplied_by=CHAIR,
    holds=lambda f: (
        not f.given.get("months")
        or f.parameters["rectify_months_least"]
        <= int(f.given["months"])
        <= f.parameters["rectify_months_most"]
    ),
    passing=replace(MILESTONE, given={"months": "3"}),
    failing=replace(MILESTONE, given={"months": "12"}),
    missing=lambda f: (
        Text("{least} 至 {most} 个月", "{least} to {most} months").format(
            least=str(f.parameters["rectify_months_least"]),
            most=str(f.parameters["rectify_months_most"]),
        ),
    ),
)


def panel_proposes(verdict: str, label: Text, *, or_cannot_pass: bool = False) -> MilestoneGuard:
    """The chair words what the panel holds and cannot turn it round. `or_cannot_pass`: it is also
    what is left where most would pass a core metric that most hold to be missed."""
    return MilestoneGuard(
        key=f"panel_proposes_{verdict}" + ("_or_cannot_pass" if or_cannot_pass else ""),
        reason=Text(
            f"专家组多数意见不是“{label.zh}”。",
            f"The majority of the panel did not propose “{label.en}”.",
        ),
        supplied_by=_PANEL,
        holds=lambda f: (
            f.verdict == verdict
            or (or_cannot_pass and f.verdict == "pass" and bool(f.core_not_met))
        ),
        passing=replace(MILESTONE, verdict=verdict),
        failing=MILESTONE,
    )


opinion_is_running = requires(
    "is_running",
    of=ASSESSOR,
    key="opinion_is_running",
    reason=Text("考核未开始或已结束。", "The assessment has not started or has ended."),
    supplied_by=OFFICER,
)
assessor_has_no_conflict = nothing_in(
    "conflicts_detected",
    of=ASSESSOR,
    key="assessor_has_no_conflict",
    reason=Text(
        "系统查出回避情形：{missing}。", "The system found a conflict of interest: {missing}."
    ),
    supplied_by=OFFICER,
)
assessor_conflict_has_come_up = requires(
    "conflicts_detected",
    of=ASSESSOR,
    key="assessor_conflict_has_come_up",
    reason=Text("没有查出回避情形。", "No conflict of interest was found."),
    supplied_by=OFFICER,
)
every_metric_judged = nothing_in(
    "unanswered",
    of=ASSESSOR,
    key="every_metric_judged",
    reason=Text("尚未评判的指标：{missing}。", "These metrics have no verdict: {missing}."),
    supplied_by=_PANEL,
)
opinion_complete = OpinionGuard(
    key="opinion_complete",
    reason=Text(
        "尚未填写总体意见或建议结论。", "The overall opinion or the proposed conclusion is missing."
    ),
    supplied_by=_PANEL,
    holds=lambda f: f.overall_written and f.proposes,
    passing=ASSESSOR,
    failing=replace(ASSESSOR, overall_written=False),
)
