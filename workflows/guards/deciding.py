"""Rules of the decision, its public notice, objections and reserves: P13-P18."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.calendar import last_day
from workflows.engine.text import Text
from workflows.facts import Names, ProposalFacts
from workflows.guards.examples import PROPOSAL
from workflows.guards.proposal import ProposalGuard
from workflows.guards.shapes import equals, forbids, has_come, nothing_in, requires
from workflows.hands import (
    CHECKER,
    CLOCK,
    DECIDES,
    FINANCE,
    HOUSE,
    OFFICER,
    PI,
    SUPERVISOR,
    TEAM,
    UNIT,
)


def decided_as(outcome: str) -> ProposalGuard:
    """The drafted decision names this outcome for this proposal."""
    return equals(
        "decided_outcome",
        outcome,
        of=PROPOSAL,
        key=f"decided_as_{outcome}",
        reason=Text(
            "与厅务会议定结果不一致。", "This does not match the decision of the executive meeting."
        ),
        supplied_by=OFFICER,
    )


list_is_told = requires(
    "list_told",
    of=PROPOSAL,
    key="list_is_told",
    reason=Text(
        "评审结果随指南的公示公布。", "Review results are announced with the call's public notice."
    ),
    supplied_by=CLOCK,
)
"""Until then one notice tells of all, and is the business of the call."""
not_answered_yet = forbids(
    "answered",
    of=PROPOSAL,
    key="not_answered_yet",
    reason=Text("已发不予立项通知书。", "The rejection letter has already been issued."),
    supplied_by=CLOCK,
)
stands_on_notice = requires(
    "on_published_notice",
    of=PROPOSAL,
    key="stands_on_notice",
    reason=Text("本项目尚未列入已发布的公示。", "This proposal is not on a published notice."),
    supplied_by=OFFICER,
)
notice_is_over = has_come(
    "notice_ends_at",
    of=PROPOSAL,
    key="notice_is_over",
    reason=Text("公示期未满。", "The public notice period has not ended."),
    supplied_by=CLOCK,
)
award_not_barred = nothing_in(
    "barred",
    of=PROPOSAL,
    key="award_not_barred",
    reason=Text(
        "公示期满再审诚信未通过，暂不立项：{missing}。限制期满或解除后自动立项；不宜等待的，由监督"
        "诚信处取消资格，空出的名额由备选递补。",
        "The integrity check at the end of the public notice has findings, so the award is on "
        "hold: {missing}. It is made automatically once the bar ends or is lifted. If that takes "
        "too long, the supervision and integrity division disqualifies the proposal and a reserve "
        "takes its place.",
    ),
    supplied_by=SUPERVISOR,
)
award_owes_nothing = ProposalGuard(
    key="award_owes_nothing",
    reason=Text(
        "公示期满尚有应清事项，暂不立项：{missing}。由申报单位退清欠款、办结逾期验收，厅财务确认后自动"
        "立项；逾期仍未清的，厅务会可议定不予立项，空出的名额由备选递补。",
        "Obligations remain at the end of the public notice, so the award is on hold: {missing}. "
        "The unit repays the money or completes the acceptance, the finance team confirms, and "
        "the award is made automatically. After the deadline the executive meeting may reject the "
        "proposal, and a reserve takes its place.",
    ),
    supplied_by=UNIT | FINANCE,
    holds=lambda f: not f.dues,
    passing=PROPOSAL,
    failing=replace(PROPOSAL, dues=("某单位有逾期未退的财政经费",)),
    missing=lambda f: (*f.dues, *_last_day_to_clear(f)),
)


def _last_day_to_clear(f: ProposalFacts) -> Names:
    if f.dues_until is None:
        return ()
    day = last_day(f.dues_until)
    return (Text(f"最迟于 {day} 清理", f"to be cleared by {day}"),)


only_dues_keep_it = ProposalGuard(
    key="only_dues_keep_it",
    reason=Text(
        "没有应退未退的经费、逾期未验收的项目，或者另有惩戒在期、与发榜单位存在关联，不得以此为由"
        "不予立项。",
        "No refund or acceptance is overdue, or there is also a bar or a link with the "
        "demand-side unit. The award cannot be refused on this ground.",
    ),
    supplied_by=SUPERVISOR,
    holds=lambda f: bool(f.dues) and not (f.barred or f.relation_findings),
    passing=replace(PROPOSAL, dues=("某单位有逾期未退的财政经费",)),
    failing=PROPOSAL,
    marks_path=True,
)
time_to_clear_is_over = has_come(
    "dues_until",
    of=PROPOSAL,
    key="time_to_clear_is_over",
    reason=Text(
        "公示期满后的清欠期限未满。",
        "The time allowed to clear outstanding obligations has not ended.",
    ),
    supplied_by=CLOCK,
)
award_is_barred = requires(
    "barred",
    of=PROPOSAL,
    key="award_is_barred",
    reason=Text("没有当事人处于惩戒期。", "Nobody involved is barred."),
    supplied_by=SUPERVISOR,
)
not_left_to_supervision = replace(
    forbids(
        "left_to_supervision",
        of=PROPOSAL,
        key="not_left_to_supervision",
        reason=Text(
            "公示期满尚未立项，待监督诚信处处理。",
            "The public notice has ended without an award. The supervision and integrity division "
            "has to deal with it.",
        ),
        supplied_by=SUPERVISOR,
    ),
    told_to=HOUSE | CHECKER | TEAM,
)
not_left_to_its_unit = replace(
    forbids(
        "left_to_its_unit",
        of=PROPOSAL,
        key="not_left_to_its_unit",
        reason=Text(
            "公示期满尚未立项，待申报单位退清欠款、办结逾期验收。",
            "The public notice has ended without an award. The unit has to repay the money or "
            "complete the overdue acceptance.",
        ),
        supplied_by=UNIT,
    ),
    told_to=HOUSE | CHECKER | TEAM,
)
not_left_uncleared = replace(
    forbids(
        "left_uncleared",
        of=PROPOSAL,
        key="not_left_uncleared",
        reason=Text(
            "清欠期限已满仍未清，待厅务会议定不予立项或者继续等待。",
            "The obligations were not cleared in time. The executive meeting decides whether to "
            "reject the proposal or keep waiting.",
        ),
        supplied_by=DECIDES,
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
        reason=Text("与异议处理决定不一致。", "This does not match the decision on the objection."),
        supplied_by=DECIDES,
    )


not_promoted = forbids(
    "promoted",
    of=PROPOSAL,
    key="not_promoted",
    reason=Text(
        "已议定递补，尚待单独公示。",
        "It has already been promoted and is waiting for its own public notice.",
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
        "This exceeds the limit on running projects, so it cannot be promoted yet: {missing}. "
        "Promote it once one of those ends or is withdrawn, promote another reserve, or have the "
        "applicant withdraw this proposal.",
    ),
    supplied_by=PI | DECIDES,
)
place_is_free = requires(
    "place_free",
    of=PROPOSAL,
    key="place_is_free",
    reason=Text(
        "没有空出的立项名额，备选不能递补。",
        "No award has become free, so no reserve can be promoted.",
    ),
    supplied_by=DECIDES,
)
