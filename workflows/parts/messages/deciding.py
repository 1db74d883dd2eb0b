"""What people are told of notices, objections and awards."""

from __future__ import annotations

from workflows.parts.messages.wording import Wording, say

DECIDING: dict[str, Wording] = {
    "on_notice": say(
        "公示中：{title}",
        "On notice: {title}",
        "《{title}》拟立项名单正在公示，其中有您的项目，至 {due} 止。",
        "The proposed awards of “{title}”, yours among them, are on public notice until {due}.",
    ),
    "objection_filed": say(
        "收到异议：{title}",
        "Objection filed: {title}",
        "对《{title}》收到异议，请于 {due} 前决定是否受理。",
        "An objection to “{title}” was filed; decide on admission by {due}.",
    ),
    "objection_admitted": say(
        "异议已受理：{title}",
        "Objection admitted: {title}",
        "对《{title}》的异议已受理，该项目暂缓办理。",
        "An objection to “{title}” was admitted; this proposal is frozen.",
    ),
    "objection_rejected": say(
        "异议不成立：{title}",
        "Objection rejected: {title}",
        "对《{title}》的异议经查不成立，该项目恢复办理。理由：{reason}",
        "The objection to “{title}” was found to be unfounded, and the case goes on. Reason: "
        "{reason}",
    ),
    "objection_upheld": say(
        "异议成立：{title}",
        "Objection upheld: {title}",
        "对《{title}》的异议成立，处理结果见项目页面。理由：{reason}",
        "The objection to “{title}” was upheld; the page of the proposal says what follows. "
        "Reason: {reason}",
    ),
    "objection_answered": say(
        "异议处理结果：{title}",
        "Objection decided: {title}",
        "对《{title}》的异议已作出处理。理由：{reason}",
        "The objection to “{title}” was decided. Reason: {reason}",
    ),
    "reserve_promoted": say(
        "备选递补：{title}",
        "Reserve promoted: {title}",
        "《{title}》由备选递补为拟立项，将单独公示。",
        "“{title}” moves up from the reserve and gets its own public notice.",
    ),
    "approved": say(
        "已立项：{title}",
        "Approved: {title}",
        "《{title}》已立项，请查收立项通知书并按期签订任务书。",
        "“{title}” is approved; see the award letter and sign the contract in time.",
    ),
    "award_held_up": say(
        "公示期满，暂未立项：{title}",
        "Notice over, not awarded yet: {title}",
        "《{title}》公示期满，立项前的审核未通过，暂未立项，缘由见项目页面。限制期满或解除、登记更正"
        "后自动立项；不宜等待的，由监督处取消资格，空出的名额由备选递补。",
        "The notice of “{title}” is over, and the check before the award has findings, which its "
        "page gives: it is not awarded yet. Once they are gone it is awarded by itself; where that "
        "takes too long, supervision disqualifies it, and a reserve may take its place.",
    ),
    "award_owes": say(
        "公示期满，清欠后立项：{title}",
        "Notice over, awarded once nothing is owed: {title}",
        "《{title}》公示期满，尚有应退经费或逾期验收未清，暂未立项，缘由和期限见项目页面。申报单位退清、办结，"
        "厅财务登记到账后自动立项；期限内未清的，厅务会可议定不予立项，空出的名额由备选递补。",
        "The notice of “{title}” is over, and a refund or an acceptance is still owed, which its "
        "page gives with the day: it is not awarded yet. Once the unit has paid or delivered and "
        "finance has recorded it, it is awarded by itself; past that day the meeting may leave it "
        "out, and a reserve may take its place.",
    ),
    "award_uncleared": say(
        "清欠期满未清：{title}",
        "Not cleared in time: {title}",
        "《{title}》公示期满后的清欠期限已满，应退经费或逾期验收仍未清，暂未立项。请厅务会议定不予立项，空出的"
        "名额由备选递补；议定之前清结的，仍自动立项。",
        "The time to clear what was owed when the notice of “{title}” was over has ended, and it "
        "is owed still. The meeting may leave it out, and a reserve may take its place; if it is "
        "cleared before that, it is awarded by itself.",
    ),
    "left_out": say(
        "未入选：{title}",
        "Not selected: {title}",
        "《{title}》本次未入选。公示期满后发《不予立项通知书》，写明得分区间和评审意见。",
        "“{title}” was not selected this time. A letter with the band of the score and the "
        "opinions follows when the public notice is over.",
    ),
    "not_selected": say(
        "未入选：{title}",
        "Not selected: {title}",
        "《{title}》本次未入选，可查看评审意见。",
        "“{title}” was not selected this time; the opinions can be read.",
    ),
}
