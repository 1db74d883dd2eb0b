"""Rules of panels and reviews."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import ReviewFacts, ReviewGroupFacts
from workflows.guards.examples import GROUP, REVIEW
from workflows.roles import Role

GroupGuard = Guard[ReviewGroupFacts]
ReviewGuard = Guard[ReviewFacts]

_EXPERT = frozenset({Role.EXPERT})
_MANAGER = frozenset({Role.EXPERT_MANAGER})

has_proposals = GroupGuard(
    "has_proposals",
    Text("评审组内没有项目。", "The panel has no proposals."),
    frozenset({Role.PROGRAMME_OFFICER}),
    lambda f: f.proposals > 0,
    replace(GROUP, proposals=1),
    GROUP,
)
draw_is_feasible = GroupGuard(
    "draw_is_feasible",
    Text("按现有规则抽不出专家组：{missing}。", "No panel can be drawn: {missing}."),
    _MANAGER,
    lambda f: not f.draw_problems,
    GROUP,
    replace(GROUP, draw_problems=("专家不足",)),
    lambda f: f.draw_problems,
)
panel_complete = GroupGuard(
    "panel_complete",
    Text("专家组人数不足。", "The panel is short of members."),
    _MANAGER,
    lambda f: f.seats >= f.seats_needed,
    replace(GROUP, seats=5),
    GROUP,
)
has_chair = GroupGuard(
    "has_chair",
    Text("尚未产生专家组组长。", "The panel has no chair."),
    _MANAGER,
    lambda f: f.has_chair,
    replace(GROUP, has_chair=True),
    GROUP,
)
invitations_answered = GroupGuard(
    "invitations_answered",
    Text("尚未接受邀请的专家：{missing}。", "Experts who have not accepted yet: {missing}."),
    _EXPERT,
    lambda f: not f.parameters["answers_before_start"] or not f.open_invitations,
    GROUP,
    replace(
        GROUP,
        open_invitations=("2 人",),
        parameters={**GROUP.parameters, "answers_before_start": 1},
    ),
    lambda f: f.open_invitations,
)
reading_is_assigned = GroupGuard(
    "reading_is_assigned",
    Text("尚未完成指派：{missing}。", "The assignment is not settled: {missing}."),
    _MANAGER,
    lambda f: not f.assignment_problems,
    GROUP,
    replace(GROUP, assignment_problems=("尚未求解",)),
    lambda f: f.assignment_problems,
)
no_signed_score_in_conflict = GroupGuard(
    "no_signed_score_in_conflict",
    Text("已签评分中查出回避情形：{missing}。", "Conflicts among the signed scores: {missing}."),
    _MANAGER,
    lambda f: not f.conflicted_reviews,
    GROUP,
    replace(GROUP, conflicted_reviews=("1 份",)),
    lambda f: f.conflicted_reviews,
)
every_review_signed = GroupGuard(
    "every_review_signed",
    Text("尚未签名的评审：{missing}。", "Not signed yet: {missing}."),
    _EXPERT,
    lambda f: not f.unsigned_reviews,
    GROUP,
    replace(GROUP, unsigned_reviews=("2 份",)),
    lambda f: f.unsigned_reviews,
)
enough_valid_reviews = GroupGuard(
    "enough_valid_reviews",
    Text("有效评分不足的项目：{missing}。", "Too few valid scores: {missing}."),
    _MANAGER,
    lambda f: not f.too_few_reviews,
    GROUP,
    replace(GROUP, too_few_reviews=("某项目",)),
    lambda f: f.too_few_reviews,
)
users_are_under_a_third = GroupGuard(
    "users_are_under_a_third",
    Text(
        "评分作废后，用户席位已达有效评分的三分之一或超过指南规定：{missing}。请由候补专家补评，"
        "或解散重组。",
        "Since scores were voided, the users' are a third of the valid ones, or more than the call "
        "allows: {missing}. Substitutes score, or the panel is formed anew.",
    ),
    _MANAGER | {Role.SUPERVISOR},
    lambda f: not f.too_many_users,
    GROUP,
    replace(GROUP, too_many_users=("某项目",)),
    lambda f: f.too_many_users,
)
outliers_explained = GroupGuard(
    "outliers_explained",
    Text("偏离中位数较大而未说明：{missing}。", "Far from the median, unexplained: {missing}."),
    _EXPERT,
    lambda f: not f.unexplained_outliers,
    GROUP,
    replace(GROUP, unexplained_outliers=("某项目",)),
    lambda f: f.unexplained_outliers,
)
no_conflict_detected = ReviewGuard(
    "no_conflict_detected",
    Text("系统查出回避情形：{missing}。", "A conflict was detected: {missing}."),
    _MANAGER,
    lambda f: not f.conflicts_detected,
    REVIEW,
    replace(REVIEW, conflicts_detected=("同单位",)),
    lambda f: f.conflicts_detected,
)
conflict_has_come_up = ReviewGuard(
    "conflict_has_come_up",
    Text("没有查出回避情形。", "No conflict was detected."),
    _MANAGER,
    lambda f: bool(f.conflicts_detected),
    replace(REVIEW, conflicts_detected=("同单位",)),
    REVIEW,
)
review_is_running = ReviewGuard(
    "review_is_running",
    Text("评审未开始或已锁定。", "The review has not started or is locked."),
    frozenset({Role.PROGRAMME_OFFICER}),
    lambda f: f.group_state in {"reviewing", "discussing"},
    REVIEW,
    replace(REVIEW, group_state="locked"),
)
every_criterion_scored = ReviewGuard(
    "every_criterion_scored",
    Text("尚未评分的指标：{missing}。", "Criteria without a score: {missing}."),
    _EXPERT,
    lambda f: not f.unscored,
    REVIEW,
    replace(REVIEW, unscored=("创新性",)),
    lambda f: f.unscored,
)
every_score_justified = ReviewGuard(
    "every_score_justified",
    Text("尚未写评分理由的指标：{missing}。", "Criteria without a reason: {missing}."),
    _EXPERT,
    lambda f: not f.uncommented,
    REVIEW,
    replace(REVIEW, uncommented=("创新性",)),
    lambda f: f.uncommented,
)
overall_opinion_written = ReviewGuard(
    "overall_opinion_written",
    Text("尚未填写总体意见。", "The overall opinion is missing."),
    _EXPERT,
    lambda f: f.overall_written,
    REVIEW,
    replace(REVIEW, overall_written=False),
)
vote_given = ReviewGuard(
    "vote_given",
    Text("尚未选择是否建议资助。", "The vote is missing."),
    _EXPERT,
    lambda f: f.voted,
    REVIEW,
    replace(REVIEW, voted=False),
)
expert_not_barred = ReviewGuard(
    "expert_not_barred",
    Text("专家处于惩戒期，不得参加评审：{missing}。", "A barred expert may not review: {missing}."),
    frozenset({Role.SUPERVISOR}),
    lambda f: not f.barred,
    REVIEW,
    replace(REVIEW, barred=("专家处于惩戒期",)),
    lambda f: f.barred,
)
panel_is_discussing = ReviewGuard(
    "panel_is_discussing",
    Text(
        "独立评分不能自行修改；组长开启讨论后方可修改并说明理由。",
        "An independent score stays as signed; it can be revised once the discussion is open.",
    ),
    frozenset({Role.PANEL_CHAIR}),
    lambda f: f.group_state == "discussing",
    replace(REVIEW, group_state="discussing"),
    REVIEW,
)
opinions_written = GroupGuard(
    "opinions_written",
    Text("尚未形成专家组意见的项目：{missing}。", "Without an opinion of the panel: {missing}."),
    frozenset({Role.PANEL_CHAIR}),
    lambda f: not f.opinions_missing,
    GROUP,
    replace(GROUP, opinions_missing=("某项目",)),
    lambda f: f.opinions_missing,
)
no_longer_needed = ReviewGuard(
    "no_longer_needed",
    Text("项目和专家都还在会上。", "The proposal and the expert are both still there."),
    frozenset({Role.PROGRAMME_OFFICER}),
    lambda f: not f.still_needed,
    replace(REVIEW, still_needed=False),
    REVIEW,
)
