"""Rules of milestones, their panels and opinions: J3-J7, §3.1-3.2."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import MilestoneFacts, OpinionFacts
from workflows.guards.examples import ASSESSOR, LATER, LONG_AGO, MILESTONE
from workflows.roles import Role

MilestoneGuard = Guard[MilestoneFacts]
OpinionGuard = Guard[OpinionFacts]

_PI = frozenset({Role.APPLICANT})
_OFFICER = frozenset({Role.PROGRAMME_OFFICER})
_PANEL = frozenset({Role.NODE_EXPERT, Role.PANEL_CHAIR})

notice_is_due = MilestoneGuard(
    "notice_is_due",
    Text("未到节点考核通知日。", "The notice of the milestone is not due yet."),
    frozenset({Role.SYSTEM_CLOCK}),
    lambda f: f.notice_at is not None and f.now >= f.notice_at,
    replace(MILESTONE, notice_at=LONG_AGO),
    replace(MILESTONE, notice_at=LATER),
)
project_is_active = MilestoneGuard(
    "project_is_active",
    Text(
        "项目不在“在研”状态（上一节点未结束，或项目已暂停）。",
        "The project is not active: the last milestone is open, or the project is suspended.",
    ),
    frozenset({Role.PANEL_CHAIR, Role.DECISION_MAKER}),
    lambda f: f.project_state == "active",
    MILESTONE,
    replace(MILESTONE, project_state="node_check"),
)
evidence_complete = MilestoneGuard(
    "evidence_complete",
    Text("节点报告不完整：{missing}。", "The milestone report is not complete: {missing}."),
    _PI,
    lambda f: not f.evidence_problems,
    MILESTONE,
    replace(MILESTONE, evidence_problems=("能量密度：缺实测值",)),
    lambda f: f.evidence_problems,
)
panel_valid = MilestoneGuard(
    "panel_valid",
    Text("考核专家组不合规则：{missing}。", "The panel does not keep the rules: {missing}."),
    _OFFICER,
    lambda f: not f.panel_problems,
    MILESTONE,
    replace(MILESTONE, panel_problems=("人数不足 5 人",)),
    lambda f: f.panel_problems,
)
opinions_signed = MilestoneGuard(
    "opinions_signed",
    Text("尚未签名的考核意见：{missing}。", "Opinions not signed yet: {missing}."),
    _PANEL,
    lambda f: not f.unsigned_opinions,
    MILESTONE,
    replace(MILESTONE, unsigned_opinions=("2 份",)),
    lambda f: f.unsigned_opinions,
)
enough_opinions = MilestoneGuard(
    "enough_opinions",
    Text("有效考核意见不足。", "There are too few valid opinions."),
    _OFFICER,
    lambda f: f.opinions >= f.parameters["node_panel_least"],
    replace(MILESTONE, opinions=5),
    replace(MILESTONE, opinions=4),
)
enough_rechecked = MilestoneGuard(
    "enough_rechecked",
    Text("有效复核意见不足。", "There are too few valid opinions of the re-check."),
    _OFFICER,
    lambda f: f.opinions >= f.parameters["recheck_members"],
    replace(MILESTONE, opinions=3),
    replace(MILESTONE, opinions=1),
)
core_metrics_met = MilestoneGuard(
    "core_metrics_met",
    Text("核心指标未达到，不能通过：{missing}。", "Core metrics are missed: {missing}."),
    _PANEL,
    lambda f: not f.core_not_met,
    MILESTONE,
    replace(MILESTONE, core_not_met=("能量密度",)),
    lambda f: f.core_not_met,
)
rectification_within_limits = MilestoneGuard(
    "rectification_within_limits",
    Text(
        "整改期不在规定范围内：须为 {missing}。",
        "The period of rectification is outside its limits: it must be {missing}.",
    ),
    frozenset({Role.PANEL_CHAIR}),
    lambda f: (
        not f.given.get("months")
        or f.parameters["rectify_months_least"]
        <= int(f.given["months"])
        <= f.parameters["rectify_months_most"]
    ),
    replace(MILESTONE, given={"months": "3"}),
    replace(MILESTONE, given={"months": "12"}),
    lambda f: (
        Text("{least} 至 {most} 个月", "{least} to {most} months").format(
            least=str(f.parameters["rectify_months_least"]),
            most=str(f.parameters["rectify_months_most"]),
        ),
    ),
)


def panel_proposes(verdict: str, label: Text) -> MilestoneGuard:
    """The chair words what the panel holds and cannot turn it round."""
    return MilestoneGuard(
        f"panel_proposes_{verdict}",
        Text(
            f"专家组多数意见不是“{label.zh}”。", f"Most of the panel do not propose “{label.en}”."
        ),
        _PANEL,
        lambda f: f.verdict == verdict,
        replace(MILESTONE, verdict=verdict),
        replace(MILESTONE, verdict="none"),
    )


opinion_is_running = OpinionGuard(
    "opinion_is_running",
    Text("考核未开始或已结束。", "The assessment has not started or is over."),
    _OFFICER,
    lambda f: f.is_running,
    ASSESSOR,
    replace(ASSESSOR, is_running=False),
)
assessor_has_no_conflict = OpinionGuard(
    "assessor_has_no_conflict",
    Text("系统查出回避情形：{missing}。", "A conflict was detected: {missing}."),
    _OFFICER,
    lambda f: not f.conflicts_detected,
    ASSESSOR,
    replace(ASSESSOR, conflicts_detected=("同单位",)),
    lambda f: f.conflicts_detected,
)
assessor_conflict_has_come_up = OpinionGuard(
    "assessor_conflict_has_come_up",
    Text("没有查出回避情形。", "No conflict has come up."),
    _OFFICER,
    lambda f: bool(f.conflicts_detected),
    replace(ASSESSOR, conflicts_detected=("同单位",)),
    ASSESSOR,
)
every_metric_judged = OpinionGuard(
    "every_metric_judged",
    Text("尚未评判的指标：{missing}。", "Metrics without a verdict: {missing}."),
    _PANEL,
    lambda f: not f.unanswered,
    ASSESSOR,
    replace(ASSESSOR, unanswered=("能量密度",)),
    lambda f: f.unanswered,
)
opinion_complete = OpinionGuard(
    "opinion_complete",
    Text(
        "尚未填写总体意见或建议结论。", "The overall opinion or the proposed conclusion is missing."
    ),
    _PANEL,
    lambda f: f.overall_written and f.proposes,
    ASSESSOR,
    replace(ASSESSOR, overall_written=False),
)
