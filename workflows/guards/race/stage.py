"""Rules of a stage: one protocol, one panel, one decision for all teams."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.calendar import last_day
from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import StageFacts
from workflows.guards.examples import LATER, LONG_AGO, STAGE
from workflows.guards.lists import nothing_in
from workflows.roles import Role

StageGuard = Guard[StageFacts]

_OFFICER = frozenset({Role.PROGRAMME_OFFICER})
_CLOCK = frozenset({Role.SYSTEM_CLOCK})
_PANEL = frozenset({Role.EXPERT_MANAGER, Role.EXPERT, Role.PANEL_CHAIR})


panel_has_scored = nothing_in(
    STAGE,
    "panel_problems",
    "节点考核专家组尚未完成考核：{missing}。",
    "The checkpoint panel has not finished: {missing}.",
    _PANEL,
    "stage_panel_problems",
)
tests_are_recorded = nothing_in(
    STAGE,
    "untested",
    "尚无第三方检测结果的团队：{missing}。",
    "No third-party test is recorded for: {missing}.",
    _OFFICER,
    "stage_untested",
)
every_team_has_an_outcome = nothing_in(
    STAGE,
    "undrafted",
    "尚无拟定结论的团队：{missing}。",
    "No outcome is drafted for: {missing}.",
    _OFFICER,
    "stage_undrafted",
)
departures_have_reasons = nothing_in(
    STAGE,
    "unreasoned",
    "偏离规则结论而未写明理由的团队：{missing}。",
    "Departs from the rules without a reason: {missing}.",
    _OFFICER,
    "stage_unreasoned",
)
outcomes_keep_a_runner = nothing_in(
    STAGE,
    "outcome_breaches",
    "这组结论不能生效：{missing}",
    "These outcomes cannot take effect: {missing}",
    _OFFICER,
    "stage_outcome_breaches",
)

outcomes_would_break = StageGuard(
    "stage_outcomes_would_break",
    Text("这组结论可以生效，无须保底。", "These outcomes can take effect as they are."),
    _CLOCK,
    lambda f: bool(f.outcome_lacks),
    replace(STAGE, outcome_lacks=("保底",)),
    STAGE,
    marks_path=True,
)
is_current = StageGuard(
    "stage_is_current",
    Text("不是当前节点。", "This is not the current stage."),
    _CLOCK,
    lambda f: f.is_current,
    STAGE,
    replace(STAGE, is_current=False),
)
evidence_is_closed = StageGuard(
    "stage_evidence_is_closed",
    Text("佐证提交及宽限期未满。", "Evidence may still be handed in."),
    _CLOCK,
    lambda f: f.evidence_closes_at is not None and f.now >= f.evidence_closes_at,
    replace(STAGE, evidence_closes_at=LONG_AGO),
    replace(STAGE, evidence_closes_at=LATER),
)
notice_is_over = StageGuard(
    "stage_notice_is_over",
    Text("结果公示至 {missing} 止，期满前不能议定。", "The notice runs until {missing}."),
    _CLOCK,
    lambda f: f.notice_ends_at is not None and f.now >= f.notice_ends_at,
    replace(STAGE, notice_ends_at=LONG_AGO),
    replace(STAGE, notice_ends_at=LATER),
    lambda f: (str(last_day(f.notice_ends_at)),) if f.notice_ends_at else (),
)
appeals_are_over = StageGuard(
    "stage_appeals_are_over",
    Text("申诉期至 {missing} 止，期满前不能议定。", "Appeals may be filed until {missing}."),
    _CLOCK,
    lambda f: f.appeals_end_at is not None and f.now >= f.appeals_end_at,
    replace(STAGE, appeals_end_at=LONG_AGO),
    replace(STAGE, appeals_end_at=LATER),
    lambda f: (str(last_day(f.appeals_end_at)),) if f.appeals_end_at else (),
)
