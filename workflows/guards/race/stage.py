"""Rules of a stage: one protocol, one panel, one decision for all teams."""

from __future__ import annotations

from workflows.engine.text import Text
from workflows.guards.examples import STAGE
from workflows.guards.shapes import forbids, has_come, nothing_in, requires
from workflows.hands import CLOCK, NOBODY, OFFICER, SUPERVISOR
from workflows.roles import Role

_PANEL = OFFICER | frozenset({Role.EXPERT_MANAGER, Role.EXPERT, Role.PANEL_CHAIR})

panel_has_scored = nothing_in(
    "panel_problems",
    of=STAGE,
    key="stage_panel_problems",
    reason=Text(
        "节点考核专家组尚未完成考核：{missing}。",
        "The checkpoint panel has not finished its assessment: {missing}.",
    ),
    supplied_by=_PANEL,
)
is_no_final = forbids(
    "is_final",
    of=STAGE,
    key="stage_is_no_final",
    reason=Text(
        "冲线评审不拟节点结论：各队第三方检测结果登记后，由厅务会在赛题页议定冲线。",
        "The final review has no draft outcomes. Once every team's third-party test is recorded, "
        "the executive meeting decides the finish on the race page.",
    ),
    supplied_by=CLOCK,
    marks_path=True,
)
scores_are_locked = requires(
    "scores_locked",
    of=STAGE,
    key="stage_scores_are_locked",
    reason=Text(
        "本节点专家组尚未锁定评分，无可作废的结果。",
        "The panel for this stage has not locked any scores, so there is nothing to void.",
    ),
    supplied_by=_PANEL,
)
assessed_again_at_most_once = forbids(
    "assessed_again",
    of=STAGE,
    key="stage_assessed_again_at_most_once",
    reason=Text(
        "同一节点只能另组专家组重新考核一次。",
        "A stage can be reassessed by a new panel only once.",
    ),
    supplied_by=NOBODY,
)
objection_in_period = forbids(
    "objection_out_of_period",
    of=STAGE,
    key="stage_objection_in_period",
    reason=Text(
        "书面异议不是在结果公示期内收到的，不予受理。",
        "The written objection was not received within the public notice period, so it cannot be "
        "admitted.",
    ),
    supplied_by=SUPERVISOR,
)
outcomes_follow_the_scores = nothing_in(
    "outdated",
    of=STAGE,
    key="stage_outcomes_follow_the_scores",
    reason=Text(
        "拟定结论后有评分因回避作废，涉及团队：{missing}，须按现有评分重新拟定；已公示的先撤回。",
        "Scores were voided for a conflict of interest after the outcomes were drafted, "
        "affecting: {missing}. Draft them again from the remaining scores. If they are on public "
        "notice, withdraw them first.",
    ),
    supplied_by=OFFICER,
)
scores_were_struck = requires(
    "outdated",
    of=STAGE,
    key="stage_scores_were_struck",
    reason=Text(
        "拟定结论后评分没有变化。", "No score has changed since the outcomes were drafted."
    ),
    supplied_by=CLOCK,
    marks_path=True,
)
tests_are_recorded = nothing_in(
    "untested",
    of=STAGE,
    key="stage_untested",
    reason=Text(
        "尚无第三方检测结果的团队：{missing}。",
        "There is no third-party test result for: {missing}.",
    ),
    supplied_by=OFFICER,
)
every_team_has_an_outcome = nothing_in(
    "undrafted",
    of=STAGE,
    key="stage_undrafted",
    reason=Text("尚无拟定结论的团队：{missing}。", "No outcome has been drafted for: {missing}."),
    supplied_by=OFFICER,
)
departures_have_reasons = nothing_in(
    "unreasoned",
    of=STAGE,
    key="stage_unreasoned",
    reason=Text(
        "偏离规则结论而未写明理由的团队：{missing}。",
        "These outcomes depart from the rules without a stated reason: {missing}.",
    ),
    supplied_by=OFFICER,
)
outcomes_keep_a_runner = nothing_in(
    "outcome_breaches",
    of=STAGE,
    key="stage_outcome_breaches",
    reason=Text("这组结论不能生效：{missing}", "These outcomes cannot take effect: {missing}"),
    supplied_by=OFFICER,
)
results_still_hold = nothing_in(
    "outcome_breaches",
    of=STAGE,
    key="stage_results_still_hold",
    reason=Text(
        "公示的结论已不能生效，须先撤回公示、按现有评分重新拟定：{missing}。",
        "The published outcomes can no longer take effect: {missing}. Withdraw the notice and "
        "draft them again from the current scores.",
    ),
    supplied_by=OFFICER,
)
no_results_to_redraft = nothing_in(
    "to_redraft",
    of=STAGE,
    key="stage_no_results_to_redraft",
    reason=Text(
        "公示的结论已不能生效，须先撤回公示、按现有评分重新拟定：{missing}。",
        "The published outcomes can no longer take effect: {missing}. Withdraw the notice and "
        "draft them again from the current scores.",
    ),
    supplied_by=OFFICER,
)
results_hold_no_more = requires(
    "outcome_breaches",
    of=STAGE,
    key="stage_results_hold_no_more",
    reason=Text("公示的结论仍可生效。", "The published outcomes can still take effect."),
    supplied_by=CLOCK,
    marks_path=True,
)
outcomes_would_break = requires(
    "outcome_lacks",
    of=STAGE,
    key="stage_outcomes_would_break",
    reason=Text(
        "这组结论可以生效，无须保底。", "These outcomes can take effect, so no safeguard is needed."
    ),
    supplied_by=CLOCK,
    marks_path=True,
)
is_current = requires(
    "is_current",
    of=STAGE,
    key="stage_is_current",
    reason=Text("不是当前节点。", "This is not the current stage."),
    supplied_by=CLOCK,
)
evidence_is_closed = has_come(
    "evidence_closes_at",
    of=STAGE,
    key="stage_evidence_is_closed",
    reason=Text("佐证提交及宽限期未满。", "The evidence deadline and grace period have not ended."),
    supplied_by=CLOCK,
)
notice_is_over = has_come(
    "notice_ends_at",
    of=STAGE,
    key="stage_notice_is_over",
    reason=Text(
        "结果公示至 {missing} 止，期满前不能议定。",
        "The public notice of results runs until {missing}. The stage can be decided after that.",
    ),
    supplied_by=CLOCK,
)
appeals_are_over = has_come(
    "appeals_end_at",
    of=STAGE,
    key="stage_appeals_are_over",
    reason=Text(
        "申诉期至 {missing} 止，期满前不能议定。",
        "The appeal period runs until {missing}. The stage can be decided after that.",
    ),
    supplied_by=CLOCK,
)
