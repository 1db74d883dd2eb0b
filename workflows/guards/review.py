"""Rules of panels and reviews."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.calendar import moment_words
from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import ReviewFacts, ReviewGroupFacts
from workflows.guards.examples import GROUP, LATER, LONG_AGO, REVIEW
from workflows.guards.shapes import equals, forbids, nothing_in, requires
from workflows.hands import CHAIR, CLOCK, EXPERT, MANAGER, OFFICER, SUPERVISOR

GroupGuard = Guard[ReviewGroupFacts]
ReviewGuard = Guard[ReviewFacts]

has_proposals = requires(
    "proposals",
    of=GROUP,
    key="has_proposals",
    reason=Text("评审组内没有项目。", "The panel has no proposals."),
    supplied_by=OFFICER,
)
draw_is_feasible = nothing_in(
    "draw_problems",
    of=GROUP,
    key="draw_is_feasible",
    reason=Text(
        "按现有规则抽不出专家组：{missing}。",
        "A panel cannot be drawn under the current rules: {missing}.",
    ),
    supplied_by=MANAGER,
)
panel_complete = GroupGuard(
    key="panel_complete",
    reason=Text("专家组人数不足。", "The panel does not have enough members."),
    supplied_by=MANAGER,
    holds=lambda f: f.seats >= f.seats_needed,
    passing=replace(GROUP, seats=5),
    failing=GROUP,
)
has_chair = requires(
    "has_chair",
    of=GROUP,
    key="has_chair",
    reason=Text("尚未产生专家组组长。", "The panel has no chair."),
    supplied_by=MANAGER,
)
invitations_answered = GroupGuard(
    key="invitations_answered",
    reason=Text(
        "尚未接受邀请的专家：{missing}。",
        "Experts who have not yet accepted the invitation: {missing}.",
    ),
    supplied_by=EXPERT,
    holds=lambda f: not f.parameters["answers_before_start"] or not f.open_invitations,
    passing=GROUP,
    failing=replace(
        GROUP,
        open_invitations=("2 人",),
        parameters={**GROUP.parameters, "answers_before_start": 1},
    ),
    missing=lambda f: f.open_invitations,
)
stage_is_closed = forbids(
    "stage_takes_evidence",
    of=GROUP,
    key="stage_is_closed",
    reason=Text(
        "节点考核专家组尚不能抽取：各队佐证提交尚未截止。",
        "The panel of the stage cannot be drawn yet: the time to hand in evidence has not ended "
        "for every team.",
    ),
    supplied_by=CLOCK,
)
stage_is_tested = nothing_in(
    "stage_untested",
    of=GROUP,
    key="stage_is_tested",
    reason=Text(
        "节点考核专家组尚不能抽取：以下团队的第三方检测结果尚未在节点页面登记：{missing}。",
        "The panel of the stage cannot be drawn yet. Teams whose third-party test has not been "
        "recorded on the page of the stage: {missing}.",
    ),
    supplied_by=OFFICER,
)
reading_is_assigned = nothing_in(
    "assignment_problems",
    of=GROUP,
    key="reading_is_assigned",
    reason=Text("尚未完成指派：{missing}。", "The assignment is not complete: {missing}."),
    supplied_by=MANAGER,
)
no_signed_score_in_conflict = nothing_in(
    "conflicted_reviews",
    of=GROUP,
    key="no_signed_score_in_conflict",
    reason=Text(
        "已签评分中查出回避情形：{missing}。",
        "Conflicts of interest were found in signed scores: {missing}.",
    ),
    supplied_by=MANAGER,
)
every_review_signed = nothing_in(
    "unsigned_reviews",
    of=GROUP,
    key="every_review_signed",
    reason=Text("尚未签名的评审：{missing}。", "Reviews not yet signed: {missing}."),
    supplied_by=EXPERT,
)
enough_valid_reviews = nothing_in(
    "too_few_reviews",
    of=GROUP,
    key="enough_valid_reviews",
    reason=Text(
        "有效评分不足的项目：{missing}。", "There are too few valid scores for: {missing}."
    ),
    supplied_by=MANAGER,
)
users_are_under_a_third = nothing_in(
    "too_many_users",
    of=GROUP,
    key="users_are_under_a_third",
    reason=Text(
        "评分作废后，用户方席位已达有效评分的三分之一或超过指南规定：{missing}。请由候补专家补评，"
        "或解散重组。",
        "After scores were voided, end users give a third or more of the valid scores, or more "
        "than the call allows: {missing}. Have substitutes score, or dissolve and re-form the "
        "panel.",
    ),
    supplied_by=MANAGER | SUPERVISOR,
)
outliers_explained = nothing_in(
    "unexplained_outliers",
    of=GROUP,
    key="outliers_explained",
    reason=Text(
        "偏离中位数较大而未说明：{missing}。",
        "Scores far from the median still need a reason: {missing}.",
    ),
    supplied_by=EXPERT,
)
deviation_is_explained = forbids(
    "deviation_unexplained",
    of=REVIEW,
    key="deviation_is_explained",
    reason=Text(
        "评分偏离中位数较大，须书面说明理由，专家组方可锁定。",
        "The score is far from the median. A written reason is needed before the panel can lock.",
    ),
    supplied_by=EXPERT,
)
score_is_far_off = requires(
    "deviates",
    of=REVIEW,
    key="score_is_far_off",
    reason=Text(
        "评分未明显偏离本组中位数，无须说明。",
        "The score is not far from the panel median, so no reason is needed.",
    ),
    supplied_by=CLOCK,
    marks_path=True,
)
no_conflict_detected = nothing_in(
    "conflicts_detected",
    of=REVIEW,
    key="no_conflict_detected",
    reason=Text(
        "系统查出回避情形：{missing}。", "The system found a conflict of interest: {missing}."
    ),
    supplied_by=MANAGER,
)
conflict_has_come_up = requires(
    "conflicts_detected",
    of=REVIEW,
    key="conflict_has_come_up",
    reason=Text("没有查出回避情形。", "No conflict of interest was found."),
    supplied_by=MANAGER,
)
review_is_running = ReviewGuard(
    key="review_is_running",
    reason=Text("评审未开始或已锁定。", "The review has not started or is locked."),
    supplied_by=OFFICER,
    holds=lambda f: f.group_state in {"reviewing", "discussing"},
    passing=REVIEW,
    failing=replace(REVIEW, group_state="locked"),
)
team_was_heard = ReviewGuard(
    key="team_was_heard",
    reason=Text(
        "听取答辩之后方可签名提交评分，该项目的答辩定于 {missing}。",
        "Scores can be signed only after the defence has been heard. This proposal's defence is "
        "set for {missing}.",
    ),
    supplied_by=CLOCK,
    holds=lambda f: f.heard_at is None or f.now >= f.heard_at,
    passing=replace(REVIEW, heard_at=LONG_AGO),
    failing=replace(REVIEW, heard_at=LATER),
    missing=lambda f: (moment_words(f.heard_at),) if f.heard_at else (),
)
team_was_not_seen = forbids(
    "team_seen",
    of=REVIEW,
    key="team_was_not_seen",
    reason=Text(
        "该项目已到场答辩，评分有效。", "The team attended the defence, so the score stands."
    ),
    supplied_by=OFFICER,
)
every_criterion_scored = nothing_in(
    "unscored",
    of=REVIEW,
    key="every_criterion_scored",
    reason=Text("尚未评分的指标：{missing}。", "These criteria have no score: {missing}."),
    supplied_by=EXPERT,
)
every_score_justified = nothing_in(
    "uncommented",
    of=REVIEW,
    key="every_score_justified",
    reason=Text("尚未写评分理由的指标：{missing}。", "These criteria have no reason: {missing}."),
    supplied_by=EXPERT,
)
overall_opinion_written = requires(
    "overall_written",
    of=REVIEW,
    key="overall_opinion_written",
    reason=Text("尚未填写总体意见。", "The overall opinion is missing."),
    supplied_by=EXPERT,
)
vote_given = requires(
    "voted",
    of=REVIEW,
    key="vote_given",
    reason=Text("尚未选择是否建议支持。", "The recommendation is missing."),
    supplied_by=EXPERT,
)
expert_not_barred = nothing_in(
    "barred",
    of=REVIEW,
    key="expert_not_barred",
    reason=Text(
        "专家处于惩戒期，不得参加评审：{missing}。",
        "This expert is under sanction and cannot review: {missing}.",
    ),
    supplied_by=SUPERVISOR,
)
panel_is_discussing = equals(
    "group_state",
    "discussing",
    of=REVIEW,
    key="panel_is_discussing",
    reason=Text(
        "独立评分不能自行修改；组长开启讨论后方可修改并说明理由。",
        "An independent score cannot be changed once signed. It can be revised, with a reason, "
        "after the chair opens the discussion.",
    ),
    supplied_by=CHAIR,
)
opinions_written = nothing_in(
    "opinions_missing",
    of=GROUP,
    key="opinions_written",
    reason=Text(
        "尚未形成专家组意见的项目：{missing}；请在“评审组讨论”页逐项起草。",
        "These proposals have no panel opinion: {missing}. Draft each one on the “Panel "
        "discussion” page.",
    ),
    supplied_by=CHAIR,
)
no_longer_needed = forbids(
    "still_needed",
    of=REVIEW,
    key="no_longer_needed",
    reason=Text(
        "该项目和专家均未退出会议。",
        "The proposal and the expert are both still part of the meeting.",
    ),
    supplied_by=OFFICER,
    marks_path=True,
)
is_still_needed = requires(
    "still_needed",
    of=REVIEW,
    key="is_still_needed",
    reason=Text(
        "该项目或专家已退出会议。", "The proposal or the expert is no longer part of the meeting."
    ),
    supplied_by=OFFICER,
    marks_path=True,
)
