"""Rules of the decision, its public notice, objections and reserves: P13-P18."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.text import Text
from workflows.guards.examples import PROPOSAL
from workflows.guards.proposal import ProposalGuard
from workflows.guards.shapes import equals, forbids, has_come, nothing_in, requires
from workflows.hands import CHECKER, CLOCK, DECIDES, HOUSE, OFFICER, PI, SUPERVISOR, TEAM


def decided_as(outcome: str) -> ProposalGuard:
    """The drafted decision names this outcome for this proposal."""
    return equals(
        "decided_outcome",
        outcome,
        of=PROPOSAL,
        key=f"decided_as_{outcome}",
        reason=Text("与厅务会议定结果不一致。", "The decision says otherwise."),
        supplied_by=OFFICER,
    )


list_is_told = requires(
    "list_told",
    of=PROPOSAL,
    key="list_is_told",
    reason=Text("评审结果随指南的公示公布。", "Results are told with the notice of the call."),
    supplied_by=CLOCK,
)
"""Until then one notice tells of all, and is the business of the call."""
not_answered_yet = forbids(
    "answered",
    of=PROPOSAL,
    key="not_answered_yet",
    reason=Text("已发不予立项通知书。", "It has its letter of non-award."),
    supplied_by=CLOCK,
)
stands_on_notice = requires(
    "on_published_notice",
    of=PROPOSAL,
    key="stands_on_notice",
    reason=Text("本项目尚未列入已发布的公示。", "The proposal is not on a published notice."),
    supplied_by=OFFICER,
)
notice_is_over = has_come(
    "notice_ends_at",
    of=PROPOSAL,
    key="notice_is_over",
    reason=Text("公示期未满。", "The notice is not over."),
    supplied_by=CLOCK,
)
award_not_barred = nothing_in(
    "integrity_findings",
    of=PROPOSAL,
    key="award_not_barred",
    reason=Text(
        "公示期满再审诚信未通过，暂不立项：{missing}。限制期满或解除、欠款退清、逾期验收办结后自动立项；"
        "不宜等待的，由监督处取消资格，空出的名额由备选递补。",
        "Integrity checked again at the end of the notice, not awarded yet: {missing}. It is by "
        "itself once the bar is over, what is owed is paid and what is overdue is delivered; where "
        "that takes too long, supervision disqualifies it, and a reserve may take its place.",
    ),
    supplied_by=SUPERVISOR,
)
award_is_barred = requires(
    "integrity_findings",
    of=PROPOSAL,
    key="award_is_barred",
    reason=Text("诚信审核没有发现。", "The integrity check has no findings."),
    supplied_by=SUPERVISOR,
)
not_left_to_supervision = replace(
    forbids(
        "left_to_supervision",
        of=PROPOSAL,
        key="not_left_to_supervision",
        reason=Text(
            "公示期满尚未立项，待监督处处理。",
            "The notice is over and nothing is awarded yet; it waits for supervision.",
        ),
        supplied_by=SUPERVISOR,
    ),
    told_to=HOUSE | CHECKER | TEAM,
)
no_open_objection = forbids(
    "open_objections",
    of=PROPOSAL,
    key="no_open_objection",
    reason=Text("尚有未办结的异议。", "An objection is still open."),
    supplied_by=SUPERVISOR,
)
no_other_objection = forbids(
    "admitted_objections",
    of=PROPOSAL,
    key="no_other_objection",
    reason=Text("另有异议在核查中。", "Another objection is being investigated."),
    supplied_by=SUPERVISOR,
)
another_objection = requires(
    "admitted_objections",
    of=PROPOSAL,
    key="another_objection",
    reason=Text("没有其他异议在核查。", "No other objection is being investigated."),
    supplied_by=SUPERVISOR,
)


def objection_ends_in(outcome: str) -> ProposalGuard:
    """The upheld objection leads here."""
    return equals(
        "objection_outcome",
        outcome,
        of=PROPOSAL,
        key=f"objection_ends_in_{outcome}",
        reason=Text("与异议处理决定不一致。", "The decision on the objection says otherwise."),
        supplied_by=DECIDES,
    )


not_promoted = forbids(
    "promoted",
    of=PROPOSAL,
    key="not_promoted",
    reason=Text(
        "已议定递补，尚待单独公示。", "It is promoted already; a notice of its own is to come."
    ),
    supplied_by=OFFICER,
    marks_path=True,
)
reserve_within_running_limits = nothing_in(
    "award_findings",
    of=PROPOSAL,
    key="reserve_within_running_limits",
    reason=Text(
        "超出在研限项，暂不能递补：{missing}。待其中一项结束或撤回后递补；也可递补其他备选，或由申报人"
        "撤回本项。",
        "Above the limit on running projects, so not to be promoted yet: {missing}. It is when one "
        "of those is over or withdrawn; until then another reserve may be, or the applicant "
        "withdraws this one.",
    ),
    supplied_by=PI | DECIDES,
)
place_is_free = requires(
    "place_free",
    of=PROPOSAL,
    key="place_is_free",
    reason=Text("没有空出的立项名额，备选不能递补。", "No place became free for a reserve."),
    supplied_by=DECIDES,
)
